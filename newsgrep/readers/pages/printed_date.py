"""The date that a reader of a web page sees: in a line of its own, never in running text.

The lines around the main heading are looked at first, up to the first paragraphs; then those that begin as a
date of publication does, or that the page's author has marked as a date, anywhere in the article.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newsgrep.article import Precision, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, ShownPage, is_teaser
from newsgrep.readers.pages.stamps import Sign, Stamp, stamps
from newsgrep.readers.pages.tree import Element

_BELOW, _ABOVE = 30, 6
"""So many lines around the heading are looked at whatever they are marked as."""
_MOST_PARAGRAPHS = 1
"""The deck stands between the heading and the date."""
_LABEL_ALONE = 40
_AROUND = 3
_LONGEST_TEASER = 800
_WHOLE = frozenset({"html", "body", "main", "article"})


class _Printed(NamedTuple):
    """A date as it is printed, and where: `place` counts the lines from the heading, below it above zero."""

    date: PublicationDate
    place: int
    is_near: bool
    sign: Sign

    @property
    def rank(self) -> tuple[int, int]:
        signed = self.sign is Sign.LABEL
        if self.is_near:
            return (0 if signed else 1 if self.place > 0 else 2), abs(self.place)
        if signed and self.place > 0:
            return 3, self.place
        if self.sign is Sign.MARK:
            return (4 if self.place > 0 else 5), abs(self.place)
        return (6 if signed else 7), abs(self.place)


def printed_date(page: ShownPage, options: ReadOptions) -> PublicationDate | None:
    found = sorted(_printed(page, options), key=lambda one: (one.date.precision != Precision.DAY, one.rank))
    if not found:
        return None
    best = found[0]
    tier = best.rank[0]
    if tier >= 5 or (page.heading is None and tier != 3):
        if len({one.date for one in found if one.rank[0] == tier}) > 1:
            return None
    return best.date


def _printed(page: ShownPage, options: ReadOptions) -> Iterator[_Printed]:
    seen, at, heading = page.lines, page.heading_line, page.heading
    block = heading.getparent() if heading is not None else None
    day_first = not (page.tree.get("lang") or "").lower().startswith("en")
    paragraphs = 0
    around = set(heading.iterancestors()) if heading is not None else set()
    for number, line in enumerate(seen):
        place = number - at
        if place > 0 and len(line.text) > LONGEST_LINE:
            paragraphs += 1
        before = seen[number - 1].text if number else ""
        before = before if _is_label(before) else ""
        for date, sign, has_time in stamps(line, before, options, day_first=day_first):
            if date.precision is Precision.YEAR or place == 0 and sign > Sign.MARK:
                continue
            near = heading is not None and (
                0 <= place <= _BELOW and paragraphs <= _MOST_PARAGRAPHS
                or -_ABOVE <= place < 0 and (sign is Sign.LABEL or _in_block(line, block))
            )
            if (near or has_time or sign < Sign.AT_END) and not _is_in_teaser(line, around):
                yield _Printed(date, place, near, sign)


def _in_block(line: Line, block: Element | None) -> bool:
    return block is not None and block.tag not in _WHOLE and any(block in piece.element.iterancestors() for piece in line.pieces)


def _is_label(text: str) -> bool:
    return len(text) <= _LABEL_ALONE and not any(map(str.isdigit, text))


def _is_in_teaser(line: Line, around: set[Element]) -> bool:
    """Say whether a line stands with the heading of another article, to which that links."""
    for one in islice(line.pieces[0].element.iterancestors(), _AROUND):
        if one in around or one.tag in _WHOLE:
            return False
        if is_teaser(one) and len(one.text_content()) <= _LONGEST_TEASER:
            return True
    return False
