"""A value that a source gives as a date: which days it may mean.

The calendar day counts as printed; a zone never shifts it. Numbers of an epoch are UTC.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.config import DateOrder
from newsgrep.days import FIRST_YEAR, day_of
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import Parts, Usage, date_of, of_calendar
from newsgrep.readers.dating.stamps import day_of_stamp
from newsgrep.readers.dating.tokens import tokens_of
from newsgrep.readers.dating.vocabulary import english, of_all_languages, visible

LONGEST = 200
"""In characters: no date takes more."""

_WORD = r"[^\x00->@-\xff]"
_MAY_BE_DATED = re.compile(
    rf"D.{{0,4}}{_WORD}.{{0,4}}[YD]|{_WORD}.{{0,4}}D.{{0,4}}Y|Y.{{0,4}}{_WORD}.{{0,4}}D|[FE].*{_WORD}|{_WORD}.*[FE]"
    rf"|^.?{_WORD}.{{0,3}}Y.?$|^.?Y.{{0,2}}{_WORD}.?$"
)
"""A day, a month and a year; a date in digits with words around it; a month and a year."""
_PERSIAN_DIGIT = re.compile("[\u06f0-\u06f9]")
_PLACEHOLDERS = frozenset(
    (parts,) for parts in ((1970, 1, 1), (1969, 12, 31), (1900, 1, 1), (1753, 1, 1), (1, 1, 1))
)
"""What programs write if they know no day: the beginning of a count of days or seconds, in any zone."""
_EVE_OF_1900 = ((1899, 12, 31),)
"""The beginning of 1900 in zones to the east; without a time it is a day like any other."""
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?: .*)?")


class Finding(NamedTuple):
    """A value that a source gives as the date, and the dates that it may mean: one, if that is sure."""

    possible: tuple[PublicationDate, ...]
    written: object = None

    @property
    def date(self) -> PublicationDate:
        """The date of a sure finding."""
        return self.possible[0]


def read_date(
    value: object, origin: DateOrigin, options: ReadOptions, language: str | None = None
) -> PublicationDate | None:
    """The date that a header's or a record's value gives: text, or a number of an epoch.

    None for no date, and for what may mean two days: 03/04/2025 without the user's order, the name of a month
    that is another month in another language than the document's, if that is known.
    """
    days = possible_dates(value, origin, options, language)
    return days[0] if len(days) == 1 else None


def possible_dates(
    value: object, origin: DateOrigin, options: ReadOptions, language: str | None = None
) -> tuple[PublicationDate, ...]:
    """The dates that a value may mean: none, one, or several."""
    if isinstance(value, bool) or value is None:
        return ()
    text = str(value)
    if len(text) > LONGEST:
        return ()
    return _possible_dates(text, origin, options.today, options.date_order, language)


@lru_cache(4096)  # many articles are of one day
def _possible_dates(
    value: str, origin: DateOrigin, today: date, order: DateOrder | None, language: str | None
) -> tuple[PublicationDate, ...]:
    return dates_of(_days(value, today, order, language), value, origin, today)


def _days(value: str, today: date, order: DateOrder | None, language: str | None) -> tuple[Parts, ...]:
    text = " ".join(value.split())
    day = day_of_stamp(text.lower(), today)
    if day and FIRST_YEAR <= day[0] <= today.year + 1:
        return (day,)
    usage = usage_for(text, today, order, language)
    return of_calendar(day, usage) if day else _printed(visible(text), usage)


def usage_for(text: str, today: date, order: DateOrder | None, language: str | None) -> Usage:
    """How a text writes dates. Digits as Persian has them say that its calendar may be meant."""
    return Usage(today, order, code_of(language) or ("fa" if _PERSIAN_DIGIT.search(text) else None))


def dates_of(
    days: tuple[Parts, ...], written: str, origin: DateOrigin, today: date
) -> tuple[PublicationDate, ...]:
    """Of the days that a text may mean those on which an article can have been published; no placeholder."""
    if _is_placeholder(days, written):
        return ()
    found = [publication_date(parts, origin, today) for parts in days]
    return tuple(filter(None, found))


def _is_placeholder(days: tuple[Parts, ...], written: str) -> bool:
    return days in _PLACEHOLDERS or (days == _EVE_OF_1900 and ":" in written)


def _printed(text: str, usage: Usage) -> tuple[Parts, ...]:
    """By the grammar: in English, and if that does not understand it, in any language."""
    if not any(map(str.isdigit, text)):
        return ()
    tokens = tokens_of(text, english())
    days = date_of(tokens, usage)
    if not days and may_be_dated(tokens.signs):
        days = date_of(tokens_of(text, of_all_languages()), usage)
    return days


def may_be_dated(signs: str) -> bool:
    """Say whether numbers and words stand as in a date of some language."""
    return _MAY_BE_DATED.search(signs) is not None


def code_of(language: str | None) -> str | None:
    """The code of a language, of two or three letters: `de` of `de-AT`; None for no code."""
    code = (language or "").lower().replace("_", "-").partition("-")[0]
    return code if 1 < len(code) < 4 and code.isascii() else None  # noqa: PLR2004  ISO 639


def publication_date(parts: Parts, origin: DateOrigin, today: date) -> PublicationDate | None:
    """None for a day that never was, one before there were newspapers, or one after tomorrow."""
    year, month, day = parts
    try:
        first_day = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if year < FIRST_YEAR or first_day > today + timedelta(1):
        return None
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return PublicationDate(day_of(first_day), precision, origin)


def why_no_date(finding: Finding, today: date) -> str | None:
    """Why a value is no date, if it is none or may be several; None if there is no value at all."""
    text = " ".join(str(finding.written)[:LONGEST].split())
    if not text or isinstance(finding.written, bool):
        return None
    if len({day.day % 100 for day in finding.possible}) > 1:
        return f'"{text}" may be two days (--day-first or --month-first says which)'
    if finding.possible:
        return f'"{text}" may be two days: its month is another one in another language'
    if _SHORT_YEAR.fullmatch(text):
        return f'"{text}" has a year of two digits'
    if _is_placeholder(_days(text, today, None, None), text):
        return f'"{text}" is what programs write if they know no day'
    return f'"{text}" is no day from {FIRST_YEAR} to tomorrow'
