"""EPUB: which documents are articles, whose day they have, and packages that mean harm."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from archives import zipped
from books import CONTAINER, epub, page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

BAR = '<div class="calibre_navbar">| <a href="x">Next</a> |</div>'


def downloaded(url: str) -> str:
    return f'<p>This article was downloaded by <b>calibre</b> from <a rel="calibre-downloaded-from" href="{url}">{url}</a></p>'


ARTICLE = page("<h1>Cranes go up</h1><p>Three of them are red.</p>")


@pytest.mark.parametrize(
    ("metadata", "body", "day", "origin"),
    [
        ("<dc:title>Vane</dc:title><dc:date>2021-06-05</dc:date>", "", "2021-06-05", "document"),
        ("<dc:title>Vane [Sat, 05 Jun 2021]</dc:title><dc:date>2021-06-04T22:00:00+00:00</dc:date>", "", "2021-06-05", "document"),
        ("<dc:title>Vane, 5 June 2021</dc:title>", "", "2021-06-05", "document"),
        ("<dc:title>Vane</dc:title><meta name='calibre:timestamp' content='2022-01-01'/>", "", None, None),
        ("<dc:title>Vane</dc:title><dc:date opf:event='modification'>2022-01-01</dc:date>", "", None, None),
        ("<dc:title>Vane</dc:title><dc:date opf:event='publication'>2021</dc:date>", "", "2021", "document"),
        ("<dc:title>Vane</dc:title><meta property='dcterms:issued'>2021-06-05</meta><meta property='dcterms:modified'>2022-01-01</meta>", "", "2021-06-05", "document"),
        ("<dc:title>Vane</dc:title><dc:date>2021-06-05</dc:date>", downloaded("https://vane.example/2021/06/02/cranes"), "2021-06-02", "url"),
        ("<dc:title>Vane</dc:title><dc:date>2021-06-05</dc:date>", downloaded("https://vane.example/2021/06/05/cranes"), "2021-06-05", "document"),
        ("<dc:title>Vane</dc:title><dc:date>2021-06-05</dc:date>", "<p>Published: 3 June 2021</p>", "2021-06-03", "text"),
        ("<dc:title>Saved</dc:title><dc:publisher>EpubPress</dc:publisher><dc:date>2021-06-05</dc:date>", "", None, None),
        ("<dc:title>Reports of 1984</dc:title>", "", None, None),
    ],
)  # fmt: skip
def test_the_day_is_the_articles_own_or_that_of_the_issue(
    read_one: ReadOne, metadata: str, body: str, day: str | None, origin: str | None
) -> None:
    article = read_one(
        "2020-01-01.epub", epub({"p.html": page(f"<h1>Cranes go up</h1>{body}<p>Red.</p>")}, metadata)
    )
    assert (str(article.date) if article.date else None) == day
    assert (article.date.origin if article.date else None) == origin
    assert article.text == "Red."


@pytest.mark.parametrize(
    ("metadata", "source", "authors"),
    [
        ("<dc:title>Vane [Sat, 05 Jun 2021]</dc:title><dc:creator opf:role='aut'>calibre</dc:creator>", "Vane", ()),
        ("<dc:title>Vane 5 June 2021</dc:title><dc:creator>Vane Media</dc:creator>", "Vane", ()),
        ("<dc:title>Tides</dc:title><dc:creator opf:role='aut'>Ann Smith</dc:creator><dc:creator opf:role='ill'>Bo Lee</dc:creator>", "Tides", ("Ann Smith",)),
        ("<dc:title>Tides</dc:title><dc:creator>Tides</dc:creator><dc:publisher>Quay</dc:publisher>", "Tides", ()),
        ("<dc:publisher>Quay</dc:publisher>", "Quay", ()),
        ("", None, ()),
    ],
)  # fmt: skip
def test_source_and_authors(
    read_one: ReadOne, metadata: str, source: str | None, authors: tuple[str, ...]
) -> None:
    article = read_one("a.epub", epub({"p.html": ARTICLE}, metadata))
    assert (article.source, article.authors) == (source, authors)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By A. Falk and Bo Lee", ("A. Falk", "Bo Lee")),
        ("BY ANN SMITH", ("ANN SMITH",)),
        ("By June the river had risen.", ("The Author",)),
        ("by the river", ("The Author",)),
    ],
)
def test_a_byline_counts_before_the_authors_of_the_book(
    read_one: ReadOne, line: str, authors: tuple[str, ...]
) -> None:
    content = epub(
        {"p.html": page(f"<h1>Cranes go up</h1><p>{line}</p><p>Red.</p>")},
        "<dc:creator>The Author</dc:creator>",
    )
    article = read_one("a.epub", content)
    assert (article.authors, article.text) == (authors, f"{line}\n\nRed.")


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("<p>City</p><h1>Cranes go up</h1><p>Red.</p>", "Cranes go up", "City\n\nRed."),
        ("<h1>Vane</h1><h2>Cranes go up</h2><p>Red.</p>", "Cranes", "Vane\n\nCranes go up\n\nRed."),
        ("<h2>Cranes go up</h2><p>Red.</p><h2>And down</h2><p>Blue.</p>", "Cranes go up", "Red.\n\nAnd down\n\nBlue."),
        ("<p>Red.</p><h2>And down</h2><p>Blue.</p>", "Cranes", "Red.\n\nAnd down\n\nBlue."),
        ("<p>Cranes</p><p>Red.</p>", "Cranes", "Red."),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_else_what_the_contents_say(
    read_one: ReadOne, body: str, title: str, text: str
) -> None:
    ncx = b"<ncx><navMap><navPoint><navLabel><text>Cranes</text></navLabel><content src='p.html'/></navPoint></navMap></ncx>"
    content = epub({"p.html": page(body, "Vane")}, "<dc:title>Vane</dc:title>", parts={"a/toc.ncx": ncx})
    article = read_one("a.epub", content)
    assert (article.title, article.text) == (title, text)


@pytest.mark.parametrize(
    "other",
    [
        page("<h1>Contents</h1><ul><li><a href='a.html'>Cranes go up</a></li><li><a href='a.html#x'>Down</a></li></ul>"),
        page("<p>All rights reserved, and all of the cranes.</p>", attributes='epub:type="copyright-page"'),
        page("<section epub:type='toc'><p>Cranes, and what came of them.</p></section>"),
        page("<img src='cover.jpg'/>"),
        page(""),
    ],
)  # fmt: skip
def test_what_only_leads_to_articles_is_none(read_one: ReadOne, other: str) -> None:
    assert read_one("a.epub", epub({"o.html": other, "a.html": ARTICLE})).title == "Cranes go up"


def test_documents_beside_the_order_of_reading_are_no_articles(why_not: WhyNot) -> None:
    assert why_not("a.epub", epub({"a.html": ARTICLE}, spine='linear="no"')) == "no text in the EPUB"


def test_of_a_recipe_the_pages_of_sections_are_no_articles(read: Read) -> None:
    section = page(
        f"<h2>City</h2><a href='article_0/index.html'>Cranes</a><p>{'What they say of it. ' * 20}</p>"
    )
    pages = {
        "index.html": section,
        "feed_0/index_u1.html": section,
        "feed_0/article_0/index_u2.html": ARTICLE,
    }
    assert [part.id for part in read("a.epub", epub(pages)) if isinstance(part, Article)] == [
        "a.epub#a/feed_0/article_0/index_u2.html"
    ]


@pytest.mark.parametrize(
    ("bar", "text"),
    [
        (BAR, "Red."),
        ("<p>| Next | Section Menu | Main Menu |</p>", "Red."),
        ("<div class='calibre_navbar2'><hr/>Weiter</div>", "Red."),
        (downloaded("https://vane.example/a"), "Red."),
        ("<p>| is the sign of a pipe.</p>", "| is the sign of a pipe.\n\nRed."),
    ],
)
def test_bars_of_links_are_no_text(read_one: ReadOne, bar: str, text: str) -> None:
    body = f"{bar}<h1>Cranes go up</h1><p>Red.</p>"
    assert read_one("a.epub", epub({"p.html": page(body)})).text == text


def test_the_parts_of_a_split_document_are_one_article_unless_the_contents_name_them(read: Read) -> None:
    pages = {f"a_split_00{n}.html": page(f"<h2>H{n}</h2><p>P{n}.</p>") for n in range(3)}
    ncx = (
        b"<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src='a_split_000.html'/></navPoint>"
        b"<navPoint><navLabel><text>Two</text></navLabel><content src='a_split_002.html#x'/></navPoint></navMap></ncx>"
    )
    found = read("a.epub", epub(pages, parts={"a/toc.ncx": ncx}))
    assert [(part.title, part.text) for part in found if isinstance(part, Article)] == [
        ("H0", "P0.\n\nH1\n\nP1."),
        ("H2", "P2."),
    ]
    assert len(read("a.epub", epub(pages))) == 3


def test_elements_that_xhtml_closes_at_once_swallow_no_text(read_one: ReadOne) -> None:
    markup = '<html><head><title/></head><body><a id="x"/><h1>Cranes<i/> go up</h1><p>Red &nbsp;&eacute;.</p></body></html>'
    article = read_one("a.epub", epub({"p.html": markup}))
    assert (article.title, article.text) == ("Cranes go up", "Red é.")


def test_a_document_that_is_missing_or_damaged_is_skipped_alone(read: Read) -> None:
    content = epub({"a.html": ARTICLE, "gone.html": ARTICLE, "deep.html": "<div>" * 100_000})
    content = content.replace(b"a/gone.html", b"a/gine.html")
    skipped = {part.key: part.reason for part in read("a.epub", content) if isinstance(part, Skipped)}
    assert skipped == {
        "a/gone.html": "a package without a/gone.html",
        "a/deep.html": "elements nested too deeply",
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"mimetype": b"application/epub+zip"}), "a package without META-INF/container.xml"),
        (epub({}), "no text in the EPUB"),
        (epub({"p.html": ARTICLE}, "&a;").replace(b"<package", b"<package"), "not well-formed XML"),
        (epub({"p.html": " " * 70_000_000}), "in one article"),
        (epub({"p.html": ARTICLE}, parts={"META-INF/encryption.xml": b'<e><CipherReference URI="a/p.html"/></e>'}), "encrypted"),
        (epub({"p.html": ARTICLE})[:-30], "damaged zip archive"),
        (b"PK\x03\x04" + bytes(99), "damaged zip archive"),
    ],
)  # fmt: skip
def test_books_that_cannot_be_read(why_not: WhyNot, content: bytes, reason: str) -> None:
    assert reason in why_not("a.epub", content)


@pytest.mark.parametrize(
    "declared",
    ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'],
)
def test_declared_entities_are_refused(why_not: WhyNot, declared: str) -> None:
    content = zipped(
        {"mimetype": b"application/epub+zip", "META-INF/container.xml": declared.encode() + CONTAINER}
    )
    assert why_not("a.epub", content) == "declares entities, which are not expanded"


def test_what_expands_too_far_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgrep.readers.expansion._ALWAYS", 10_000)
    found = read("a.epub", epub({f"{n}.html": ARTICLE + " " * 1_000_000 for n in range(3)}))
    assert {part.reason for part in found if isinstance(part, Skipped)} == {
        "expands to more than 200 times its size"
    }


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_book_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    whole = epub({"a.html": ARTICLE, "b.html": ARTICLE}, "<dc:title>Vane</dc:title>")
    place = min(60 + place, len(whole))
    for part in read("a.epub", whole[:place] + junk + whole[place + len(junk) :]):
        assert "its reader failed" not in getattr(part, "reason", "")
