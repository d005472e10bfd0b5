"""What stands above the running text of a plain document: its headline, a line that is a date, a dateline.

A first line that stands alone above a blank line, or is underlined, is the headline, if it is short and does
not end as a sentence does. The date is that of the first of the lines above the text that is one (`Published:
6 May 2025`, `Ann Smith | May 6, 2025`), else that of the dateline with which the text begins: `OTTAWA, May 6,
2025 (Reuters) - `. A dateline without a year dates nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsgrep.article import Precision
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import DatedLine, date_in_line
from newsgrep.readers.header_lines import is_header

_LONGEST_HEADLINE = 150
_WRAPPED = 50
"""In characters: two lines of more, one right below the other, are running text."""
_LINES = 24
_ABOVE_TEXT = 6
"""So many lines that are not blank may stand above the text."""
_YEAR = re.compile(r"\d(?:\d{3}|\D+\d\d\W*$)")
"""One of two digits stands at the end of a line, behind a day."""
_DAY = re.compile(r"(?<!\d)\d\d?(?!\d)")
_LONGEST_MONTH = 30
"""In characters: a longer line has a day, if it has a date. Most lines have none, and need no closer look."""
_CLOSING = "\"'\u201d\u2019\u00bb)]"
_SENTENCE_ENDS = (".", ",", ";", ":", "\u2026", "\u3002", "\u0964", "\u06d4")
_UNDERLINE = re.compile(r"([=\-_*~\u2014\u2500])\1{2,}")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door)\s+\S", re.IGNORECASE)
_AFTER_DATELINE = re.compile(r"\s*(?:\s-{1,2}\s|\s?[.]-\s|--|\u2014|\u2013|:\s)")
_AGENCY = re.compile(r"\s*(?:\([^()]{1,40}\)|/[^/]{1,40}/)\s*")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,40}\d{4})\)")
"""The date of a dateline may stand in them: `Oslo, Norway (May 6, 2025) - `."""
_LONGEST_DATELINE = 100
_PLACE = re.compile(r"(?!(?:On|In|At|By|The|Since|From|Until|As|For)\b)[^\W\d_a-z][^\d.;:!?]{1,40}")
_MOST_WORDS_OF_PLACE = 6
_UNDATED = DatedLine()


class Opening(NamedTuple):
    """The headline, the date as it is printed, and the text without the lines that were only these."""

    title: str | None
    date: str | None
    text: str


def read_opening(text: str, options: ReadOptions, known_title: str | None = None) -> Opening:
    """What the first lines of a text say of it. Where its headline is known, only that again is taken for one."""
    lines = text.split("\n", _LINES)
    title, date = known_title, None
    taken: set[int] = set()
    is_first = True
    for place, line in _above_text(lines):
        may_be_dated = date is None and _may_be_dated(line)
        dated = date_in_line(line, options) if may_be_dated else _UNDATED
        if dated.written and (dated.is_alone or not _ends_sentence(line)):
            date = dated.written
            taken |= {place} if dated.is_alone else set()
        elif is_first and _is_headline(line, title) and (under := _end_of_headline(lines, place)):
            title, is_first = title or line, False
            taken |= set(range(place, under))
        else:
            is_first = False
            date = date or (_date_of_dateline(line, options) if may_be_dated else None)
    if not taken:
        return Opening(title, date, text)
    kept = "\n".join(line for place, line in enumerate(lines) if place not in taken).lstrip("\n")
    # A line alone is a text.
    return Opening(title, date, kept) if kept and not kept.isspace() else Opening(known_title, date, text)


def _above_text(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(place, line) of those that are not blank, the first line of the running text the last of them."""
    before, width_before, count = -2, 0, 0
    for place, printed in enumerate(lines):
        line = printed.strip()
        if not line:
            continue
        is_wrapped = place == before + 1 and min(len(line), width_before) > _WRAPPED
        if is_wrapped or count > _ABOVE_TEXT:
            return
        yield place, line
        if len(line) > _LONGEST_HEADLINE or _ends_sentence(line):
            return
        before, width_before, count = place, len(line), count + 1


def _may_be_dated(line: str) -> bool:
    return _YEAR.search(line) is not None and (len(line) <= _LONGEST_MONTH or _DAY.search(line) is not None)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _is_headline(line: str, known: str | None) -> bool:
    if known:
        return " ".join(line.split()).casefold() == known.casefold()
    return (
        len(line) <= _LONGEST_HEADLINE
        and any(map(str.isalpha, line))
        and not _ends_sentence(line)
        and not _BYLINE.match(line)
        and not is_header(line)
    )


def _end_of_headline(lines: Sequence[str], place: int) -> int | None:
    """The place below a headline and the line that may underline it; None for a line that does not stand alone."""
    below = lines[place + 1].strip() if place + 1 < len(lines) else ""
    if _UNDERLINE.fullmatch(below):
        return place + 2
    return None if below else place + 1


def _date_of_dateline(paragraph: str, options: ReadOptions) -> str | None:
    """The day, as it is printed, that the dateline of a paragraph gives: a place, a date with its year, a dash."""
    begin = _AGENCY.sub(" ", _IN_BRACKETS.sub(r", \1", paragraph[:_LONGEST_DATELINE], count=1))
    end = _AFTER_DATELINE.search(begin)
    if not end:
        return None
    words = begin[: end.start()].strip(" ,")
    for comma in re.finditer(",", words):
        place, printed = words[: comma.start()].strip(), words[comma.end() :].strip()
        found = date_in_line(printed, options)
        if found.date and found.date.precision is Precision.DAY and _is_place(place):
            return found.written
    return None


def _is_place(words: str) -> bool:
    return bool(_PLACE.fullmatch(words)) and len(words.split()) <= _MOST_WORDS_OF_PLACE
