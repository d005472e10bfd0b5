"""Dates as sources write them. Strict: what may mean two days is no date, unless the user has chosen which.

The calendar day counts as printed; a zone never shifts it. Epochs are UTC.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.config import DateOrder
from newsgrep.days import FIRST_YEAR, day_of
from newsgrep.readers import ReadOptions
from newsgrep.readers.month_names import DAY_MONTH_YEAR, EAST_ASIAN, ENGLISH, number_of

_LONGEST = 200
"""In characters: no date takes more."""

_TRUST = {origin: place for place, origin in enumerate(DateOrigin)} | {DateOrigin.RECORD: 0}
"""Front matter and records are the same: what whoever saved the article says of it."""

_Parts: TypeAlias = tuple[int, int | None, int | None]
"""Year, month and day, None where not given."""

_MONTH = rf"({'|'.join(ENGLISH)})\.?"
_DAY_NAME = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = rf"(?:{_DAY_NAME}\.?,? )?"
_OFFSET = "[+-][0-9]{2}(?::?[0-9]{2})?"
_ZONE = (
    rf"(?: ?(?:z|[a-z]{{2,5}}(?:{_OFFSET})?|{_OFFSET}(?: [a-z]{{2,5}})?))?(?: ?\([a-z0-9:+ -]+\))?"
    r"(?:\[[a-z]+(?:/[a-z_+0-9-]+)*\])?"  # Java: [Europe/Paris]
)
_TIME = (
    rf"(?:(?:t|,? (?:at )?)[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?{_ZONE})?"
)
_EDITION = "(?: [a-z]{3,12} edition)?"  # Nexis: May 6, 2025 Tuesday First Edition
_CLOCK = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_YEAR, _D2, _D12 = "([0-9]{4})", "([0-9]{2})", "([0-9]{1,2})"
_EPOCH_SECONDS = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?")
_EPOCH_MILLISECONDS = re.compile(r"[0-9]{12,13}(?:\.[0-9]+)?")
_AMBIGUOUS = re.compile(rf"{_D12}([/.-]){_D12}\2{_YEAR}{_TIME}")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?: .*)?")


def _full_year(year: int) -> int:
    """The year of two digits, as RFC 2822 reads it."""
    return year + (2000 if year < 50 else 1900)  # noqa: PLR2004  in these words


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., _Parts]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            rf"{_YEAR}([-/.]){_D12}\2{_D12}(?:z|[+-][0-9]{{2}}:[0-9]{{2}}|{_TIME})",
            lambda y, _, m, d: (int(y), int(m), int(d)),
        ),
        (
            rf"{_YEAR}{_D2}{_D2}(?:\.0+|t?[0-9]{{4,6}}(?:[.,][0-9]+)?(?:z|{_OFFSET})?)?",
            lambda y, m, d: (int(y), int(m), int(d)),
        ),
        (rf"{_YEAR}[-/]{_D2}", lambda y, m: (int(y), int(m), None)),
        (_YEAR, lambda y: (int(y), None, None)),
        (
            rf"{_WEEKDAY}{_D12}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]{_YEAR}{_TIME}",
            lambda d, m, y: (int(y), number_of(m), int(d)),
        ),
        (
            rf"{_WEEKDAY}{_MONTH} {_D12}(?:st|nd|rd|th)?,? {_YEAR}(?:,? {_DAY_NAME})?{_TIME}{_EDITION}",
            lambda m, d, y: (int(y), number_of(m), int(d)),
        ),
        (
            rf"{_DAY_NAME} {_MONTH} {_D12} {_CLOCK}(?: [a-z]{{2,5}}| {_OFFSET})? {_YEAR}",  # asctime, mbox, Twitter
            lambda m, d, y: (int(y), number_of(m), int(d)),
        ),
        (
            rf"(?:{_DAY_NAME}, )?{_D12} {_MONTH} {_D2} {_CLOCK}(?: [a-z]{{1,5}}| {_OFFSET})",  # RFC 822, of 1982
            lambda d, m, y: (_full_year(int(y)), number_of(m), int(d)),
        ),
        (rf"{_MONTH},? {_YEAR}", lambda m, y: (int(y), number_of(m), None)),
        (DAY_MONTH_YEAR.pattern, lambda d, m, y: (int(y), number_of(m), int(d))),
        (EAST_ASIAN.pattern, lambda y, m, d: (int(y), int(m), int(d))),
    )
)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>[0-9]{4})([-_.])(?P<m>[0-9]{2})\2(?P<d>[0-9]{2})(?!\d)"
    r"|(?<!\d)(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?![\d-])"
    r"|(?<!\d)(?P<digits>[0-9]{8})(?!\d)"
)
_SLUG = re.compile(r"[^\W\d_]+-(?:[^\W_]+-)+\Z")
"""Words of an address; the digits behind them are the number of the article: world-europe-17110823."""
_FIRST_IN_DIGITS = 1900
"""Eight digits without anything between them say no earlier day, but count something."""
_IN_URL = re.compile(
    r"/([0-9]{4})/([0-9]{1,2}|[a-z]{3,9})(?:/([0-9]{1,2})(?=/|$)|(?=/))"
    r"|/([0-9]{4})-([0-9]{2})/([0-9]{2})(?=/|$)|[/-]([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[/.-]|$)",
    re.IGNORECASE,
)


def read_date(value: object, origin: DateOrigin, options: ReadOptions) -> PublicationDate | None:
    """The date that a header's or a record's value gives: text, or a number of an epoch; None for no date."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    if len(text) > _LONGEST:
        return None
    return _read_date(text, origin, options.today, options.date_order)


@lru_cache(4096)  # many articles are of one day
def _read_date(
    value: str, origin: DateOrigin, today: date, order: DateOrder | None
) -> PublicationDate | None:
    text = " ".join(value.lower().split())
    if _EPOCH_SECONDS.fullmatch(text) or _EPOCH_MILLISECONDS.fullmatch(text):
        seconds = float(text) / (1000 if _EPOCH_MILLISECONDS.fullmatch(text) else 1)
        day = datetime.fromtimestamp(seconds, UTC).date()
        return _publication_date((day.year, day.month, day.day), origin, today)
    for pattern, reading in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return _publication_date(reading(*found.groups()), origin, today)
    found = _AMBIGUOUS.fullmatch(text)
    if found:
        parts = _in_order(int(found[1]), int(found[3]), int(found[4]), order)
        return parts and _publication_date(parts, origin, today)
    return None


class Dating(NamedTuple):
    """What is known of an article's date: see `Article` for the three."""

    date: PublicationDate | None = None
    other_dates: tuple[PublicationDate, ...] = ()
    undated: str | None = None


def find_dates(
    written: Iterable[tuple[DateOrigin, object]],
    options: ReadOptions,
    *,
    url: str | None = None,
    leading: PublicationDate | None = None,
    name: str = "",
) -> Dating:
    """The dates of an article, in the order of trust; the first plausible one is the article's.

    `written` are values that a source gives as the date, each with its origin, the best first among those of
    one origin. `leading` is what a leading date line says, `name` the file's.
    """
    values = [(origin, value) for origin, value in written if value is not None]
    found = [date for origin, value in values if (date := read_date(value, origin, options))]
    found += [date for date in (date_in_url(url, options), leading, date_in_name(name, options)) if date]
    if len(found) > 1:
        found = sorted(dict.fromkeys(found), key=lambda date: _TRUST[date.origin])
    if found:
        return Dating(found[0], tuple(found[1:]))
    return Dating(undated=next((why for _, value in values if (why := _why_no_date(value))), None))


def _why_no_date(value: object) -> str | None:
    text = " ".join(str(value)[:_LONGEST].split())
    if not text or isinstance(value, bool):
        return None
    if (found := _AMBIGUOUS.fullmatch(text.lower())) and _is_ambiguous(int(found[1]), int(found[3])):
        return f'"{text}" may be two days (--day-first or --month-first says which)'
    if _SHORT_YEAR.fullmatch(text):
        return f'"{text}" has a year of two digits'
    return f'"{text}" is no day from {FIRST_YEAR} to tomorrow'


def date_in_name(name: str, options: ReadOptions) -> PublicationDate | None:
    """The first date in a file's name: 2025-05-06, 2025_05_06, 20250506; 2025-05 for the month."""
    for found in _IN_NAME.finditer(name):
        dated = _publication_date(_parts_in_name(found), DateOrigin.FILE_NAME, options.today)
        if dated and found["digits"] and _counts_something(dated, name[: found.start()]):
            continue
        if dated:
            return dated
    return None


def _parts_in_name(found: re.Match[str]) -> _Parts:
    if digits := found["digits"]:
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if found["year"]:
        return int(found["year"]), int(found["month"]), None
    return int(found["y"]), int(found["m"]), int(found["d"])


def _counts_something(dated: PublicationDate, before: str) -> bool:
    return dated.day < _FIRST_IN_DIGITS * 10000 or _SLUG.search(before[-_LONGEST:]) is not None


def date_in_url(url: str | None, options: ReadOptions) -> PublicationDate | None:
    """The date in an address's path: /2025/05/06/, /2025/may/06/, /2025-05/06/, -2025-05-06; /2025/05/ for a month."""
    for found in _IN_URL.finditer((url or "").partition("?")[0]):
        year, month, day, *_ = (*filter(None, found.groups()), None)
        if not month.isdigit() and month.lower() not in ENGLISH:
            continue
        number = int(month) if month.isdigit() else number_of(month.lower())
        dated = _publication_date(
            (int(year), number, int(day) if day else None), DateOrigin.URL, options.today
        )
        if dated:
            return dated
    return None


def _is_ambiguous(first: int, second: int) -> bool:
    months = 12
    return 0 < first <= months and 0 < second <= months and first != second


def _in_order(first: int, second: int, year: int, order: DateOrder | None) -> _Parts | None:
    """03/04/2025 in the user's order; without one, only if it can mean but one day."""
    months = 12
    if order == "day-first" or first > months or first == second:
        return year, second, first
    if order == "month-first" or second > months:
        return year, first, second
    return None


def _publication_date(parts: _Parts, origin: DateOrigin, today: date) -> PublicationDate | None:
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
