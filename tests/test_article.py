"""Dates as far as they are known."""

import pytest

from newsgrep.article import DateOrigin, Precision, PublicationDate


@pytest.mark.parametrize(
    ("day", "precision", "text", "last_day"),
    [
        (20250506, Precision.DAY, "2025-05-06", 20250506),
        (20250501, Precision.MONTH, "2025-05", 20250531),
        (20240201, Precision.MONTH, "2024-02", 20240229),
        (20250101, Precision.YEAR, "2025", 20251231),
        (16051231, Precision.DAY, "1605-12-31", 16051231),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(
    day: int, precision: Precision, text: str, last_day: int
) -> None:
    date = PublicationDate(day, precision, DateOrigin.HEADER)
    assert str(date) == text
    assert date.last_day == last_day
