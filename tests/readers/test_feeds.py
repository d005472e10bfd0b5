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


WORDPRESS = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay Blog</title>
<wp:author><wp:author_login><![CDATA[alma]]></wp:author_login>
<wp:author_display_name><![CDATA[Alma Pryce]]></wp:author_display_name></wp:author>{}</channel></rss>"""
ENTRY = """<item><title>{title}</title><pubDate>Wed, 07 May 2025 03:10:00 +0000</pubDate><dc:creator>alma</dc:creator>
<content:encoded><![CDATA[The ferry sails again.]]></content:encoded><wp:post_date>2025-05-06 23:10:00</wp:post_date>
<wp:status>{state}</wp:status><wp:post_type>{kind}</wp:post_type></item>"""


@pytest.mark.parametrize(
    ("kind", "state", "articles"),
    [
        ("post", "publish", 1),
        ("page", "publish", 1),
        ("city_news", "private", 1),
        ("attachment", "inherit", 0),
        ("nav_menu_item", "publish", 0),
        ("revision", "inherit", 0),
        ("wp_global_styles", "publish", 0),
        ("post", "draft", 0),
        ("post", "auto-draft", 0),
        ("post", "future", 0),
        ("post", "trash", 0),
    ],
)
def test_of_wordpress_published_posts_are_articles(read: Read, kind: str, state: str, articles: int) -> None:
    entries = ENTRY.format(title="A", kind="post", state="publish") + ENTRY.format(
        title="B", kind=kind, state=state
    )
    found = [part for part in read("a.xml", WORDPRESS.format(entries)) if isinstance(part, Article)]
    assert [article.title for article in found] == ["A", "B"][: 1 + articles]
    assert (found[0].authors, str(found[0].date), found[0].other_dates) == (("Alma Pryce",), "2025-05-06", ())


BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"
 xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Quay Blog</title><entry><id>tag:e:1</id>{}
<published>2025-05-06T23:30:00-05:00</published><title>A</title><content type="html">x</content>
<category scheme="tag:e" term="ferries"/></entry></feed>"""
KIND = '<category scheme="g#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
TYPE = "<blogger:type>{}</blogger:type><blogger:status>{}</blogger:status>"


@pytest.mark.parametrize(
    ("said", "articles"),
    [
        (KIND.format("post"), 1),
        (KIND.format("page"), 1),
        (KIND.format("template"), 0),
        (KIND.format("settings"), 0),
        (KIND.format("comment"), 0),
        (KIND.format("post") + "<app:control><app:draft>yes</app:draft></app:control>", 0),
        (TYPE.format("POST", "LIVE"), 1),
        (TYPE.format("POST", "DRAFT"), 0),
        (TYPE.format("POST", "SOFT_TRASHED"), 0),
        (TYPE.format("COMMENT", "LIVE"), 0),
    ],
)
def test_of_blogger_published_posts_are_articles(read: Read, said: str, articles: int) -> None:
    found = read("a.atom", BLOGGER.format(said))
    assert [(part.title, part.tags) for part in found if isinstance(part, Article)] == [
        ("A", ("ferries",))
    ] * articles
