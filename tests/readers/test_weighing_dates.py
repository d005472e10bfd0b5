"""Which of the dates that are found is the article's: placeholders, days of saving, names of containers, zones, precision."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article, DateOrigin
from newsgrep.days import day_of
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.dating import Dating, dates_in_path, find_dates, is_settled
from newsgrep.readers.expansion import Expansion

ReadOne: TypeAlias = Callable[..., Article]
OPTIONS = ReadOptions(today=date(2026, 1, 31))
RECORD, JSON_LD, META, FEED = DateOrigin.RECORD, DateOrigin.JSON_LD, DateOrigin.META, DateOrigin.FEED
TEXT, URL, FILE_NAME = DateOrigin.TEXT, DateOrigin.URL, DateOrigin.FILE_NAME
TEXT_OF_PAGE = (
    "The ferry ran aground at dawn off the point, and all its passengers were taken ashore by lifeboats."
)


def found(*written: tuple[DateOrigin, object], url: str | None = None, name: str = "") -> Dating:
    return find_dates(written, OPTIONS, url=url, named=dates_in_path(name, "", OPTIONS))


def day_and_origin(dating: Dating) -> tuple[str, DateOrigin] | None:
    return (str(dating.date), dating.date.origin) if dating.date else None


@pytest.mark.parametrize(
    "placeholder",
    [
        *("1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01 01:00:00", "Thu, 01 Jan 1970 00:00:00 GMT"),
        *(
            "January 1, 1970",
            "1. Januar 1970",
            "1969-12-31T19:00:00-05:00",
            "Wed, 31 Dec 1969 16:00:00 -0800",
        ),
        *("0001-01-01", "0001-01-01T00:00:00", "1900-01-01T00:00:00", "1899-12-31T23:00:00Z", "1753-01-01"),
        *("0000-00-00 00:00:00", "9999-12-31", "-62135596800", -2208988800, 0, -1, "0", "01/01/1970"),
    ],
)
def test_a_placeholder_is_no_date_and_hides_none(placeholder: object) -> None:
    assert found((JSON_LD, placeholder)).date is None
    assert found((JSON_LD, placeholder)).undated is not None
    assert day_and_origin(found((JSON_LD, placeholder), (TEXT, "7 November 2019"))) == ("2019-11-07", TEXT)


@pytest.mark.parametrize(
    "day", ["1900-01-02", "1899-12-31", "1970-01-02", "1970", "1980-01-01", "1904-01-01"]
)
def test_days_near_a_placeholder_are_days(day: str) -> None:
    assert day_and_origin(found((RECORD, day))) == (day, RECORD)


def test_what_a_person_calls_a_file_is_no_placeholder() -> None:
    assert day_and_origin(found(name="1900-01-01.txt")) == ("1900-01-01", FILE_NAME)


@pytest.mark.parametrize(
    ("stamp", "others", "day", "origin"),
    [
        ("2019-11-08T02:40:00Z", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-07", URL),
        ("2019-11-06T20:40:00+00:00", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-07", URL),
        (1573180800, {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-07", URL),
        ("Fri, 08 Nov 2019 02:40:00 GMT", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-07", URL),
        ("Fri Nov 08 02:40:00 +0000 2019", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-07", URL),
        # No zone makes it so much another day.
        ("2019-11-09T02:40:00Z", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-09", META),
        ("2019-11-06T06:40:00Z", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-06", META),
        ("2019-11-08T14:40:00Z", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-08", META),
        # A local stamp is as printed.
        ("2019-11-08T02:40:00+01:00", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-08", META),
        ("2019-11-08 02:40:00", {"url": "https://e.example/2019/11/07/ferry"}, "2019-11-08", META),
        # The day on which a file was saved may be the next one too.
        ("2019-11-06T20:40:00Z", {"name": "2019-11-07 ferry.html"}, "2019-11-06", META),
    ],
)  # fmt: skip
def test_a_moment_in_utc_gives_way_to_the_local_day(
    stamp: object, others: dict[str, str], day: str, origin: DateOrigin
) -> None:
    assert day_and_origin(found((META, stamp), **others)) == (day, origin)


def test_a_stamp_with_an_offset_tells_the_local_day_best_then_a_printed_line_then_the_address() -> None:
    utc, local, printed = (
        (JSON_LD, "2019-11-08T02:40:00Z"),
        (META, "2019-11-07T21:40:00-05:00"),
        (TEXT, "7 November 2019"),
    )
    next_day = "https://e.example/2019/11/08/ferry"
    assert day_and_origin(found(utc, local, url=next_day)) == ("2019-11-07", META)
    assert day_and_origin(found(utc, printed, url=next_day)) == ("2019-11-07", TEXT)
    assert day_and_origin(found(utc, local, (TEXT, "8 November 2019"))) == ("2019-11-07", META)
    assert day_and_origin(found(utc, url=next_day)) == ("2019-11-08", JSON_LD)


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ([], False),
        ([(META, "soon")], False),
        ([(META, "2019-11")], False),
        ([(META, "2019-11-07")], True),
        ([(META, "2019-11-07T21:40:00-05:00")], True),
        ([(META, "2019-11-08T02:40:00Z")], False),
        ([(META, "2019-11-08T02:40:00Z"), (JSON_LD, "2019-11-07T21:40:00-05:00")], True),
        ([(META, 1573180800)], False),
        ([(META, "2019-11"), (JSON_LD, "2019-11-07")], True),
    ],
)
def test_whether_a_line_is_still_needed(written: list[tuple[DateOrigin, object]], *, settled: bool) -> None:
    assert is_settled(written, OPTIONS) is settled


def test_of_a_month_and_a_moment_in_utc_the_local_day_counts() -> None:
    utc = (JSON_LD, "2019-11-08T02:40:00Z")
    assert str(found((RECORD, "2019-11"), utc, (TEXT, "7 November 2019")).date) == "2019-11-07"


@pytest.mark.parametrize(
    ("written", "others", "day", "origin"),
    [
        ([(META, "2019/11"), (TEXT, "7 November 2019")], {}, "2019-11-07", TEXT),
        ([(TEXT, "7 November 2019")], {"url": "https://e.example/2019/11/ferry"}, "2019-11-07", TEXT),
        ([(RECORD, "2019"), (FEED, "Nov 2019"), (TEXT, "7 November 2019")], {}, "2019-11-07", TEXT),
        ([(RECORD, "2019")], {"name": "2019-11-07.txt"}, "2019-11-07", FILE_NAME),
        ([(RECORD, "2019"), (TEXT, "7 November 2018")], {"name": "2019-11.txt"}, "2019-11", FILE_NAME),
        ([(META, "2019/10"), (TEXT, "7 November 2019")], {}, "2019-10", META),
        ([(META, "2019-11-05"), (TEXT, "7 November 2019")], {}, "2019-11-05", META),
    ],
)
def test_a_month_gives_way_to_a_day_in_it(
    written: list[tuple[DateOrigin, object]], others: dict[str, str], day: str, origin: DateOrigin
) -> None:
    assert day_and_origin(found(*written, **others)) == (day, origin)


@given(
    st.lists(st.tuples(st.sampled_from(DateOrigin), st.dates(date(1980, 1, 2), OPTIONS.today)), max_size=5)
)
def test_of_plain_days_the_most_trusted_counts(days: list[tuple[DateOrigin, date]]) -> None:
    dating = found(*((origin, day.isoformat()) for origin, day in days))
    rank = {origin: 0 if origin is RECORD else place for place, origin in enumerate(DateOrigin)}
    best = min(days, key=lambda one: rank[one[0]], default=None)
    assert (dating.date and (dating.date.origin, dating.date.day)) == (best and (best[0], day_of(best[1])))


@pytest.mark.parametrize(
    ("written", "others", "day"),
    [
        ([(RECORD, "07/11/2019")], {"url": "https://e.example/2019/11/ferry"}, "2019-11-07"),
        ([(RECORD, "07/11/2019")], {"name": "2019-07-11.txt"}, "2019-07-11"),
        ([(RECORD, "07/11/2019"), (TEXT, "November 2019")], {}, "2019-11-07"),
        ([(RECORD, "07/11/2019"), (TEXT, "2018-01-02")], {}, "2018-01-02"),
        ([(RECORD, "07/11/2019"), (META, "2019")], {}, "2019"),
    ],
)
def test_of_two_days_that_a_date_may_be_others_tell_which(
    written: list[tuple[DateOrigin, object]], others: dict[str, str], day: str
) -> None:
    assert str(found(*written, **others).date) == day


SINGLE_FILE = (
    "<!--\n Page saved with SingleFile \n url: https://e.example/ferry \n"
    " saved date: Thu Nov 07 2019 23:46:40 GMT-0500 (Eastern Standard Time)\n-->"
)
HTTRACK = (
    "<!-- Mirrored from e.example/ferry by HTTrack Website Copier/3.x [XR&CO'2014],"
    " Thu, 07 Nov 2019 19:46:40 GMT -->"
)
MONOLITH = "<!-- Saved from https://e.example/ferry at 2019-11-07T19:46:40Z using monolith v2.8.1 -->"


@pytest.mark.parametrize("comment", [SINGLE_FILE, HTTRACK, MONOLITH])
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Ferry (2019-11-07 23_46_40).html", None),
        ("2019-11-08 Ferry.html", None),  # in UTC
        ("Ferry-20191107.html", None),
        ("2019-11-02 Ferry.html", "2019-11-02"),
        ("2019-11 Ferry.html", "2019-11"),
    ],
)
def test_the_day_of_saving_in_a_name_is_not_the_articles(
    read_one: ReadOne, comment: str, name: str, day: str | None
) -> None:
    page = (
        f"<!doctype html><html>{comment}<body><h1>Ferry runs aground</h1><p>{TEXT_OF_PAGE}</p></body></html>"
    )
    article = read_one(name, page)
    assert (str(article.date) if article.date else None) == day


def test_the_day_on_which_a_browser_saved_an_mhtml_is_not_the_articles(read_one: ReadOne) -> None:
    mhtml = (
        "From: <Saved by Blink>\nDate: Thu, 7 Nov 2019 10:11:12 +0200\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        f"<html><body><h1>Ferry runs aground</h1><p>{TEXT_OF_PAGE}</p></body></html>\n--b--\n"
    )
    assert read_one("Ferry 2019-11-07.mhtml", mhtml).date is None
    assert str(read_one("Ferry 2019-10-07.mhtml", mhtml).date) == "2019-10-07"


RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>C</title>'
    "<item><title>Ferry runs aground</title><description>At dawn.</description></item></channel></rss>"
)
MAILBOX = "From a@e.example Thu Nov  7 10:15:00 2019\nFrom: a@e.example\nSubject: Ferry\nMessage-ID: <1@x>\n\nAt dawn.\n\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("export-2019-11-07.csv", "title,text\nFerry,At dawn.\n"),
        ("export-2019-11-07.jsonl", '{"title": "Ferry", "text": "At dawn."}\n{"title": "Pier", "text": "At noon."}\n'),
        ("2019-11-07.json", '[{"title": "Ferry", "text": "At dawn."}]'),
        ("feed-20191107.xml", RSS),
        ("mail-2019-11-07.mbox", MAILBOX),
    ],
)  # fmt: skip
def test_the_name_of_a_container_dates_no_record(
    read: Callable[..., list[Article]], name: str, content: str
) -> None:
    articles = read(name, content)
    assert articles
    assert [article.date for article in articles] == [None] * len(articles)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("gazette/1910/10/31/ed-1/seq-1/ocr.txt", "1910-10-31"),
        ("gazette/1910/10/31.txt", "1910-10-31"),
        ("gazette/1910-10/31/page.txt", "1910-10-31"),
        ("gazette/1910-10-31/page.txt", "1910-10-31"),
        ("gazette/1910_10_31/page.txt", "1910-10-31"),
        ("gazette/19101031/0005.txt", "1910-10-31"),
        ("gazette/1910103101/0005.txt", "1910-10-31"),
        ("1910/10/31/1911-02-03.txt", "1911-02-03"),
        ("1900/01/01/page.txt", "1900-01-01"),
        ("1910/10/31/reprints/1923/01/02/page.txt", "1923-01-02"),
        ("gazette/1910/10/page.txt", None),
        ("gazette/1910/page.txt", None),
        ("gazette/1910/13/31/page.txt", None),
        ("gazette/batch-1910-10-31/page.txt", None),
        ("gazette/00175041217/page.txt", None),
        ("gazette/2/10/31/page.txt", None),
        ("export-1910-10-31.zip#page.txt", None),
        ("1910/10/31/pages.zip#page.txt", None),
        ("pages.zip#1910/10/31/page.txt", "1910-10-31"),
        ("pages.zip#a/1910-10-31.txt", "1910-10-31"),
        ("crawl.warc#https://e.example/19101031/page.txt", None),
    ],
)
def test_folders_that_spell_a_day_date_what_lies_in_them(tmp_path: Path, path: str, day: str | None) -> None:
    location = tmp_path / "page.txt"
    location.write_text("The board voted.")
    name = path.rpartition("#")[2].rpartition("/")[2]
    key = path.partition("#")[2]
    file = SourceFile(name, path.partition("#")[0], path, Expansion(16), key, depth=int(bool(key)))
    with location.open("rb") as stream:
        (article,) = read_file(file, stream, OPTIONS)
    assert isinstance(article, Article)
    assert (str(article.date) if article.date else None) == day
    assert article.date is None or article.date.origin is FILE_NAME


def doubtful() -> Iterator[tuple[str, str]]:
    """(name, content) of documents whose only date may be two days."""
    yield "a.html", f"<html><body><h1>Ferry</h1><p>Posted 07/11/2019</p><p>{TEXT_OF_PAGE}</p></body></html>"
    yield (
        "b.html",
        f'<html><meta name="date" content="07/11/2019"><body><h1>Ferry</h1><p>{TEXT_OF_PAGE}</p></html>',
    )
    yield "c.txt", "Title: Ferry\nDate: 07/11/2019\n\nAt dawn.\n"
    yield "d.txt", "Ferry runs aground\n\n7 listopada 2019\n\nAt dawn the ferry ran aground.\n"
    yield "e.csv", "title,text,date\nFerry,At dawn.,07/11/2019\n"
    yield "f.json", json.dumps([{"title": "Ferry", "text": "At dawn.", "date": "07/11/2019"}])
    yield "g.md", "---\ntitle: Ferry\ndate: 07/11/2019\n---\nAt dawn.\n"
    yield "h.xml", RSS.replace("<description>", "<pubDate>07/11/2019 10:15</pubDate><description>")
    yield "i 07-11-2019.txt", "At dawn the ferry ran aground."
    yield "j.eml", "From: a@e.example\nSubject: Ferry\nDate: 07/11/2019\nMessage-ID: <1@x>\n\nAt dawn.\n"


@pytest.mark.parametrize(("name", "content"), list(doubtful()), ids=[name for name, _ in doubtful()])
def test_a_doubtful_date_is_flagged_in_every_format(
    read: Callable[..., list[Article]], name: str, content: str
) -> None:
    (article,) = read(name, content)
    assert article.date is None
    assert article.flags == ("doubtful-date",)
    assert "may be two days" in (article.undated or "")
    if "listopada" not in content:
        (article,) = read(name, content, date_order="day-first")
        assert str(article.date) == "2019-11-07"
        assert article.flags == ()
