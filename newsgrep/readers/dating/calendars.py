"""Years and days of other calendars, as newspapers print them, in ours."""

from datetime import date

PERSIAN_MONTHS = (
    *(("فروردین", "فروردين"), ("اردیبهشت", "ارديبهشت"), ("خرداد",), ("تیر", "تير"), ("مرداد", "امرداد")),
    *(("شهریور", "شهريور"), ("مهر",), ("آبان",), ("آذر",), ("دی", "دي"), ("بهمن",), ("اسفند",)),
)
"""In order; the second spellings are with Arabic letters."""
_PERSIAN_YEARS = range(1250, 1500)
_BUDDHIST_YEARS = range(2400, 2700)
_BUDDHIST_AHEAD = 543
_LONG_MONTHS, _LONG = 6, 31
"""The first six months of the Persian year have 31 days; the others 30, the last one 29 but in leap years."""
_LAST_MONTH = 12
_BEGINNING = 226_894
"""The day before the first one of the calendar, in March 622, as `date.toordinal` counts."""

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""The year before the first one of an emperor's era, or of the Republic of China."""


def is_persian_year(year: int) -> bool:
    return year in _PERSIAN_YEARS


def persian_day(year: int, month: int, day: int) -> date:
    """The day of a Persian date. Raises ValueError for one that is not in the calendar.

    Leap years are those of the cycle of 33 years, which has given the official ones since 1799 and does until
    2256.
    """
    long_days = max(0, month - 1 - _LONG_MONTHS)
    last = _LONG if month <= _LONG_MONTHS else _LONG - 1 - (month == _LAST_MONTH and not _is_leap(year))
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= last and is_persian_year(year)):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    before = (month - 1) * _LONG - long_days
    return date.fromordinal(_BEGINNING + (year - 1) * 365 + _leap_years_before(year) + before + day)


def _is_leap(year: int) -> bool:
    return _leap_years_before(year + 1) > _leap_years_before(year)


def _leap_years_before(year: int) -> int:
    return (8 * (year - 1) + 29) // 33


def common_year(year: int) -> int:
    """The year of ours that a Buddhist one is; any other year as it is."""
    return year - _BUDDHIST_AHEAD if year in _BUDDHIST_YEARS else year
