"""TEI: which texts are articles, whose day they have, and what of the markup is text."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

SPACE = ' xmlns="http://www.tei-c.org/ns/1.0"'
ONE = ' xml:id="one"'
EDITION = "<publicationStmt><date>2012-03-04</date></publicationStmt>"


def tei(
    text: str = "<body><p>x</p></body>", file: str = "", profile: str = "", attributes: str = SPACE
) -> str:
    header = f"<teiHeader><fileDesc>{file}</fileDesc><profileDesc>{profile}</profileDesc></teiHeader>"
    return f"<TEI{attributes}>{header}<text>{text}</text></TEI>"


@pytest.mark.parametrize(
    ("file", "profile", "text", "day"),
    [
        (EDITION, "", "", "2012-03-04"),
        (EDITION + '<sourceDesc><bibl><date when="1869-11-02">2 Nov.</date></bibl></sourceDesc>', "", "", "1869-11-02"),
        (EDITION + "<sourceDesc><biblStruct><monogr><imprint><date>2 November 1869</date></imprint></monogr></biblStruct></sourceDesc>", "", "", "1869-11-02"),
        (EDITION + "<sourceDesc><bibl><title>The Vane</title></bibl></sourceDesc>", "", "", None),
        (EDITION + "<sourceDesc><p>Born digital.</p></sourceDesc>", "", "", "2012-03-04"),
        (EDITION, '<creation><date when="1869-11">1869</date></creation>', "", "1869-11"),
        (EDITION, "", '<front><docDate when="1869-11-02">x</docDate></front>', "1869-11-02"),
        (EDITION, "", '<body><opener><dateline>Ayr, <date when="1869-11-02">x</date></dateline></opener></body>', "1869-11-02"),
        (EDITION, "", '<body><div><opener><date when="1869-11-02"/></opener></div><div><opener><date when="1869-11-05"/></opener></div></body>', "2012-03-04"),
        ('<sourceDesc><bibl><date from="1869-11-02" to="1870-01-01">x</date></bibl></sourceDesc>', "", "", None),
        ('<sourceDesc><bibl><date notBefore="1869-11-02">1869</date></bibl></sourceDesc>', "", "", None),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_source_before_that_of_the_edition(
    read_one: ReadOne, file: str, profile: str, text: str, day: str | None
) -> None:
    article = read_one("a.xml", tei(f"{text}<body><p>x</p></body>", file, profile))
    assert (str(article.date) if article.date else None) == day


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a <hi>b</hi>c</p><p>\n d\n e</p>", "a bc\n\nd e"),
        ("<p>a</p><div><head>b</head><p>c</p></div>", "a\n\nb\n\nc"),
        ("<lg><l>a</l><l>b</l></lg>", "a\n\nb"),
        ("<p>a<lb/>b<pb n='2'/>c</p>", "a b c"),
        ("<p>har-<lb break='no'/>\n bour, quay\u2e17 <pb break='no'/><fw>2</fw>side <lb break='no'/>s</p>", "harbour, quaysides"),
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> <choice><abbr>Mr</abbr><expan>Mister</expan></choice></p>", "the Mister"),
        ("<p>a<note>n</note><del>d</del><add>e</add></p><fw>f</fw><figure><head>g</head></figure>", "ae"),
        ("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>", "a b\n\nc"),
        ("<p>caf&eacute; &amp; &#8211;</p>", "café & –"),
    ],
)  # fmt: skip
def test_what_is_text(read_one: ReadOne, body: str, text: str) -> None:
    dtd = "<!DOCTYPE TEI SYSTEM 'http://127.0.0.1:1/tei.dtd'>"
    article = read_one("a.xml", dtd + tei(f"<body>{body}</body>"))
    assert (article.text, article.format) == (text, "tei")


def test_facts_of_the_header(read_one: ReadOne) -> None:
    file = (
        "<titleStmt><title type='sub'>A part</title><title type='main'>Ice on the lake</title><author>Smith, Ann</author>"
        "<author><persName>Bo Lee</persName></author></titleStmt><publicationStmt><publisher>A library</publisher>"
        "<idno type='URL'>https://vane.example/ice</idno></publicationStmt>"
        "<sourceDesc><biblStruct><monogr><title>The Vane</title></monogr></biblStruct></sourceDesc>"
    )
    profile = "<langUsage><language ident='gd'/></langUsage><textClass><keywords><list><item>ice</item></list></keywords></textClass>"
    article = read_one("a.xml", tei("<body><head>Ice on the lake</head><p>x</p></body>", file, profile))
    assert article[2:4] == ("x", "Ice on the lake")
    assert (article.authors, article.source, article.url) == (
        ("Ann Smith", "Bo Lee"),
        "The Vane",
        "https://vane.example/ice",
    )
    assert (article.language, article.tags) == ("gd", ("ice",))


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (f"<teiCorpus{SPACE}>{tei(attributes=ONE)}{tei()}</teiCorpus>", [("a.xml#one", None, "x"), ("a.xml#2", None, "x")]),
        ("<teiCorpus.2><TEI.2><teiHeader/><text><body><p>x</p></body></text></TEI.2></teiCorpus.2>", [("a.xml#1", None, "x")]),
        (tei("<group><text xml:id='t'><body><head>H</head><p>x</p></body></text><text><body><p>y</p></body></text></group>"), [("a.xml#t", "H", "x"), ("a.xml#2", None, "y")]),
        (tei("<body><div type='article'><head>H</head><p>x</p></div><div type='article'><p>y</p></div></body>"), [("a.xml#1", "H", "x"), ("a.xml#2", None, "y")]),
        (tei("<body><div type='article'><p>x</p><div type='article'><p>y</p></div></div><div type='section'><div type='article'><p>z</p></div></div></body>"), [("a.xml#1", None, "x\n\ny"), ("a.xml#2", None, "z")]),
        (tei("<body><div type='article'><head>H</head><p>x</p></div></body>"), [("a.xml", "H", "x")]),
    ],
)  # fmt: skip
def test_which_texts_are_articles(
    read: Read, content: str, wanted: list[tuple[str, str | None, str]]
) -> None:
    found = [part for part in read("a.xml", content) if isinstance(part, Article)]
    assert [(part.id, part.title, part.text) for part in found] == wanted


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + tei(), "declares entities, which are not expanded"),
        ("<TEI>" * 300, "not well-formed XML: Excessive depth"),
        (tei()[:-9], "not well-formed XML"),
        (tei("<body/>"), "no text"),
        ("<TEI><teiHeader/></TEI>", "no text in the TEI document"),
    ],
)
def test_documents_that_cannot_be_read(why_not: WhyNot, content: str, reason: str) -> None:
    assert reason in why_not("a.xml", content)


def test_an_empty_corpus_is_no_article(read: Read) -> None:
    with pytest.raises(NotAnArticleError):
        read("a.xml", "<teiCorpus><teiHeader/></teiCorpus>")


@given(st.integers(4, 300), st.binary(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_document_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    whole = tei("<body><p>har-<lb break='no'/>bour</p></body>").encode()
    for part in read("a.xml", whole[:place] + junk + whole[place + len(junk) :]):
        assert "its reader failed" not in getattr(part, "reason", "")
