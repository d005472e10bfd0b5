"""A value that a source gives as a date: which days it may mean.

The calendar day counts as printed; a zone never shifts it. Numbers of an epoch are UTC. The usual shapes of
programs and of English are read by one expression each; all others by the grammar.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.config import DateOrder
from newsgrep.days import FIRST_YEAR, day_of, month_number
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import Parts, Usage, date_of, full_year, of_calendar
from newsgrep.readers.dating.tokens import tokens_of
from newsgrep.readers.dating.vocabulary import english, of_all_languages, visible

LONGEST = 200
"""In characters: no date takes more."""

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTH = rf"({'|'.join((*_MONTH_NAMES.split(), *(name[:3] for name in _MONTH_NAMES.split()), 'sept'))})\.?"
_DAY_NAME = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = rf"(?:{_DAY_NAME}\.?,? )?"
_OFFSET = "[+-][0-9]{1,2}(?::?[0-9]{2})?"
_ZONE = (
    rf"(?: ?(?:z|[a-z]{{2,5}}(?:{_OFFSET})?|{_OFFSET}(?: [a-z]{{2,5}})?))?(?: ?\([a-z0-9:+ -]+\))?"
    r"(?:\[[a-z]+(?:/[a-z_+0-9-]+)*\])?"  # Java: [Europe/Paris]
)
_CLOCK = r"[0-9]{1,2}[:.][0-9]{1,2}(?:[:.][0-9]{1,2}(?:[.,][0-9]+)?)?"
_TIME = rf"(?:(?:t{{1,2}} ?|,? (?:at |- )?){_CLOCK}(?: ?[ap]\.?m\.?)?{_ZONE})?"
_EDITION = "(?: [a-z]{3,12} edition)?"  # Nexis: May 6, 2025 Tuesday First Edition
_N2 = "[0-9]{2}"
_YEAR, _D2, _D12 = "([0-9]{4})", "([0-9]{2})", "([0-9]{1,2})"
_COMPACT_MINUTE = (
    rf"((?:19|20){_N2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]"
    rf"(?:[0-5][0-9](?:[.,][0-9]+)?)?(?:z|{_OFFSET})?"
)
_EPOCH = re.compile(r"(?:/date\()?(-?[0-9]+)(?:\.[0-9]+)?(?:[+-][0-9]{4})?(?:\)/)?")
_EPOCH_UNITS = {9: 1, 10: 1, 12: 1000, 13: 1000, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}
"""So many digits count seconds, or parts of them: all from 1973 on."""

_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Parts]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            rf"{_YEAR}([-/.]){_D12}\2{_D12}(?:z|[+-][0-9]{{2}}:[0-9]{{2}}|{_TIME})",
            lambda y, _, m, d: (int(y), int(m), int(d)),
        ),
        (
            rf"{_YEAR}{_D2}{_D2}(?:\.0+|t[0-9]{{4,6}}(?:[.,][0-9]+)?(?:z|{_OFFSET})?)?",
            lambda y, m, d: (int(y), int(m), int(d)),
        ),
        (
            # Of 12 digits it may be milliseconds of an epoch too, but then hardly a minute of the clock.
            _COMPACT_MINUTE,
            lambda y, m, d: (int(y), int(m), int(d)),
        ),
        (rf"{_YEAR}[-/]{_D2}", lambda y, m: (int(y), int(m), None)),
        (_YEAR, lambda y: (int(y), None, None)),
        (
            rf"{_WEEKDAY}{_D12}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]{_YEAR}{_TIME}",
            lambda d, m, y: (int(y), month_number(m), int(d)),
        ),
        (
            rf"{_WEEKDAY}{_MONTH} {_D12}(?:st|nd|rd|th)?,? {_YEAR}(?:,? {_DAY_NAME})?{_TIME}{_EDITION}",
            lambda m, d, y: (int(y), month_number(m), int(d)),
        ),
        (
            rf"{_DAY_NAME} {_MONTH} {_D12} {_CLOCK}(?: [a-z]{{2,5}}| {_OFFSET})? {_YEAR}",  # asctime, mbox, Twitter
            lambda m, d, y: (int(y), month_number(m), int(d)),
        ),
    )
)
_RFC_822 = re.compile(rf"(?:{_DAY_NAME}, )?{_D12} {_MONTH} {_D2} {_CLOCK}(?: [a-z]{{1,5}}| {_OFFSET})")
_WORD = re.compile(r"[?\u0100-\uffff]")
_PERSIAN_DIGIT = re.compile("[\u06f0-\u06f9]")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?: .*)?")


class Days(NamedTuple):
    """The days, months or years that a value may mean, and why they are none or several."""

    days: tuple[PublicationDate, ...] = ()
    why: str | None = None


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
    return _possible_dates(text, origin, options.today, options.date_order, code_of(language))


@lru_cache(4096)  # many articles are of one day
def _possible_dates(
    value: str, origin: DateOrigin, today: date, order: DateOrder | None, language: str | None
) -> tuple[PublicationDate, ...]:
    return dates_of(_days(value, usage_for(value, today, order, language)), origin, today)


def usage_for(text: str, today: date, order: DateOrder | None, language: str | None) -> Usage:
    """How a text writes dates. Digits as Persian has them say that its calendar may be meant."""
    return Usage(today, order, language or ("fa" if _PERSIAN_DIGIT.search(text) else None))


def dates_of(days: tuple[Parts, ...], origin: DateOrigin, today: date) -> tuple[PublicationDate, ...]:
    """Of several days those on which an article can have been published."""
    return tuple(found for parts in days if (found := publication_date(parts, origin, today)))


def _days(value: str, usage: Usage) -> tuple[Parts, ...]:
    text = " ".join(value.lower().split())
    for pattern, reading in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            parts = reading(*found.groups())
            return (parts,) if FIRST_YEAR <= parts[0] <= usage.today.year + 1 else of_calendar(parts, usage)
    if found := _EPOCH.fullmatch(text):
        return _of_epoch(found[1])
    if found := _RFC_822.fullmatch(text):
        return ((full_year(int(found[3]), usage.today), month_number(found[2]), int(found[1])),)
    return _printed(visible(" ".join(value.split())), usage)


def _of_epoch(digits: str) -> tuple[Parts, ...]:
    unit = _EPOCH_UNITS.get(len(digits.lstrip("-")))
    if unit is None:
        return ()
    try:
        day = datetime.fromtimestamp(int(digits) / unit, UTC)
    except (ValueError, OverflowError, OSError):
        return ()
    return ((day.year, day.month, day.day),)


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
    """Say whether there are words, and numbers enough for a date, in some language."""
    return bool(_WORD.search(signs)) and (any(sign in signs for sign in "YFE") or signs.count("D") > 1)


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


def why_no_date(value: object, language: str | None, options: ReadOptions) -> str | None:
    """Why a value is no date; None if there is none at all."""
    text = " ".join(str(value)[:LONGEST].split())
    if not text or isinstance(value, bool):
        return None
    days = {day.day % 100 for day in possible_dates(value, DateOrigin.RECORD, options, language)}
    if len(days) > 1:
        return f'"{text}" may be two days (--day-first or --month-first says which)'
    if days:
        return f'"{text}" may be two days: its month is another one in another language'
    if _SHORT_YEAR.fullmatch(text):
        return f'"{text}" has a year of two digits'
    return f'"{text}" is no day from {FIRST_YEAR} to tomorrow'
