"""Web pages: what is claimed, what dates them, what is their title and text, and what hostile ones come to."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.readers.html import READER
from newsgrep.readers.pages.facts import names, without_site
from newsgrep.readers.pages.tree import MOST_TAGS, original

ReadOne: TypeAlias = Callable[..., Article]

PARAGRAPH = (
    "The ferry ran aground at dawn off the point, and all its passengers were taken ashore by lifeboats."
)


def page(head: str = "", body: str = "") -> str:
    return (
        f'<!doctype html><html><head><meta charset="utf-8">{head}</head>'
        f"<body><article><h1>Ferry runs aground</h1>{body}<p>{PARAGRAPH}</p></article></body></html>"
    )


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("head", "name", "claimed"),
    [
        (b"<!DOCTYPE html><html>", "a.txt", True),
        (b"<!-- x -->\n<HTML>", "a", True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "a.xml", True),
        (b"<p>A paragraph</p>", "a.txt", True),
        (b"Just words", "a.html", True),
        (b"A paragraph with <b>bold</b> words", "a.txt", False),
        (b"<p> is how a paragraph begins", "a.txt", False),
        (b'<?xml version="1.0"?><rss><channel>', "a.xml", False),
        (b'<?xml version="1.0"?><rss><channel>', "a.html", False),
        (b'{"title": "x"}', "a.html", False),
        (b'[{"title": "x"}]', "a.html", False),
        (b"[Skip to content] Just words", "a.html", True),
        (b"<!DOCTYPE nitf SYSTEM 'x'>", "a.txt", False),
        (b" date 2025-05-06 Canadian Prime Minister", "a.txt", False),
    ],
)
def test_claimed_by_content_first(head: bytes, name: str, claimed: bool) -> None:  # noqa: FBT001  a column
    assert READER.claims(head, name) is claimed


@pytest.mark.parametrize(
    ("head", "body", "day", "origin"),
    [
        (json_ld('{"@type":"NewsArticle","datePublished":"2025-05-05T23:30:00-04:00"}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"NewsArticle","dateModified":"2025-05-05"}'), "", None, None),
        (json_ld('[{"@graph":[{"@type":["Thing","BlogPosting"],"datePublished":"2025-05"}]}]'), "", "2025-05", "json-ld"),
        (json_ld('{"@type":"WebPage","datePublished":"2025-05-05"}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Event","datePublished":"2025-05-05"}'), "", None, None),
        (json_ld('{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2025-01-02"}}'), "", "2025-01-02", "json-ld"),
        (json_ld("not JSON"), "", None, None),
        (json_ld('{"@type":"Article","datePublished":["2025-05-05","2025-05-06"]}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Article","datePublished":{"@type":"Date","@value":"2025-05-05"}}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Article","datePublished":"0000-00-00","dateCreated":"2025-05-05"}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Article","datePublished":"2025-05-05","dateCreated":"2025-01-01"}'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Article","datePublished":"2025-05-05",}//x'), "", "2025-05-05", "json-ld"),
        (json_ld('{"@type":"Article","url":"http://e.example/a//b","datePublished":"2025-05-05",}'), "", "2025-05-05", "json-ld"),
        ('<meta property="article:published_time" content="2025-05-05">', "", "2025-05-05", "meta"),
        ('<meta property="article:modified_time" content="2025-05-05">', "", None, None),
        ('<meta name="DC.date.issued" content="1914-08-05">', "", "1914-08-05", "meta"),
        ('<meta name="cXenseParse:recs:publishtime" content="2025-05-05T06:00:00.000Z">', "", "2025-05-05", "meta"),
        ('<meta name="last-modified" content="2025-05-05">', "", None, None),
        ('<link rel="canonical" href="https://e.example/2025/05/05/x">', "", "2025-05-05", "url"),
        ('<meta property="og:url" content="https://e.example/2025/05/x">', "", "2025-05", "url"),
        ("", '<time itemprop="datePublished" datetime="2025-05-05">today</time>', "2025-05-05", "meta"),
        ("", '<time pubdate datetime="2025-05-05">today</time>', "2025-05-05", "meta"),
        ("", '<time class="entry-date published updated" datetime="2025-05-05">x</time>', "2025-05-05", "meta"),
        ("", '<time class="updated" datetime="2025-05-05T10:00">x</time>', None, None),
        ("", "<div>Updated: <time>May 5, 2025</time></div>", None, None),
        ("", "<span>Last modified on</span> <span>5 May 2025</span>", None, None),
        ("", "<span>Updated: May 5, 2025</span><span>Published: May 4, 2025</span>", "2025-05-04", "text"),
        ("", '<aside><time pubdate datetime="2025-05-05">x</time></aside>', None, None),
        ("", '<span>Published <time datetime="2025-05-05">yesterday</time></span>', "2025-05-05", "text"),
        ("", "<p>Published May 5, 2025</p>", "2025-05-05", "text"),
        ("", "<p>Updated May 5, 2025</p>", None, None),
        ("", "<p>By Ann Smith | 5 May 2025 10:30 BST</p>", "2025-05-05", "text"),
        ("", "<p>By Ann Smith, May 5, 2025</p>", "2025-05-05", "text"),
        ("", "<p>On May 5, 2025 the ministry said that nothing had been decided.</p>", None, None),
        ("", "<p>He left on <b>May 5, 2025</b>.</p>", None, None),
        ("", f"<p>{PARAGRAPH} <span>May 5, 2025</span></p>", None, None),
        ("", "<p>03/04/2025</p>", None, None),
        ("", "<p>2025</p>", None, None),
        ("", "<p>Veröffentlicht: 5. Mai 2025, 18:30 Uhr</p>", "2025-05-05", "text"),
        ("", "<p>1er août 2008 à 18h30</p>", "2008-08-01", "text"),
        ("", "<p>martes, 6 de mayo de 2025</p>", "2025-05-06", "text"),
        ("", "<p>14 сентября 2002 г., 10:20</p>", "2002-09-14", "text"),
        ("", "<p>2005年4月12日(火) 10時30分</p>", "2005-04-12", "text"),
        ("", "<p>입력 : 2010년 3월 15일 14:20</p>", "2010-03-15", "text"),
    ],
)  # fmt: skip
def test_dates(read_one: ReadOne, head: str, body: str, day: str | None, origin: str | None) -> None:
    """Told for machines before seen, as printed, of publication only; running text dates nothing."""
    date = read_one("a.html", page(head, body)).date
    assert (str(date) if date else None, date.origin.value if date else None) == (day, origin)


def test_every_date_found_is_kept(read_one: ReadOne) -> None:
    head = (
        json_ld('{"@type":"Article","datePublished":"2025-05-05"}')
        + '<meta name="pubdate" content="2025-04-05"><link rel="canonical" href="https://e.example/2025/03/05/x">'
    )
    article = read_one("2025-02-05.html", page(head))
    assert str(article.date) == "2025-05-05"
    assert [str(date) for date in article.other_dates] == ["2025-04-05", "2025-03-05", "2025-02-05"]
    assert article.flags == ("conflicting-dates",)


def test_a_date_that_may_be_two_days(read_one: ReadOne) -> None:
    content = page('<meta name="pubdate" content="03/04/2025">')
    assert read_one("a.html", content).flags == ("doubtful-date",)
    assert str(read_one("a.html", content, date_order="day-first").date) == "2025-04-03"


def test_the_visible_date_is_not_text(read_one: ReadOne) -> None:
    article = read_one("a.html", page("", "<div><p>May 5, 2025</p></div>"))
    assert (str(article.date), article.text) == ("2025-05-05", PARAGRAPH)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Ferry runs aground | Gazette</title>", "Ferry runs aground"),
        ('<title>x</title><meta property="og:title" content="Ferry aground - Gazette"><meta property="og:site_name" content="Gazette">', "Ferry aground"),
        (json_ld('{"@type":"Article","headline":"Tom &amp;amp; Ann&#39;s\\n ferry"}').replace("&amp;amp;", "&amp;"), "Tom & Ann's ferry"),
    ],
)  # fmt: skip
def test_titles(read_one: ReadOne, head: str, title: str) -> None:
    assert read_one("a.html", page(head)).title == title


def test_title_of_a_page_without_a_heading(read_one: ReadOne) -> None:
    """The site's name is taken off where the page says what it is; else nobody knows which part it is."""
    body = f"<p>{PARAGRAPH}</p>"
    said = '<meta property="og:site_name" content="The Gazette">'
    assert (
        read_one("a.html", f"<html><title>Ferry - The Gazette</title>{body}").title == "Ferry - The Gazette"
    )
    assert read_one("a.html", f"<html><title>Ferry - The Gazette</title>{said}{body}").title == "Ferry"
    assert read_one("a.html", f"<html>{body}").title is None


@pytest.mark.parametrize(
    ("title", "site", "bare"),
    [
        ("Ferry aground | Gazette", "Gazette", "Ferry aground"),
        ("Gazette: Ferry aground", "Gazette", "Ferry aground"),
        ("The day of the Gazette", "Gazette", "The day of the"),
        ("TheGazette", "Gazette", "TheGazette"),
        ("Gazette", "Gazette", "Gazette"),
        ("| Gazette", "Gazette", "| Gazette"),
        ("Ferry", None, "Ferry"),
    ],
)
def test_a_title_without_the_name_of_its_site(title: str, site: str | None, bare: str) -> None:
    assert without_site(title, site) == bare


@pytest.mark.parametrize(
    ("said", "people"),
    [
        (["By Ann Smith and Bo Lee"], ("Ann Smith", "Bo Lee")),
        (["Ann Smith, Bo Lee", "Ann Smith"], ("Ann Smith", "Bo Lee")),
        (["https://www.facebook.com/gazette", "a@e.example"], ()),
        (["Byron Anders"], ("Byron Anders",)),
        (["Smith, Ann"], ("Smith, Ann",)),
        (["Von Ann Smith und Bo Lee"], ("Ann Smith", "Bo Lee")),
        (["Ann Smith | Bo Lee"], ("Ann Smith", "Bo Lee")),
        (["Von Trapp"], ("Von Trapp",)),
        ([None, " "], ()),
    ],
)
def test_names(said: list[str | None], people: tuple[str, ...]) -> None:
    assert names(said) == people


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://web.archive.org/web/20120311081500/http://e.example/a", "http://e.example/a"),
        ("https://web.archive.org/web/20120311081500id_/https://e.example/a", "https://e.example/a"),
        ("https://archive.ph/2012.03.11-081500/https://e.example/a", "https://e.example/a"),
        (" https://e.example/a ", "https://e.example/a"),
        ("/a/b", None),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_the_address_of_the_page_itself(link: str | None, url: str | None) -> None:
    assert original(link) == url


def test_a_canonical_link_to_the_first_page_is_no_address(read_one: ReadOne) -> None:
    head = '<link rel="canonical" href="https://e.example/"><meta property="og:url" content="https://e.example/a">'
    assert read_one("a.html", page(head)).url == "https://e.example/a"


def test_json_ld_of_another_article_is_not_the_pages(read_one: ReadOne) -> None:
    other = json_ld(
        '{"@type":"Article","headline":"Wheat exports reach a record","url":"https://e.example/wheat",'
        '"datePublished":"2020-01-01"}'
    )
    head = '<link rel="canonical" href="https://e.example/ferry">'
    assert read_one("a.html", page(head + other)).date is None
    assert read_one("a.html", page(head + other.replace("/wheat", "/ferry"))).date is not None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One.<br>Two.</p>", "One.\nTwo."),
        ("<ul><li>First item</li><li>Second item</li></ul>", "First item\nSecond item"),
        (
            "<table><tr><th>Team</th><th>Points</th></tr><tr><td>Reds</td><td>3</td></tr></table>",
            "Team Points\nReds 3",
        ),
        ("<p>A&nbsp;b &lt;i&gt; &amp;amp; c</p>", "A b <i> &amp; c"),
        ("<p>caf&eacute; &#150; na&iuml;ve &#1;</p>", "café \N{EN DASH} naïve"),
    ],
)
def test_text(read_one: ReadOne, body: str, text: str) -> None:
    """Paragraphs are apart, lines and rows are lines, entities are resolved once."""
    assert (
        read_one("a.html", page("", f"<p>{PARAGRAPH}</p>{body}")).text
        == f"{PARAGRAPH}\n\n{text}\n\n{PARAGRAPH}"
    )


def test_an_article_told_whole_and_shown_in_part(read_one: ReadOne) -> None:
    told = json_ld(
        '{"@type":"Article","articleBody":"<p>' + f"{PARAGRAPH}</p><p>".replace('"', "") * 9 + '"}'
    )
    assert read_one("a.html", page(told)).text == "\n\n".join([PARAGRAPH] * 9)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        ("Ça coûte 5 €", "iso-8859-1"),
        ("青海市で新しい橋", "x-sjis"),
        ("Мост открыт", "windows-1251"),
    ],
)
def test_the_declared_encoding(read_one: ReadOne, content: str, declared: str) -> None:
    """As browsers read it: windows-1252 for iso-8859-1, names with `x-`."""
    codec = {"iso-8859-1": "cp1252", "x-sjis": "cp932"}.get(declared, declared)
    text = page().replace("utf-8", declared).replace(PARAGRAPH, f"{content}. " * 12)
    assert content in read_one("a.html", text.encode(codec)).text


LONG = "<p>" + PARAGRAPH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><script>var a = 1</script><style>p {}</style>", "no article text found in the page"),
        ("<html></html>", "no article text found in the page"),
        ("<html><body>" + "<div>" * 100_000 + PARAGRAPH, "elements nested too deeply"),
        ("<html><body>" + "<p>" * (MOST_TAGS + 1), "more than 200,000 tags in one page"),
        (
            "<html><p " + " ".join(f"a{n}" for n in range(100_000)) + ">",
            "more than 10,000 attributes in one tag",
        ),
        (b"<html><body>" + bytes(range(256)) * 99, "cannot be decoded as text"),
    ],
    ids=["scripts", "empty", "deep", "tags", "attributes", "binary"],
)
def test_refused_with_a_plain_reason(why_not: Callable[..., str], content: str | bytes, reason: str) -> None:
    assert why_not("a.html", content) == reason


@pytest.mark.parametrize("before", [0, 1, 9_999, 10_000, 14_321, 90_000])
def test_a_tag_of_many_attributes_is_refused_wherever_it_stands(
    why_not: Callable[..., str], before: int
) -> None:
    tag = "<p" + " a" * 10_000 + ">"
    text = "<html><body>" + "b " * (before // 2) + tag + LONG * 999
    assert why_not("a.html", text) == "more than 10,000 attributes in one tag"


def test_entities_are_not_expanded_and_nothing_outside_is_read(read_one: ReadOne) -> None:
    declared = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    text = read_one(
        "a.xhtml", f'<?xml version="1.0"?>{declared}<html><body><p>{PARAGRAPH} &b; &c;</p></body></html>'
    ).text
    assert text == f"{PARAGRAPH} &b; &c;"


def test_zero_bytes_are_passed_over(read_one: ReadOne) -> None:
    assert read_one("a.html", page().replace("ferry", "fer\0ry")).text == PARAGRAPH


def test_three_hundred_unclosed_elements_are_read_through(read_one: ReadOne) -> None:
    assert (
        PARAGRAPH in read_one("a.html", "<html><body>" + "<font size=2>" * 300 + f"<p>{PARAGRAPH}</p>").text
    )


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"@graph":' * 900, '{"a' + '"' * 10_001 + " /*" * 5_000, '{"@type":"Article","author":[[[]]],"keywords":{}}'],
    ids=["lists", "objects", "quotes", "odd"],
)  # fmt: skip
def test_odd_json_ld_is_passed_over(read_one: ReadOne, text: str) -> None:
    assert read_one("a.html", page(json_ld(text))).text == PARAGRAPH


def test_an_author_of_several_names_in_json_ld(read_one: ReadOne) -> None:
    told = json_ld('{"@type":"Article","author":{"@type":"Person","name":["Ann Smith","Bo Lee"]}}')
    assert read_one("a.html", page(told)).authors == ("Ann Smith", "Bo Lee")
