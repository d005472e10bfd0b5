"""The shapes of dates in records, and `created` of those who save what others publish."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers.record_dates import dates_in

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]

SECONDS = 1746489600  # 2025-05-06T00:00:00Z
SHAPES: list[tuple[Any, str | None]] = [
    ({"date-parts": [[2021, 11, 9]]}, "2021-11-09"),
    ({"date-parts": [["2021", "11"]]}, "2021-11"),
    ({"date-parts": [[2021]]}, "2021"),
    ({"raw": "9 November 2021"}, "2021-11-09"),
    ({"_seconds": SECONDS, "_nanoseconds": 5}, "2025-05-06"),
    ({"seconds": str(SECONDS), "nanos": 0}, "2025-05-06"),
    ({"epochSecond": SECONDS, "nano": 7}, "2025-05-06"),
    ({"sec": SECONDS, "usec": 0}, "2025-05-06"),
    ({"date": "2021-11-09 23:30:00.000000", "timezone_type": 3, "timezone": "Asia/Tokyo"}, "2021-11-09"),
    ({"date": "2021-11-09 23:30:00.000000", "timezone_type": 3, "timezone": "UTC"}, "2021-11-09"),
    (
        'O:8:"DateTime":3:{s:4:"date";s:26:"2021-11-09 23:30:00.000000";s:13:"timezone_type";i:3;}',
        "2021-11-09",
    ),
    (f"/Date({SECONDS}000)/", "2025-05-06"),
    (f"/Date({SECONDS}000-0500)/", "2025-05-05"),
    (f"\\/Date({SECONDS}000+0200)\\/", "2025-05-06"),
    ({"$date": SECONDS * 1000}, "2025-05-06"),
    ({"$date": {"$numberLong": f"{SECONDS}000"}}, "2025-05-06"),
    ({"$date": "2021-11-09T10:00:00Z"}, "2021-11-09"),
    ({"$timestamp": {"t": SECONDS, "i": 1}}, "2025-05-06"),
    ({"__type": "Date", "iso": "2021-11-09T10:00:00Z"}, "2021-11-09"),
    ({"S": "2021-11-09"}, "2021-11-09"),
    ({"year": 2021, "month": 11, "day": 9}, "2021-11-09"),
    ({"year": "2021", "month": "NOVEMBER", "dayOfMonth": 9}, "2021-11-09"),
    ({"year": 2021, "monthValue": 11}, "2021-11"),
    ([2021, 11, 9], "2021-11-09"),
    ([2021, 11, 9, 23, 30, 0, 1, 313, 0], "2021-11-09"),
    (["2021-11-09", "2021-11-10"], "2021-11-09"),
    ([2021, 13, 9], "2021"),
    (SECONDS * 10**6, "2025-05-06"),
    (str(SECONDS * 10**6), "2025-05-06"),
    (SECONDS * 10**9, "2025-05-06"),
    (SECONDS + 0.25, "2025-05-06"),
    (-157766400, "1965-01-01"),
    (-62135596800, None),
    (-62135596799, "1968-01-12"),
    ({"timestampValue": "2021-11-09T10:00:00Z"}, "2021-11-09"),
    ('ISODate("2021-11-09T10:00:00Z")', "2021-11-09"),
    ("datetime.datetime(2021, 11, 9, 23, 30, tzinfo=datetime.timezone.utc)", "2021-11-09"),
    ("Date(2021,10,9)", "2021-11-09"),
    ({"date": {"year": 2021, "month": 11, "day": 9}, "time": {"hour": 10}}, "2021-11-09"),
    ({"start": "2021-11-09", "end": None}, "2021-11-09"),
    ({"timestamp": SECONDS * 1000}, "2025-05-06"),
    ("{'_seconds': 1746489600, '_nanoseconds': 0}", "2025-05-06"),
    ("[[2021, 11, 9]]", "2021-11-09"),
    ('{"date": "2021-11-09 23:30:00.000000", "timezone_type": 3, "timezone": "Asia/Tokyo"}', "2021-11-09"),
    ("{soon}", None),
    ({}, None),
    ([], None),
    ({"seconds": "soon"}, None),
]


@pytest.mark.parametrize(("value", "day"), SHAPES)
def test_shapes_of_dates(read_one: ReadOne, value: object, day: str | None) -> None:
    date = read_one("a.json", json.dumps({"text": "x", "published": value})).date
    assert (str(date) if date else None) == day


def test_an_instant_keeps_its_zone() -> None:
    assert list(dates_in({"_seconds": SECONDS})) == ["2025-05-06T00:00:00+00:00"]
    assert list(dates_in({"date": "2021-11-09 23:30:00", "timezone": "UTC"})) == ["2021-11-09 23:30:00Z"]


@pytest.mark.parametrize(
    "key",
    [
        "post_date",
        "pubDate",
        "issued",
        "display_date",
        "dc.date.issued",
        "first_publish_date",
        "published_parsed",
    ],
)
def test_names_of_the_day_of_publication(read_one: ReadOne, key: str) -> None:
    assert str(read_one("a.json", json.dumps({"text": "x", key: "2021-11-09"})).date) == "2021-11-09"


SAVED = [
    {
        "title": "T",
        "url": "https://e.org/a",
        "excerpt": "x",
        "created": "2025-05-06",
        "folder": "News",
        "cover": "",
    },
    {"title": "T", "url": "https://e.org/a", "selection": "x", "Timestamp": SECONDS},
    {"title": "T", "text": "x", "url": "https://e.org/a", "timestamp": "2025-05-06T00:00:00Z"},
    {
        "title": "T",
        "content": "x",
        "slug": "t",
        "savedAt": "2025-05-06",
        "createdAt": "2025-05-06",
        "labels": [],
    },
    {"title": "T", "message": "y", "text": "x", "@timestamp": "2025-05-06T00:00:00Z", "status": 200},
    {"title": "T", "text": "x", "created_at": "2025-05-06", "bookmark": True, "section": "News"},
]
PUBLISHED = [
    {"headline": "T", "text": "x", "created": "2025-05-06"},
    {"title": "T", "text": "x", "slug": "t", "createdAt": "2025-05-06"},
    {"@type": "NewsArticle", "name": "T", "articleBody": "x", "dateCreated": "2025-05-06"},
    {"text": "x", "created_at": "Tue May 06 23:30:00 +0000 2025", "retweet_count": 3},
    {"title": "T", "selftext": "x", "created_utc": SECONDS, "subreddit": "ferries"},
]


@pytest.mark.parametrize("record", SAVED)
def test_created_by_who_saves_is_no_day_of_publication(read_one: ReadOne, record: dict[str, Any]) -> None:
    article = read_one("a.json", json.dumps(record))
    assert (article.date, article.other_dates, article.undated) == (None, (), None)
    assert str(read_one("a.json", json.dumps({**record, "published": "2021-11-09"})).date) == "2021-11-09"


@pytest.mark.parametrize("record", PUBLISHED)
def test_created_by_who_publishes_is_one(read_one: ReadOne, record: dict[str, Any]) -> None:
    assert str(read_one("a.json", json.dumps(record)).date) == "2025-05-06"


@pytest.mark.parametrize(
    "front", ["created: 2025-05-06 10:00:00Z\nlatitude: 0.0", "created: 2025-05-06\nsource: https://e.org/a"]
)
def test_a_note_is_dated_by_no_day_of_its_making(read_one: ReadOne, front: str) -> None:
    assert read_one("a.md", f"---\ntitle: T\n{front}\n---\nThe text.").date is None
    assert (
        str(read_one("a.md", f"---\ntitle: T\n{front}\ndate: 2021-11-09\n---\nThe text.").date)
        == "2021-11-09"
    )


def test_wordpresss_table_of_posts(read: Read) -> None:
    table = """ID,post_date,post_content,post_title,post_status,post_type
7,2021-11-09 23:30:00,The ferry sails.,Ferry sails,publish,post
8,2021-11-10 09:00:00,,photo,inherit,attachment
9,2021-11-10 09:00:00,Not yet.,Draft,draft,post
"""
    found = read("wp_posts.csv", table)
    assert [(part.id, part.title, str(part.date)) for part in found if isinstance(part, Article)] == [
        ("wp_posts.csv#7", "Ferry sails", "2021-11-09")
    ]
    assert [part.reason for part in found if isinstance(part, Skipped)] == [
        *("no published article: attachment and inherit", "no published article: post and draft"),
    ]


def test_a_citation_has_its_newspaper_and_its_authors(read_one: ReadOne) -> None:
    citation = {
        "type": "article-newspaper",
        "title": "T",
        "abstract": "x",
        "container-title": "Quay Post",
        "issued": {"date-parts": [[2021, 11, 9]]},
        "author": [{"family": "Lee", "given": "Bo"}, {"literal": "Staff"}],
    }
    article = read_one("a.json", json.dumps([citation]))
    assert (article.source, article.authors, str(article.date)) == (
        "Quay Post",
        ("Bo Lee", "Staff"),
        "2021-11-09",
    )
