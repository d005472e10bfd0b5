"""Periods: what they are called, which day lies in which, and which come one after the other.

The name of a period is a date expression, as in `2025-05`, `2025-W19`, `2025-Q2` and `1980s`.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from newsgrep.days import day_number, day_of, days_in_month, parts_of_day
from newsgrep.facets import FacetValue, Period

_MONTHS, _QUARTERS = 12, 4
_MONTHS_OF_A_QUARTER = 3
_LENGTHS = {
    Period.DAY: len("2025-05-06"),
    Period.WEEK: len("2025-W19"),
    Period.MONTH: len("2025-05"),
    Period.QUARTER: len("2025-Q2"),
    Period.YEAR: len("2025"),
    Period.DECADE: len("2020s"),
}


def period_of(first: int, last: int, unit: Period) -> FacetValue:
    """The period of a date that may mean the days from `first` to `last`, YYYYMMDD.

    If the date is not known so precisely, it is the month or the year that is known; None for 0, which is undated.
    """
    if not first:
        return None
    year, month, day = parts_of_day(first)
    if unit is Period.DECADE:
        return f"{year // 10:03}0s"
    if unit is Period.YEAR or first // 100 != last // 100:
        return f"{year:04}"
    if unit is Period.QUARTER:
        return f"{year:04}-Q{(month - 1) // _MONTHS_OF_A_QUARTER + 1}"
    if unit is Period.MONTH or first != last:
        return f"{year:04}-{month:02}"
    if unit is Period.DAY:
        return f"{year:04}-{month:02}-{day:02}"
    of_week, week, _ = date(year, month, day).isocalendar()
    return f"{of_week:04}-W{week:02}"


def last_day_of_period(day: int, unit: Period) -> int:
    """The last day of the period that holds a day; both YYYYMMDD. The last week of 9999 is cut short."""
    year, month, _ = parts_of_day(day)
    match unit:
        case Period.DAY:
            return day
        case Period.WEEK:
            this = date(*parts_of_day(day))
            return day_of(this + min(timedelta(6 - this.weekday()), date.max - this))
        case Period.MONTH:
            return day_number(year, month, days_in_month(year, month))
        case Period.QUARTER:
            last = (month + _MONTHS_OF_A_QUARTER - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER
            return day_number(year, last, days_in_month(year, last))
        case Period.YEAR:
            return day_number(year, 12, 31)
        case Period.DECADE:
            return day_number(year // 10 * 10 + 9, 12, 31)


def coarser(known: str, unit: Period) -> str:
    """The period of a date as it is known: YYYY, YYYY-MM or YYYY-MM-DD; or that date, if it is not known so precisely."""
    year, month, day = int(known[:4]), int(known[5:7] or 0), int(known[8:] or 0)
    first = day_number(year, month or 1, day or 1)
    last = first if day else day_number(year, month or _MONTHS, 31)
    return period_of(first, last, unit) or known


def is_of_unit(period: str, unit: Period) -> bool:
    """Whether it is a period of the unit: what stands beside the months for a date known to the year is none."""
    return len(period) == _LENGTHS[unit]


def periods_between(first: str, last: str, unit: Period) -> list[str]:
    """All periods of the unit from `first` to `last`, both included."""
    return [_named(number, unit) for number in range(_number(first, unit), _number(last, unit) + 1)]


def count_between(first: str, last: str, unit: Period) -> int:
    """How many periods of the unit there are from `first` to `last`, both included."""
    return _number(last, unit) - _number(first, unit) + 1


def in_order(names: Iterable[FacetValue], unit: Period) -> list[FacetValue]:
    """All periods from the first to the last of some, none left out; then the dates that are not known so precisely, and None."""
    distinct = set(names)
    known = sorted(name for name in distinct if name is not None)
    exact = [name for name in known if is_of_unit(name, unit)]
    between = periods_between(exact[0], exact[-1], unit) if exact else []
    others = [name for name in known if not is_of_unit(name, unit)]
    return [*between, *others, *([None] if None in distinct else [])]


def _number(period: str, unit: Period) -> int:
    """The number of a period: the next one has the next number."""
    year = int(period[:4])
    match unit:
        case Period.DAY:
            return date.fromisoformat(period).toordinal()
        case Period.WEEK:
            return date.fromisocalendar(year, int(period[6:]), 1).toordinal() // 7
        case Period.MONTH:
            return year * _MONTHS + int(period[5:]) - 1
        case Period.QUARTER:
            return year * _QUARTERS + int(period[6:]) - 1
        case Period.YEAR:
            return year
        case Period.DECADE:
            return year // 10


def _named(number: int, unit: Period) -> str:
    match unit:
        case Period.DAY:
            return date.fromordinal(number).isoformat()
        case Period.WEEK:
            year, week, _ = date.fromordinal(number * 7 + 1).isocalendar()
            return f"{year:04}-W{week:02}"
        case Period.MONTH:
            return f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"
        case Period.QUARTER:
            return f"{number // _QUARTERS:04}-Q{number % _QUARTERS + 1}"
        case Period.YEAR:
            return f"{number:04}"
        case Period.DECADE:
            return f"{number:03}0s"
