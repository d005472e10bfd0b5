"""Date expressions, as tables; the clock is a parameter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import QueryError
from newsgrep.query.dates import parse_dates, parse_period
from newsgrep.query.nodes import Dates

TUESDAY = date(2025, 5, 6)

RANGES: list[tuple[str, int | None, int | None]] = [
    ("2025", 20250101, 20251231),
    ("1605", 16050101, 16051231),
    ("9999", 99990101, 99991231),
    ("2025-05", 20250501, 20250531),
    ("2024-02", 20240201, 20240229),
    ("2025-05-06", 20250506, 20250506),
    ("20250506", 20250506, 20250506),
    ("1980s", 19800101, 19891231),
    ("19c", 18010101, 19001231),
    ("19C", 18010101, 19001231),
    ("2025-Q2", 20250401, 20250630),
    ("2025-q4", 20251001, 20251231),
    ("2025-W19", 20250505, 20250511),
    ("2020-W53", 20201228, 20210103),
    ("2025-w01", 20241230, 20250105),
    ("2025 Q2", 20250401, 20250630),
    ("Q2 2025", 20250401, 20250630),
    ("march", 20250301, 20250331),
    ("May", 20250501, 20250531),
    ("jun", 20240601, 20240630),
    ("3 days ago", 20250503, 20250503),
    ("1 week ago", 20250428, 20250504),
    ("2 Weeks Ago", 20250421, 20250427),
    ("5 months ago", 20241201, 20241231),
    ("1 quarter ago", 20250101, 20250331),
    ("40 years ago", 19850101, 19851231),
    ("last 7 days", 20250430, 20250506),
    ("past 2 weeks", 20250423, 20250506),
    ("last 3 months", 20250207, 20250506),
    ("past 1 quarter", 20250207, 20250506),
    ("past 5 years", 20200507, 20250506),
    ("3 days ago..yesterday", 20250503, 20250505),
    ("may 2025", 20250501, 20250531),
    ("Sep 2025", 20250901, 20250930),
    ("September 2025", 20250901, 20250930),
    ("6 may 2025", 20250506, 20250506),
    ("06 May 2025", 20250506, 20250506),
    ("may 6 2025", 20250506, 20250506),
    ("May 6, 2025", 20250506, 20250506),
    ("  may   6,  2025 ", 20250506, 20250506),
    ("today", 20250506, 20250506),
    ("Yesterday", 20250505, 20250505),
    ("this week", 20250505, 20250511),
    ("last week", 20250428, 20250504),
    ("this month", 20250501, 20250531),
    ("last month", 20250401, 20250430),
    ("this quarter", 20250401, 20250630),
    ("last quarter", 20250101, 20250331),
    ("this year", 20250101, 20251231),
    ("last year", 20240101, 20241231),
    ("last monday", 20250505, 20250505),
    ("last tuesday", 20250429, 20250429),
    ("last friday", 20250502, 20250502),
    ("1d", 20250506, 20250506),
    ("7d", 20250430, 20250506),
    ("2w", 20250423, 20250506),
    ("3m", 20250207, 20250506),
    ("1q", 20250207, 20250506),
    ("5y", 20200507, 20250506),
    ("2025-01..2025-03", 20250101, 20250331),
    ("2025-01 .. 2025-03", 20250101, 20250331),
    ("last week..today", 20250428, 20250506),
    ("1987..", 19870101, None),
    ("..1987", None, 19871231),
    (">=1987", 19870101, None),
    (">= 1987", 19870101, None),
    (">1987", 19880101, None),
    ("<=1987", None, 19871231),
    ("<1987", None, 19861231),
    (">9998", 99990101, None),
]


@pytest.mark.parametrize(("expression", "first", "last"), RANGES)
def test_range(expression: str, first: int | None, last: int | None) -> None:
    assert parse_dates(expression, TUESDAY) == Dates(first, last)


@pytest.mark.parametrize(
    ("today", "expression", "first", "last"),
    [
        (date(2025, 1, 1), "yesterday", 20241231, 20241231),
        (date(2025, 1, 1), "last month", 20241201, 20241231),
        (date(2025, 1, 1), "last quarter", 20241001, 20241231),
        (date(2025, 1, 1), "last week", 20241223, 20241229),
        (date(2025, 5, 5), "this week", 20250505, 20250511),
        (date(2025, 5, 5), "last monday", 20250428, 20250428),
        (date(2025, 5, 11), "this week", 20250505, 20250511),
        (date(2025, 5, 11), "last sunday", 20250504, 20250504),
        (date(2024, 3, 31), "1m", 20240301, 20240331),
        (date(2024, 2, 29), "1y", 20230301, 20240229),
        (date(2024, 12, 31), "1q", 20241001, 20241231),
        (date(2024, 12, 31), "this quarter", 20241001, 20241231),
        (date(2024, 3, 31), "1 month ago", 20240201, 20240229),
        (date(2025, 1, 1), "1 month ago", 20241201, 20241231),
        (date(2025, 1, 1), "1 day ago", 20241231, 20241231),
        (date(2025, 1, 1), "december", 20241201, 20241231),
        (date(2025, 1, 1), "january", 20250101, 20250131),
        (date(2025, 12, 31), "december", 20251201, 20251231),
        (date(2025, 5, 6), "march..may", 20250301, 20250531),
    ],
)
def test_relative_to_today(today: date, expression: str, first: int, last: int) -> None:
    assert parse_dates(expression, today) == Dates(first, last)


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "",
            "someday",
            "2025-13x",
            "25",
            "6 may",
            "5/3/87",
            "past week",
            "may 2025 6",
            "sept 2025",
            "next week",
        ),
        *(
            "last fri",
            "last day",
            "this friday",
            "1985s",
            "2025-Q5",
            "..",
            "a..b",
        ),
        *(
            "2025..2026..2027",
            ">",
            "=2025",
            "7x",
            "-7d",
            "7 d",
            "\N{ARABIC-INDIC DIGIT TWO}025",
            "2025-05-06T00:00",
        ),
    ],
)
def test_anything_else_is_refused_with_the_forms_there_are(expression: str) -> None:
    with pytest.raises(QueryError, match=r"cannot read the date .* 2025-W19, may 2025") as caught:
        parse_dates(expression, TUESDAY)
    assert caught.value.query == expression


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("2025-02-30", "no such day"),
        ("2025-13", "months go from 1 to 12"),
        ("31 june 2025", "no such day"),
        ("2025-W54", "no such week"),
        ("2021-W53", "no such week"),
        ("1604", "1605 to 9999"),
        ("0000", "1605 to 9999"),
        ("1590s", "1605 to 9999"),
        ("16c", "1605 to 9999"),
        ("0d", "at least 1"),
        ("0 days ago", "at least 1"),
        ("last 0 weeks", "at least 1"),
        ("1000 years ago", "1605 to 9999"),
        ("999999 days ago", "1605 to 9999"),
        ("45/45/2025", "no such day"),
        ("2025/13/01", "no such day"),
        ("2025/13", "months go from 1 to 12"),
        ("9999y", "1605 to 9999"),
        ("999999d", "1605 to 9999"),
        (">9999", "1605 to 9999"),
    ],
)
def test_a_date_that_never_was_is_refused_with_the_reason(expression: str, reason: str) -> None:
    with pytest.raises(QueryError, match=f"no such date.*{reason}"):
        parse_dates(expression, TUESDAY)


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        ("5/3/1987", "1987-05-03 or 1987-03-05"),
        ("6.5.2025", "2025-06-05 or 2025-05-06"),
        ("06-05-2025", "2025-06-05 or 2025-05-06"),
        ("5/5/2025", "2025-05-05"),
        ("25.12.2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("2025/05/06", "2025-05-06"),
        ("2025-5-6", "2025-05-06"),
        ("2025.5", "2025-05"),
        ("5/2025", "2025-05"),
        ("1/2/2025..3/2/2025", "2025-01-02 or 2025-02-01"),
    ],
)
def test_other_ways_to_write_a_day_are_refused_with_ours(expression: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_dates(expression, TUESDAY)
    assert str(caught.value) == f'cannot read the date "{expression}"; write {meant}'


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(QueryError, match="ends before it begins"):
        parse_dates("2026..2025", TUESDAY)


def test_sure_is_kept() -> None:
    assert parse_dates("2025", TUESDAY, sure=True).sure


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        (None, None, None),
        ("2025-04", None, Dates(20250401, None)),
        (None, "2025-05", Dates(None, 20250531)),
        ("2025-04", "2025-05-06", Dates(20250401, 20250506)),
        ("2025-01..2025-03", "2025-04..2025-05", Dates(20250101, 20250531)),
        ("today", "today", Dates(20250506, 20250506)),
    ],
)
def test_period(since: str | None, until: str | None, period: Dates | None) -> None:
    assert parse_period(since, until, TUESDAY) == period


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("2026", "2025", '"2025" ends before "2026" begins'),
        ("..2025", None, "has no first day"),
        (None, "2025..", "has no last day"),
        ("someday", None, "cannot read"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(since: str | None, until: str | None, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_period(since, until, TUESDAY)


@given(st.text(st.sampled_from("0123456789-/.<>=swcqdmy mayltodfrigonkp,"), max_size=14), st.dates())
def test_any_text_is_a_range_or_is_refused(expression: str, today: date) -> None:
    try:
        dates = parse_dates(expression, today)
    except QueryError as error:
        assert (error.start, error.end) == (0, len(expression))
    else:
        assert dates.first or dates.last
        assert not (dates.first and dates.last) or dates.first <= dates.last


@given(
    st.sampled_from([expression for expression, _, _ in RANGES]), st.dates(date(1700, 1, 1), date(9000, 1, 1))
)
def test_every_form_is_read_on_every_day(expression: str, today: date) -> None:
    dates = parse_dates(expression, today)
    assert dates.first or dates.last
