"""The day of publication that a reader of a web page sees: in a line of its own, never in running text.

The lines around the headline are looked at first, up to the first paragraphs; then those that begin as a date
of publication does, or that the page's author has marked as a date, anywhere in the article.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from newsgrep.article import Precision
from newsgrep.readers.pages.dated_places import Usage
from newsgrep.readers.pages.dateline import Sign, Stamp, stamps
from newsgrep.readers.pages.lines import Line, ShownPage
from newsgrep.readers.pages.shown import WHOLE, is_teaser
from newsgrep.readers.pages.tree import Element

_FIRST = re.compile(r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})\s*[–—:|-]")  # noqa: RUF001  as they are used
_LONGEST_LABEL = 60
_LONGEST_TEASER = 800
_AROUND = 3
_RIGHT_ABOVE = 2
_SIGNED, _DOUBTFUL, _WEAK = 3, 5, 8
"""Ranks: a date that is said to be the day of publication, those that only one date may have, and the last one."""


class _Printed(NamedTuple):
    """A date as it is printed, and where: `place` counts the lines from the headline, below it above zero."""

    stamp: Stamp
    place: int
    is_near: bool = False
    is_in_teaser: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        """How much shows that it is the day of publication, the least the most; and how near it is."""
        is_signed, is_below = self.stamp.sign is Sign.LABEL, self.place > 0
        if self.is_near:
            return (0 if is_signed else 1 if is_below else 2), abs(self.place)
        if is_signed and is_below:
            return _SIGNED, self.place
        if self.stamp.sign is Sign.MARK:
            return (4 if is_below else _DOUBTFUL), abs(self.place)
        is_weak = self.stamp.sign is Sign.AT_END and not self.stamp.has_time
        return (6 if is_signed else _WEAK if is_weak else 7), abs(self.place)


def date_by_heading(page: ShownPage, usage: Usage) -> str | None:
    """The day that is printed by the headline, in the words that it is printed in."""
    found = list(_below(page, usage)) or list(_above(page, usage))
    return min(found, key=_order).stamp.written if found else None


def date_in_page(page: ShownPage, usage: Usage) -> str | None:
    """The day that is printed anywhere in the article, or beside it.

    Of several the one that is shown best to be that of publication; if that is little, none.
    """
    return _best(page, usage, sidebars=False) or _best(page, usage, sidebars=True)


def _best(page: ShownPage, usage: Usage, *, sidebars: bool) -> str | None:
    printed = list(_anywhere(page, usage, sidebars=sidebars))
    printed = [one for one in printed if one.rank[0] < _WEAK] or printed
    is_list = sum(one.is_in_teaser for one in printed) > 1
    found = sorted((one for one in printed if not (is_list and one.is_in_teaser)), key=_order)
    if not found:
        return None
    best = found[0].rank[0]
    dates = {one.stamp.date for one in found if one.rank[0] == best}
    is_doubtful = best >= _DOUBTFUL or sidebars or (page.heading is None and best != _SIGNED)
    return None if len(dates) > 1 and is_doubtful else found[0].stamp.written


def _order(one: _Printed) -> tuple[bool, bool, tuple[int, int]]:
    """A day before a month, one day before what may be two; then by rank."""
    date = one.stamp.date
    return date is None, date is not None and date.precision is not Precision.DAY, one.rank


def _below(page: ShownPage, usage: Usage) -> Iterator[_Printed]:
    """The dates below the headline. One in a teaser is not the article's if there are more of them."""
    found = [
        _Printed(stamp, place, True, _is_in_teaser(line, page.surroundings.around))  # noqa: FBT003  a field
        for place, stamp, line in _stamped(enumerate(page.below), usage)
        if place or stamp.sign <= Sign.ELEMENT or _begins(line, stamp)
    ]
    is_list = sum(one.is_in_teaser for one in found) > 1
    return (one for one in found if not (is_list and one.is_in_teaser))


def _begins(line: Line, stamp: Stamp) -> bool:
    """Say whether a headline begins with a date and a dash."""
    return stamp.sign is Sign.ALONE and _FIRST.match(line.text) is not None


def _above(page: ShownPage, usage: Usage) -> Iterator[_Printed]:
    """The dates above the headline: by themselves in its own block only, for the page's head may show today's; with a time too."""
    around = islice(page.heading.iterancestors(), 2) if page.heading is not None else ()
    blocks = [one for one in around if one.tag not in WHOLE]
    for place, stamp, line in _stamped(enumerate(page.above, start=-len(page.above)), usage):
        is_inside = any(one in piece.element.iterancestors() for piece in line.pieces for one in blocks)
        is_stamp = stamp.has_time and (place >= -_RIGHT_ABOVE or stamp.sign is Sign.MARK)
        if stamp.sign is Sign.LABEL or is_inside or is_stamp:
            yield _Printed(stamp, place, is_near=True)


def _anywhere(page: ShownPage, usage: Usage, *, sidebars: bool) -> Iterator[_Printed]:
    for place, stamp, line in _stamped(page.lines(sidebars=sidebars), usage):
        if place > 0 or (place and (stamp.has_time or stamp.sign < Sign.AT_END)):
            in_teaser = _is_in_teaser(line, page.surroundings.around)
            yield _Printed(stamp, place, is_in_teaser=in_teaser)


def _stamped(lines: Iterable[tuple[int, Line]], usage: Usage) -> Iterator[tuple[int, Stamp, Line]]:
    """The dates in lines, each with the place of its line."""
    before = ""
    for place, line in lines:
        for stamp in stamps(line, before if len(before) <= _LONGEST_LABEL else "", usage):
            yield place, stamp, line
        before = line.text


def _is_in_teaser(line: Line, around: Collection[Element]) -> bool:
    """Say whether a line stands with the heading of another article, to which that links."""
    for one in islice(line.pieces[0].element.iterancestors(), _AROUND):
        if one in around or one.tag in WHOLE:
            return False
        if is_teaser(one) and len(one.text_content()) <= _LONGEST_TEASER:
            return True
    return False
