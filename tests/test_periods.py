"""Periods: their names are date expressions, and they follow each other without a gap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oracle import period

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.days import FIRST_YEAR, LAST_YEAR, day_number, day_of, parts_of_day
from newsgrep.facets import Period
from newsgrep.periods import (
    coarser,
    count_between,
    in_order,
    is_of_unit,
    last_day_of_period,
    period_of,
    periods_between,
)
from newsgrep.query.dates import parse_dates

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
days = st.dates(FIRST, LAST)
units = st.sampled_from(Period)


def name_of(day: date, unit: Period) -> str:
    name = period_of(day_of(day), day_of(day), unit)
    assert name is not None
    return name


@given(days, units)
@example(FIRST, Period.WEEK)
@example(FIRST, Period.DECADE)
@example(LAST, Period.WEEK)
@example(LAST, Period.DECADE)
def test_the_name_of_a_period_is_a_date_expression_for_its_days(day: date, unit: Period) -> None:
    meant = parse_dates(name_of(day, unit), day)
    assert meant.first is not None
    assert meant.last is not None
    assert meant.first <= day_of(day) <= meant.last == last_day_of_period(day_of(day), unit)
    for inside in (meant.first, meant.last):
        if inside >= day_of(FIRST):
            assert name_of(date(*parts_of_day(inside)), unit) == name_of(day, unit)


@given(days, st.integers(0, 900), units)
def test_no_period_between_two_days_is_left_out(first: date, length: int, unit: Period) -> None:
    last = first + min(timedelta(length), LAST - first)
    walked = [name_of(first + timedelta(number), unit) for number in range((last - first).days + 1)]
    named = periods_between(walked[0], walked[-1], unit)
    assert named == list(dict.fromkeys(walked))
    assert len(named) == count_between(walked[0], walked[-1], unit)
    assert named == sorted(named)
    assert all(is_of_unit(name, unit) for name in named)


@given(days, st.sampled_from(Precision), units)
def test_a_date_that_is_not_known_so_precisely_is_beside_the_periods(
    day: date, precision: Precision, unit: Period
) -> None:
    number = {
        Precision.DAY: day_of(day),
        Precision.MONTH: day_number(day.year, day.month, 1),
        Precision.YEAR: day_number(day.year, 1, 1),
    }[precision]
    published = PublicationDate(number, precision, DateOrigin.TEXT)
    name = period_of(published.day, published.last_day, unit)
    assert name == period(published, unit) == coarser(str(published), unit)
    finest = {Precision.DAY: Period.DAY, Precision.MONTH: Period.MONTH, Precision.YEAR: Period.YEAR}
    order = list(Period)
    assert is_of_unit(str(name), unit) == (order.index(unit) >= order.index(finest[precision]))


@pytest.mark.parametrize("unit", Period)
def test_undated_is_no_period(unit: Period) -> None:
    assert period_of(0, 0, unit) is None


def test_periods_come_first_in_their_order_then_other_dates_then_none() -> None:
    assert in_order([None, "1987", "1987-04", "1986", "1987-02"], Period.MONTH) == [
        *("1987-02", "1987-03", "1987-04"),
        *("1986", "1987", None),
    ]
    assert in_order(["1987", None], Period.WEEK) == ["1987", None]
    assert in_order([], Period.DAY) == []


def test_a_year_may_have_53_weeks_and_the_days_around_new_year_lie_in_the_week_they_are_in() -> None:
    assert periods_between("2020-W52", "2021-W02", Period.WEEK) == [
        *("2020-W52", "2020-W53"),
        *("2021-W01", "2021-W02"),
    ]
    assert name_of(date(2021, 1, 3), Period.WEEK) == "2020-W53"
    assert name_of(date(2024, 12, 30), Period.WEEK) == "2025-W01"
    weeks = periods_between("1604-W53", "9999-W52", Period.WEEK)
    assert all(one < other for one, other in pairwise(weeks))
