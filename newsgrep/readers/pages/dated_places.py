"""The dates in a line of a web page: where they stand, and which days they are."""

import re
from typing import NamedTuple

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import dates_within, read_date
from newsgrep.readers.pages.lines import Line, Piece
from newsgrep.readers.pages.shown import moment_of


class Usage(NamedTuple):
    """What is known of how a page writes dates."""

    options: ReadOptions
    language: str | None

    @property
    def puts_day_first(self) -> bool:
        """Between dots the day is first in every language; but in English, who knows."""
        return self.language is None or not self.language.lower().startswith("en")

    @property
    def puts_year_last(self) -> bool:
        """So it is of three numbers of two digits with dots, but where the year may be the first."""
        return self.language is not None and not self.language.lower().startswith(_YEAR_FIRST)


class Place(NamedTuple):
    """A date in a line, from `start` to `end` in characters."""

    start: int
    end: int
    written: str
    date: PublicationDate | None

    def is_in(self, piece: Piece) -> bool:
        return self.start < piece.end and piece.start < self.end


MAY_BE_DATED = re.compile(r"\d{4}|[年년]|\d\D{1,12}\d{2}(?!\d)")
_DOTTED = re.compile(r"(?<![\d.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
DOTTED_SHORT = re.compile(r"(?<![\d.,/-])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.:])")
_YEAR_FIRST = ("en", "ko", "ja", "zh", "hu", "lt", "lv", "mn", "sv")


def places_in(line: Line, usage: Usage) -> list[Place]:
    """The dates as printed; where an element gives its moment for machines, and no day is printed, that."""
    found = [
        Place(start, end, line.text[start:end], date)
        for start, end, date in dates_of_line(line.text, usage)
        if date is None or date.precision is not Precision.YEAR
    ]
    for piece in line.pieces:
        moment = moment_of(piece.element) or moment_of(piece.element.getparent())
        date = read_date(moment, DateOrigin.TEXT, usage.options) if moment else None
        if moment and date and not any(one.date and one.is_in(piece) for one in found):
            found = [one for one in found if not one.is_in(piece)]
            found.append(Place(piece.start, piece.end, moment, date))
    return sorted(found or _of_short_year(line.text, usage), key=lambda one: one.start)


def _of_short_year(text: str, usage: Usage) -> list[Place]:
    """A date such as 30.10.23, if it is the only one."""
    found = list(DOTTED_SHORT.finditer(text)) if usage.puts_year_last else []
    if len(found) != 1:
        return []
    day, month, year = map(int, found[0].groups())
    century = usage.options.today.year // 100 * 100
    full = century + year if century + year <= usage.options.today.year else century - 100 + year
    written = f"{full}-{month:02}-{day:02}"
    date = read_date(written, DateOrigin.TEXT, usage.options)
    return [Place(found[0].start(), found[0].end(), written, date)] if date else []


def dates_of_line(text: str, usage: Usage) -> list[tuple[int, int, PublicationDate | None]]:
    return [*dates_within(text, usage.options, usage.language)] if MAY_BE_DATED.search(text) else []


def with_year_first(text: str) -> str:
    """A text with the year first in the dates with dots, and as long as it was."""
    return _DOTTED.sub(lambda found: f"{found[3]}-{found[2]}-{found[1]}".ljust(len(found[0])), text)
