"""Feeds: what is claimed, which day counts, what is refused."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped

Read: TypeAlias = Callable[..., list[Article | Skipped]]

CONTENT = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def rss(*items: str, before: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{before}<rss version="2.0" {CONTENT}><channel><title>F</title>{inside}</channel></rss>'


def only(found: list[Article | Skipped]) -> Article:
    (article,) = found
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("name", ["feed.xml", "feed.txt", "feed.html", "feed.json", "feed", "feed.md"])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\n",
        '<?xml version="1.0"?>',
        "<?xml version='1.0'?><?xml-stylesheet href='a'?><!-- c --><!DOCTYPE rss>\n",
    ],
)
def test_a_feed_is_known_by_its_content(read: Read, name: str, before: str) -> None:
    assert only(read(name, rss("<title>T</title>", before=before))).format == "feed"


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        ("<rssx>", None),
        ("<p><rss ", "text"),
        ("feeds of the day", "text"),
        ('{"version": "1.1", "items": []}', "json"),
        ("<!-- -->" * 1_000 + "<page/>", "text"),
    ],
)
def test_what_only_looks_like_a_feed_is_none(read: Read, content: str, reader: str | None) -> None:
    (part,) = read("a.txt", content)
    assert (part.format if isinstance(part, Article) else part.reader) == reader


@pytest.mark.parametrize(
    ("item", "day"),
    [
        ("<pubDate>Tue, 06 May 2025 23:30:00 -0500</pubDate>", "2025-05-06"),
        ("<pubDate>Tue, 06 May 2025 00:10:00 +0200</pubDate>", "2025-05-06"),
        ("<dc:date>2025-05-06T23:30:00-05:00</dc:date>", "2025-05-06"),
        ("<pubDate>Mon, 05 May 2025 10:00:00 GMT</pubDate><dc:date>2025-05-06</dc:date>", "2025-05-05"),
        ("<pubDate></pubDate>", None),
        ("<pubDate>soon</pubDate>", None),
        ("<link>https://e.org/2025/05/06/a</link>", "2025-05-06"),
    ],
)
def test_the_day_is_the_one_printed(read: Read, item: str, day: str | None) -> None:
    article = only(read("a.xml", rss(f"<title>T</title>{item}", before="")))
    assert (str(article.date) if article.date else None) == day


def test_the_feeds_own_dates_date_nothing(read: Read) -> None:
    feed = rss("<title>T</title>").replace(
        "<channel>",
        "<channel><pubDate>Tue, 06 May 2025 23:30:00 GMT</pubDate><lastBuildDate>2025</lastBuildDate>",
    )
    article = only(read("a.xml", feed))
    assert article.date is None
    assert article.undated is None


def test_the_content_is_preferred_to_the_description(read: Read) -> None:
    item = (
        "<description>short</description><content:encoded><![CDATA[<p>One</p><p>Two</p>]]></content:encoded>"
    )
    assert only(read("a.xml", rss(item))).text == "One\n\nTwo"


def test_entries_with_one_guid_are_kept_apart(read: Read) -> None:
    found = read("a.xml", rss(*["<guid>g</guid><title>T</title>"] * 2))
    assert [part.id for part in found if isinstance(part, Article)] == ["a.xml#g", "a.xml#2"]


def test_no_entity_is_expanded(read: Read) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "lol"><!ENTITY x SYSTEM "file:///etc/passwd">{entities}]>'
    article = only(read("a.xml", rss("<title>&e9;&x;</title><description>d</description>", before=bomb)))
    assert (article.title, article.text) == ("&e9;&x;", "d")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><item><title>&#x110000;</title>", "not a feed: "),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1"}', "not a JSON Feed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    why_not: Callable[..., str], content: str, reason: str
) -> None:
    assert why_not("a.xml", content).startswith(reason)


def test_a_feed_without_entries_gives_nothing(read: Read) -> None:
    assert read("a.xml", rss()) == []


def test_of_json_feed_a_modified_day_is_none(read: Read) -> None:
    content = """{"version": "https://jsonfeed.org/version/1.1", "title": "F",
        "items": [{"id": "1", "content_text": "x", "date_modified": "2025-05-06"}]}"""
    article = only(read("a.json", content))
    assert (article.id, article.source, article.date) == ("a.json#1", "F", None)


def test_an_id_that_is_no_address_is_no_link(read: Read) -> None:
    entry = "<entry><id>tag:x.com,2005:1</id><title>T</title><content>a</content></entry>"
    article = only(read("a.xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entry}</feed>'))
    assert (article.id, article.url) == ("a.xml#tag:x.com,2005:1", None)
