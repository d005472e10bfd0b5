"""The calendar: days as integers YYYYMMDD, the months, the first year with newspapers."""

from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1605, 9999
"""There have been newspapers since 1605."""

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT_MONTHS = tuple(name[:3] for name in MONTHS)
_FEBRUARY = 2
_DAYS_IN_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_number(name: str) -> int:
    """The number, 1 to 12, of an English month; `name` is in small letters, and may be cut to three or more."""
    return _SHORT_MONTHS.index(name[:3]) + 1


def days_in_month(year: int, month: int) -> int:
    """How many days a month of a year has, in the calendar of today."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS_IN_MONTHS[month - 1] + (month == _FEBRUARY and is_leap)


def day_number(year: int, month: int, day: int) -> int:
    """YYYYMMDD."""
    return year * 10000 + month * 100 + day


def day_of(moment: date) -> int:
    """YYYYMMDD of a date."""
    return day_number(moment.year, moment.month, moment.day)


def parts_of_day(day: int) -> tuple[int, int, int]:
    """Year, month and day of YYYYMMDD."""
    return day // 10000, day // 100 % 100, day % 100


def days_between(first: int, last: int) -> int:
    """How many days after `first` the day `last` is; both YYYYMMDD."""
    return (date(*parts_of_day(last)) - date(*parts_of_day(first))).days


@lru_cache(maxsize=1 << 12)  # many articles are of the same days
def iso(day: int) -> str:
    """YYYY-MM-DD, of YYYYMMDD."""
    year, month, day = parts_of_day(day)
    return f"{year:04}-{month:02}-{day:02}"
