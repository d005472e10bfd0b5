"""Documents made to keep a reader busy for hours: each is read, or refused, in a moment."""

import json
import signal
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeAlias

import pytest
from books import epub, page

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import dates_within, read_date
from newsgrep.readers.exports.europresse import _COUNT
from newsgrep.readers.exports.nexis_uni import _COVER
from newsgrep.readers.mbox import READER as MBOX
from newsgrep.readers.rtf import _TITLE

Read: TypeAlias = Callable[..., list[Article | Skipped]]
LONGEST = 300.0
"""Seconds of work, whatever else the machine does meanwhile: many times what it takes, and no part of what it once took."""
WORDS = "Words of an article that is long enough. " * 5
SPACES = " " * 100_000


class TooLateError(BaseException):
    """No reader takes this for what is wrong with a document."""


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    def late(*_: Any) -> None:
        raise TooLateError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


HOCR = "<html><body><div class='ocr_page'>"
LINE = "<TextLine><String CONTENT='a-'/></TextLine>"
DIVISION = "<div type='article'><p>x</p></div>"
HEADLINE = "<div TYPE='ARTICLE' LABEL='x'/>"


def in_note(body: str) -> str:
    return f"<en-export><note><title>T</title><content><![CDATA[{body}]]></content></note></en-export>"


def in_ld(value: str) -> str:
    return (
        f'<html><head><title>T</title><script type="application/ld+json">{value}</script></head>'
        f"<body><h1>A headline of it</h1><p>{WORDS}</p></body></html>"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{number}-{name}")
        for number, (name, content) in enumerate(
            (
                ("a.json", "{" + '"a":{}}}},' * 700),
                ("a.txt", "{" + '"a":{}}}},' * 700),
                ("a.xml", "<?xml " + 'encoding="a" ' * 100_000 + "><rss><channel></channel></rss>"),
                (
                    "b.xml",
                    f"<rss><channel><item><title>T</title><author>{'a@' * 50_000}</author></item></channel></rss>",
                ),
                ("a.md", "words " + "[[" * 50_000),
                ("b.md", "words " + "{{<" * 20_000),
                ("c.md", "words " + "{%" * 50_000),
                ("d.md", "words " + "[^" * 50_000 + "x"),
                ("e.md", f"words\u00a0{SPACES}x"),
                ("a.jsonl", json.dumps({"text": f"a{SPACES}b chars]"})),
                ("b.jsonl", json.dumps({"text": "a", "author": f"a{SPACES}b"})),
                ("c.jsonl", json.dumps({"text": "a", "tags": f"['a'{SPACES}x]"})),
                ("d.jsonl", json.dumps({"text": "a", "tags": "['" + r"\'" * 50_000 + "']"})),
                ("b.txt", f"Title: T\nAuthor: a{SPACES}b\n\nText"),
                ("c.txt", "a" * 1_000_000 + "-\nb"),
                ("d.txt", "a-" * 500_000 + "\nb"),
                ("a.html", in_ld('{"a": "' + r"\"" * 50_000 + "\\")),
                ("b.html", in_ld('{"@type": "NewsArticle", "articleBody": "' + "<p " * 100_000 + '"}')),
                ("c.html", "<html>" + "<meta " * 5_000 + f"</head><h1>A headline</h1><p>{WORDS}</p>"),
                ("a.enex", in_note("<en-crypt" * 300_000)),
                ("b.enex", in_note("<div>" * 300_000)),
                ("a.hocr", HOCR + "<span class='ocr_line'>" * 50_000),
                ("b.hocr", HOCR + "<span class='ocr_line'>a-</span>" * 100_000),
                ("a.alto", f"<alto><TextBlock>{LINE * 100_000}</TextBlock></alto>"),
                (
                    "a.tei",
                    f"<TEI><text><p>{SPACES}<lb break='no'/>{SPACES}x{'<lb/>' * 50_000}</p></text></TEI>",
                ),
                ("b.tei", f"<TEI><text>{DIVISION * 20_000}</text></TEI>"),
                ("a.mets", f"<mets><structMap TYPE='LOGICAL'>{HEADLINE * 20_000}</structMap></mets>"),
                ("a.epub", epub({"a.html": page("<div>|" * 200 + "x" * 1_000_000)})),
                ("b.epub", epub({"a.html": page("<a " + "b " * 1_000_000)})),
                ("c.epub", epub({"a.html": page("x")}, f"<dc:title>{'a [ 1 ' * 50_000}</dc:title>")),
                ("d.epub", epub({f"{n}.html": page("<a href='0.html'>x</a>x") for n in range(2_000)})),
                ("trec", f"<DOC>\n<DOCNO>A-1</DOCNO>\n<HEAD>a{SPACES}b</HEAD>\n<TEXT>b</TEXT>\n</DOC>\n"),
            )
        )
    ],
)
def test_a_document_is_read_in_time(read: Read, name: str, content: str | bytes) -> None:
    assert read(name, content)


def test_a_line_that_looks_like_the_first_of_a_message_a_thousand_times() -> None:
    assert not MBOX.claims(b"From a" + b"10:10 2025 " * 90_000, "a")


def test_a_title_in_rtf_of_spaces() -> None:
    assert _TITLE.search("{\\title" + SPACES + "\\x") is None


def test_an_export_with_contents_of_dots(read: Read) -> None:
    text = f"Title\n{'.' * 100_000}x\n10 words\n6 May 2025\nThe Gazette\nGAZ\nEnglish\n(c) 2025\n\nText\n\nDocument GAZ0000020250506el5600001\n"
    assert len(read("a.txt", text)) == 1


def test_lines_of_exports_of_bars_and_of_digits() -> None:
    assert _COVER.search("|" * 100_000) is None
    assert _COUNT.search("1" * 100_000) is None
    assert _COVER.search("a | b | Copyright 2025")
    assert _COUNT.search("Le Monde, 6 mai 2025, 1 512 mots")


@pytest.mark.parametrize(
    "unit", ["EST ", "10:15 ", "10:15 (EST) at ", "at ", "(", "- ", "Tue, ", "14 ", "de ", "a.b."]
)
def test_a_text_of_nothing_but_parts_of_dates(unit: str) -> None:
    for text in (
        (unit * 200)[:190],
        "10:15 " + (unit * 200)[:180],
        "14 March 2023 " + (unit * 200)[:150] + "?",
    ):
        assert read_date(text, DateOrigin.RECORD, ReadOptions(today=date(2025, 5, 6))) is None
        dates_within(text * 3, ReadOptions(today=date(2025, 5, 6)))
