"""Date expressions: `2025-05`, `may 6, 2025`, `last week`, `7d`, `1987..1990`, to a range of days.

One grammar for the field `date:` and for `--since`, `--until` and `--on`. Case does not matter.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from newsgrep.days import FIRST_YEAR, LAST_YEAR, MONTHS, day_of, days_in_month, month_number
from newsgrep.errors import QueryError
from newsgrep.query.nodes import Dates

_Days: TypeAlias = tuple[date, date]
"""The first and the last day of a range."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_FORMS = (
    "2025, 2025-05, 2025-05-06, 20250506, 1980s, 19c, 2025-Q2, 2025-W19, may 2025, 6 may 2025, may 6, 2025,"
    " Q1 2025, march, today, yesterday, this or last week, month, quarter or year, last friday,"
    " 7d, 2w, 3m, 1q, 5y, last 7 days, past 2 weeks, 3 days ago, A..B, A.., ..B, >=A, >A, <=A, <A"
)


def parse_dates(expression: str, today: date, *, sure: bool = False) -> Dates:
    """The range of days that an expression means. Raises QueryError, which names the forms there are."""
    text = " ".join(expression.lower().split())
    try:
        first, last = _range(text, today)
    except LookupError:
        raise _refused(expression, f'cannot read the date "{expression}"; a date is {_FORMS}') from None
    except _OtherFormError as error:
        raise _refused(expression, f'cannot read the date "{expression}"; write {error}') from None
    except (ValueError, OverflowError) as error:
        reason = (
            str(error)
            if isinstance(error, _NoSuchDateError)
            else f"years go from {FIRST_YEAR} to {LAST_YEAR}"
        )
        raise _refused(expression, f'no such date, "{expression}": {reason}') from None
    if first and last and last < first:
        raise _refused(expression, f'the range "{expression}" ends before it begins')
    return Dates(_number(first), _number(last), sure, extent=(0, len(expression)))


def parse_period(since: str | None, until: str | None, today: date, *, sure: bool = False) -> Dates | None:
    """The range from the first day of `since` to the last day of `until`; None for neither.

    Raises QueryError about the one at fault.
    """
    if since is None and until is None:
        return None
    first = None if since is None else parse_dates(since, today).first
    last = None if until is None else parse_dates(until, today).last
    if since is not None and first is None:
        raise _refused(since, f'"{since}" has no first day')
    if until is not None and last is None:
        raise _refused(until, f'"{until}" has no last day')
    if first and last and last < first:
        raise _refused(until or "", f'"{until}" ends before "{since}" begins')
    return Dates(first, last, sure)


def filters_by_date(
    since: str | None, until: str | None, on: str | None, today: date, *, sure: bool
) -> list[Dates]:
    """The ranges of the options `--since`, `--until` and `--on`. Raises QueryError about the one at fault."""
    period = parse_period(since, until, today, sure=sure)
    return [
        *([] if period is None else [period]),
        *([] if on is None else [parse_dates(on, today, sure=sure)]),
    ]


class _NoSuchDateError(ValueError):
    """A date that looks like one, and is none."""


class _OtherFormError(ValueError):
    """A date in a form of its own; the message is what it may mean, in ours."""


def _refused(expression: str, message: str) -> QueryError:
    return QueryError(message, expression, 0, len(expression))


def _number(day: date | None) -> int | None:
    return None if day is None else day_of(day)


_SIGNS: Mapping[str, Callable[[date, date], tuple[date | None, date | None]]] = {
    ">=": lambda first, _: (first, None),
    "<=": lambda _, last: (None, last),
    ">": lambda _, last: (last + timedelta(1), None),
    "<": lambda first, _: (None, first - timedelta(1)),
}


def _range(text: str, today: date) -> tuple[date | None, date | None]:
    for sign, bounded in _SIGNS.items():
        if text.startswith(sign):
            return bounded(*_single(text.removeprefix(sign).strip(), today))
    if ".." in text:
        from_text, _, to_text = (part.strip() for part in text.partition(".."))
        if not from_text and not to_text:
            raise LookupError(text)
        return (
            _single(from_text, today)[0] if from_text else None,
            _single(to_text, today)[1] if to_text else None,
        )
    return _single(text, today)


def _single(text: str, today: date) -> _Days:
    """The days of an expression that is no range. Raises LookupError for one that is not in the table."""
    for pattern, reading in _TABLE:
        found = re.fullmatch(pattern, text)
        if found:
            return reading(today, *found.groups())
    raise LookupError(text)


def _year(year: str) -> int:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise _NoSuchDateError(f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    return int(year)


def _years(first: int, last: int) -> _Days:
    if last < FIRST_YEAR:
        raise _NoSuchDateError(f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    return date(first, 1, 1), date(last, 12, 31)


def _months(year: int, first: int, count: int) -> _Days:
    last = first + count - 1
    return date(year, first, 1), date(year, last, days_in_month(year, last))


def _month_of(_today: date, year: str, month: str | int) -> _Days:
    if not 1 <= int(month) <= 12:  # noqa: PLR2004  months of a year
        raise _NoSuchDateError("months go from 1 to 12")
    return _months(_year(year), int(month), 1)


def _day_of(_today: date, year: str, month: str | int, day: str) -> _Days:
    try:
        only = date(_year(year), int(month), int(day))
    except _NoSuchDateError:
        raise
    except ValueError as error:
        raise _NoSuchDateError("the month has no such day") from error
    return only, only


def _week_of(_today: date, year: str, week: str) -> _Days:
    try:
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        _year(year)
        raise _NoSuchDateError("the year has no such week") from error
    sunday = monday + min(timedelta(6), date.max - monday)
    _year(f"{sunday.year}")  # the week of the first day of 1605 is one of 1604
    return monday, sunday


def _this(today: date, unit: str) -> _Days:
    if unit == "week":
        monday = today - timedelta(today.weekday())
        return monday, monday + timedelta(6)
    if unit == "month":
        return _months(today.year, today.month, 1)
    if unit == "quarter":
        return _months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
    return _years(today.year, today.year)


def _last(today: date, unit: str) -> _Days:
    return _this(_this(today, unit)[0] - timedelta(1), unit)


def _last_weekday(today: date, name: str) -> _Days:
    back = (today.weekday() - _WEEKDAYS.index(name) - 1) % 7 + 1
    return today - timedelta(back), today - timedelta(back)


def _ago(today: date, number: str, unit: str) -> _Days:
    """The day, week, month, ... that lies so many of them back."""
    count = int(number)
    if not count:
        raise _NoSuchDateError("at least 1")
    if unit in {"day", "week"}:
        then = today - timedelta(count * (7 if unit == "week" else 1))
    else:
        months = today.year * 12 + today.month - 1 - count * _MONTHS_OF[unit[0]]
        then = date(months // 12, months % 12 + 1, 1)
    first, last = (then, then) if unit == "day" else _this(then, unit)
    if last.year < FIRST_YEAR:
        raise _NoSuchDateError(f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    return first, last


def _latest_month(today: date, month: str) -> _Days:
    """The latest month of a name that does not lie in the future."""
    number = month_number(month)
    return _months(today.year - (number > today.month), number, 1)


def _either_order(_today: date, first: str, second: str, year: str) -> _Days:
    """Refuse 5/3/1987, which is one day for some readers and another for others; name both."""
    orders = ((first, second), (second, first))
    days = dict.fromkeys(f"{year}-{int(month):02}-{int(day):02}" for month, day in orders)
    meant = " or ".join(filter(_is_a_day, days))
    if not meant:
        raise _NoSuchDateError("the month has no such day")
    raise _OtherFormError(meant)


def _with_signs(today: date, year: str, month: str, day: str | None = None) -> _Days:
    """Refuse 1987/3/5, 1987-3-5, 3/1987 and the like; name the day or the month as it is to be written."""
    if day is None:
        _month_of(today, year, month)
        raise _OtherFormError(f"{year}-{int(month):02}")
    _day_of(today, year, month, day)
    raise _OtherFormError(f"{year}-{int(month):02}-{int(day):02}")


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _back(today: date, number: str, unit: str) -> _Days:
    count = int(number)
    if not count:
        raise _NoSuchDateError("at least 1")
    if unit in "dw":
        return today - timedelta(count * (7 if unit == "w" else 1) - 1), today
    months = today.year * 12 + today.month - 1 - count * _MONTHS_OF[unit]
    year, month = divmod(months, 12)
    same_day = date(year, month + 1, min(today.day, days_in_month(year, month + 1)))
    return same_day + timedelta(1), today


_MONTHS_OF = {"m": 1, "q": 3, "y": 12}
_UNITS = "day|week|month|quarter|year"
_Y, _D2 = "([0-9]{4})", "([0-9]{1,2})"
_TABLE: tuple[tuple[str, Callable[..., _Days]], ...] = (
    (_Y, lambda _, year: _years(_year(year), _year(year))),
    (rf"{_Y}-([0-9]{{2}})", _month_of),
    (rf"{_Y}-([0-9]{{2}})-([0-9]{{2}})", _day_of),
    (rf"{_Y}([0-9]{{2}})([0-9]{{2}})", _day_of),
    (r"([0-9]{3})0s", lambda _, tens: _years(int(tens) * 10, int(tens) * 10 + 9)),
    (r"([0-9]{2})c", lambda _, century: _years(int(century) * 100 - 99, int(century) * 100)),
    (rf"{_Y}[- ]q([1-4])", lambda _, year, quarter: _months(_year(year), int(quarter) * 3 - 2, 3)),
    (rf"q([1-4]) {_Y}", lambda _, quarter, year: _months(_year(year), int(quarter) * 3 - 2, 3)),
    (rf"{_Y}-w([0-9]{{2}})", _week_of),
    (rf"({_MONTH}) {_Y}", lambda today, month, year: _month_of(today, year, month_number(month))),
    (
        rf"{_D2} ({_MONTH}) {_Y}",
        lambda today, day, month, year: _day_of(today, year, month_number(month), day),
    ),
    (
        rf"({_MONTH}) {_D2},? {_Y}",
        lambda today, month, day, year: _day_of(today, year, month_number(month), day),
    ),
    ("today", lambda today: (today, today)),
    ("yesterday", lambda today: (today - timedelta(1), today - timedelta(1))),
    ("this (week|month|quarter|year)", _this),
    ("last (week|month|quarter|year)", _last),
    (f"last ({'|'.join(_WEEKDAYS)})", _last_weekday),
    ("([0-9]{1,6})([dwmqy])", _back),
    (
        rf"(?:last|past) ([0-9]{{1,6}}) ({_UNITS})s?",
        lambda today, number, unit: _back(today, number, unit[0]),
    ),
    (rf"([0-9]{{1,6}}) ({_UNITS})s? ago", _ago),
    (f"({_MONTH})", _latest_month),
    (rf"{_D2}[./-]{_D2}[./-]{_Y}", _either_order),
    (rf"{_Y}[./-]{_D2}(?:[./-]{_D2})?", _with_signs),
    (rf"{_D2}[./-]{_Y}", lambda today, month, year: _with_signs(today, year, month)),
)
