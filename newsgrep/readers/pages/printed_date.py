"""The date that a reader of a web page sees: in a line of its own, never in running text.

The lines around the main heading are looked at first, up to the first paragraphs; then those that begin as a
date of publication does, or that the page's author has marked as a date, anywhere in the article.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.article import Precision, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.pages.dateline import _CHANGED, _is_signed, date_in_line
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, lines, marks_of
from newsgrep.readers.pages.tree import Element

_BELOW, _ABOVE = 30, 6
"""So many lines around the heading are looked at whatever they are marked as."""
_MOST_PARAGRAPHS = 1
"""The deck stands between the heading and the date."""
_MARKED = re.compile(
    r"date|datum|fecha|^data$|publi|posted|created|erstellt|submit|(?<!read)(?<!reading)[-_]?time|stamp|byline"
    r"|by-line|meta|info|autho?r|autor|credit|dachzeile",
    re.IGNORECASE,
)
_OF_CHANGE = re.compile(r"updat|modifi|edited|revised|aktualis|accessed|deadline", re.IGNORECASE)
_DASH = re.compile(r"\s*[–—]\s*|\s-\s|\sbis\s|\sto\s|\suntil\s")  # noqa: RUF001  dashes as they are used
_LABEL_ALONE = 40
_WHOLE = frozenset({"html", "body", "main", "article"})
_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_WITHIN = re.compile(
    r"(?<![\d.,/-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)"
    r"|\d{1,2}(?:\.|st|nd|rd|th|er)?,?\s(?:de\s|d')?[^\W\d_]{3,12}\.?,?(?:\sde)?\s\d{4}(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d|\.\d)")


class _Printed(NamedTuple):
    """A date as it is printed, and where: `place` counts the lines from the heading, below it above zero."""

    date: PublicationDate
    place: int
    is_near: bool
    is_signed: bool
    is_marked: bool

    @property
    def rank(self) -> tuple[int, int]:
        if self.is_near:
            return (0 if self.is_signed else 1 if self.place > 0 else 2), abs(self.place)
        if self.is_signed and self.place > 0:
            return 3, self.place
        if self.is_marked:
            return (4 if self.place > 0 else 5), abs(self.place)
        return (6 if self.is_signed else 7), abs(self.place)


def printed_date(tree: Element, heading: Element | None, options: ReadOptions, *, whole=True) -> PublicationDate | None:
    found = sorted(_printed(tree, heading, options), key=lambda one: (one.date.precision != Precision.DAY, one.rank))
    if not found:
        return None
    best = found[0]
    tier = best.rank[0]
    DEBUG.append(tier)
    if tier >= 5 or heading is None and tier != 3:
        if len({one.date for one in found if one.rank[0] == tier}) > 1:
            return None
    return best.date

DEBUG = []

def _printed(tree: Element, heading: Element | None, options: ReadOptions) -> Iterator[_Printed]:
    seen = list(lines(tree, heading))
    at = _place_of(heading, seen)
    block = heading.getparent() if heading is not None else None
    day_first = not (tree.get("lang") or "").lower().startswith("en")
    paragraphs = 0
    for number, line in enumerate(seen):
        place = number - at
        if place > 0 and len(line.text) > LONGEST_LINE:
            paragraphs += 1
        if not any(map(str.isdigit, line.text)) or len(line.text) > 2 * LONGEST_LINE:
            continue
        before = seen[number - 1].text if number else ""
        marked = _is_marked(line)
        near = heading is not None and (
            0 <= place <= _BELOW and paragraphs <= _MOST_PARAGRAPHS
            or -_ABOVE <= place < 0
        )
        date = _date_of(line, before, options, day_first, marked or near)
        if date is None or date.precision is Precision.YEAR:
            continue
        signed = _is_signed(line.text) or (_is_label(before) and _is_signed(f"{before} {line.text}"))
        near = near and (place >= 0 or signed or _in_block(line, block))
        yield _Printed(date, place, near, signed, marked)


def _place_of(heading: Element | None, seen: list[Line]) -> int:
    if heading is None:
        return -1
    inside = set(heading.iter())
    return next((n for n, line in enumerate(seen) if any(e in inside for e, _ in line.pieces)), -1)


def _in_block(line: Line, block: Element | None) -> bool:
    return block is not None and block.tag not in _WHOLE and any(block in e.iterancestors() for e, _ in line.pieces)


def _is_label(text: str) -> bool:
    return len(text) <= _LABEL_ALONE and not any(map(str.isdigit, text))


def _iso(text, day_first):
    return _NUMBERS.sub(lambda f: f"{f[3]}-{int(f[2]):02}-{int(f[1]):02}" if day_first or int(f[1])>12 else f[0], text)

def _date_of(line: Line, before: str, options: ReadOptions, day_first: bool, search: bool) -> PublicationDate | None:
    if _is_of_change(line) or _is_span(line.text, options):
        return None
    label = before if _is_label(before) else ""
    text = _iso(line.text, day_first)
    if not _CHANGED.search(label) and (found := date_in_line(text, options)):
        return found
    said = label + " "
    for element, part in line.pieces:
        if element.tag not in {"a", "b", "strong", "i", "em"} and not _CHANGED.search(said):
            bare = _iso(" ".join(part.split()), day_first)
            if found := date_in_line(bare, options):
                return found
            time = next((e for e in (element, *list(element.iterancestors())[:2]) if e.tag == "time"), None)
            if time is not None and (found := date_in_line(time.get("datetime") or "", options)):
                return found
        said += part
    if len(text) <= LONGEST_LINE and (search and _CLOCK.search(text) or _is_marked(line)):
        inside = {}
        for one in _WITHIN.finditer(text):
            if not _CHANGED.search(label+" "+text[:one.start()]) and (found := date_in_line(one[0], options)):
                inside[found] = None
        if len(inside) == 1:
            return next(iter(inside))
    return None


def _is_span(text: str, options: ReadOptions) -> bool:
    parts = [bool(date_in_line(part, options)) or part.strip("() ").isdigit() for part in _DASH.split(text)]
    return any(one and other for one, other in zip(parts, parts[1:], strict=False))


def _names(line):
    for element, text in line.pieces:
        if any(map(str.isdigit, text)):
            for one in (element, element.getparent()):
                if one is not None and one.tag not in _WHOLE:
                    yield f"{marks_of(one)} {one.get('itemprop') or ''} {one.get('data-testid') or ''}".split() + (["time"] if one.tag=="time" else [])

def _is_marked(line: Line) -> bool:
    """Say whether an element of the line, or that around it, has such a name."""
    return any(_MARKED.search(name) for names in _names(line) for name in names)

def _is_of_change(line):
    return any(any(map(_OF_CHANGE.search, names)) and not any(_MARKED.search(n) and not _OF_CHANGE.search(n) for n in names if n!="time") for names in _names(line))
