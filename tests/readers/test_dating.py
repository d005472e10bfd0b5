"""Dates as sources write them, in names and in addresses: which day is meant, and what is none."""

from datetime import date

import pytest

from newsgrep.article import DateOrigin
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import read_date
from newsgrep.readers.dating.names import date_in_url, dates_in_path

OPTIONS = ReadOptions(today=date(2026, 1, 31))


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 06 May 2025 23:30:00 -0700 (GMT-07:00)",
        "Tue, 06 May 2025 23:30:00 -0700 (PDT)",
        "2025-05-06Z",
        "2025-05-06+01:00",
        "2025-05-06-11:00",
        "2025-05-06T23:30:00-07:00[America/Los_Angeles]",
        "2025-05-06T23:30:00Z[UTC]",
        "2025-05-06 23:30:00 -0700 PDT",
        "2025-05-06 23:30:00 +0000 UTC",
        "20250506T233000.000Z",
        "20250506T233000-0700",
        "20250506.0",
        1746570600000.0,
        "1746570600000.0",
        1746570600,
    ],
)
def test_the_day_is_the_one_printed(written: object) -> None:
    found = read_date(written, DateOrigin.RECORD, OPTIONS)
    assert str(found) == "2025-05-06"


@pytest.mark.parametrize("written", ["2025-05-06-07", "2025-05-06-0700x", "20250506.5", "12.5", True])
def test_what_is_no_day(written: object) -> None:
    assert read_date(written, DateOrigin.RECORD, OPTIONS) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("a_20250506.txt", "2025-05-06"),
        ("gazette-20250506.txt", "2025-05-06"),
        ("19140805.txt", "1914-08-05"),
        ("17760704.txt", None),
        ("1776-07-04.txt", "1776-07-04"),
        ("world-europe-17110823.html", None),
        ("world-europe-20050403.html", None),
        ("id-12345678-2025-05-06.txt", "2025-05-06"),
    ],
)
def test_digits_in_names(name: str, day: str | None) -> None:
    found = dates_in_path(name, "", OPTIONS)
    assert [str(one.date) for one in found] == ([day] if day else [])


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2025/05/06/slug", "2025-05-06"),
        ("2025/5/6", "2025-05-06"),
        ("2025/may/06/slug", "2025-05-06"),
        ("2008/sept/3/x", "2008-09-03"),
        ("2008/September/3/x", "2008-09-03"),
        ("2009-05/12/content_1.htm", "2009-05-12"),
        ("news/2025-05-06-slug", "2025-05-06"),
        ("news/slug-2025-05-06.html", "2025-05-06"),
        ("2025/05/slug", "2025-05"),
        ("2025/05/20250506_speech.html", "2025-05-06"),
        ("2025/05/20250406_speech.html", "2025-05"),
        ("2025/05/10-things", "2025-05"),
        ("news/slug/26-05-2025", "2025-05-26"),
        ("26.05.2025/slug", "2025-05-26"),
        ("news/26/05/2025/slug", "2025-05-26"),
        ("slug_26_05_2025.html", "2025-05-26"),
        ("05-26-2025-slug", "2025-05-26"),
        ("slug/05-06-2025", None),
        ("news/2025_05_26_slug", "2025-05-26"),
        ("20250526/slug.html", "2025-05-26"),
        ("news/slug-20250526.html", "2025-05-26"),
        ("202505/t20250526_4711.html", "2025-05-26"),
        ("2025/0526/c90000-1.html", "2025-05-26"),
        ("news/slug-20259926", None),
        ("news/world-17110823", None),
        ("2025/146/slug", None),
        ("10-12-14-things", None),
        ("news/why-2020-may-be-the-worst", None),
        ("super-bowl-2015-5-takeaways", None),
        ("2004/10-things-we-learned", None),
        ("a-2010-11-budget", None),
        ("football/2010-11/fixtures", None),
        ("id/1998/12", None),
        ("2012/13/x", None),
        ("x?from=/2025/05/06/", None),
    ],
)
def test_days_in_addresses(path: str, day: str | None) -> None:
    found = date_in_url(f"https://x.com/{path}", OPTIONS)
    assert (str(found) if found else None) == day
