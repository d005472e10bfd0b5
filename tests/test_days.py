"""Days as integers, held against the standard library's calendar."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.days import MONTHS, day_of, days_between, days_in_month, iso, month_number, parts_of_day


@given(st.dates(), st.dates())
def test_a_day_is_a_number_and_back(first: date, last: date) -> None:
    assert date(*parts_of_day(day_of(first))) == first
    assert iso(day_of(first)) == first.isoformat()
    assert days_between(day_of(first), day_of(last)) == (last - first).days
    assert (day_of(first) < day_of(last)) == (first < last)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_days_in_a_month(year: int, month: int) -> None:
    assert days_in_month(year, month) == calendar.monthrange(year, month)[1]


@pytest.mark.parametrize("number", range(1, 13))
def test_months_by_name(number: int) -> None:
    name = calendar.month_name[number].lower()
    assert MONTHS[number - 1] == name
    assert {month_number(name[:length]) for length in range(3, len(name) + 1)} == {number}
