"""NITF and NewsML: which of several dates counts, what is text, and XML that means harm."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, xml_documents
from newsgrep.readers.bylines import authors_of
from newsgrep.readers.xml_documents import root_name

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def nitf(head: str = "", body: str = "<p>x</p>", body_head: str = "") -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def news_item(guid: str, *, dates: str = "", content: str = "<inlineData>x</inlineData>") -> str:
    return (
        f'<newsItem {G2} guid="{guid}"><itemMeta>{dates}</itemMeta>'
        f"<contentMeta/><contentSet>{content}</contentSet></newsItem>"
    )


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<pubdata date.publication="20070102T000000"/><docdata><date.issue norm="20070101"/></docdata>', "2007-01-02"),
        ('<docdata><date.issue norm="20050506T233000-0500"/></docdata>', "2005-05-06"),
        ('<docdata><date.issue norm="2005-05-06T23:30:00-05:00"/></docdata>', "2005-05-06"),
        ("<docdata><date.issue>20050506</date.issue></docdata>", "2005-05-06"),
        ('<docdata><date.expire norm="20050506"/></docdata>', "None"),
        ('<docdata><date.release norm="20050506"/></docdata>', "2005-05-06"),
        ('<meta name="publication_year" content="1999"/><meta name="publication_month" content="2"/><meta name="publication_day_of_month" content="3"/>', "1999-02-03"),
        ('<meta name="publication_year" content="1999"/>', "None"),
    ],
)  # fmt: skip
def test_dates_of_nitf(read_one: ReadOne, head: str, day: str) -> None:
    assert str(read_one("a.xml", nitf(head)).date) == day


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<versionCreated>2025-05-06T01:00:00Z</versionCreated>", "2025-05-06"),
        ("<versionCreated>2025-05-06</versionCreated><firstCreated>2025-05-01</firstCreated>", "2025-05-01"),
        ("<firstCreated>2025-05-01T23:59:00-08:00</firstCreated>", "2025-05-01"),
    ],
)
def test_a_versions_date_counts_only_alone(read_one: ReadOne, dates: str, day: str) -> None:
    article = read_one("a.xml", news_item("g", dates=dates))
    assert (str(article.date), article.other_dates, article.id) == (day, (), "a.xml")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a <em>b</em>c</p><p>\n d\n e</p>", "a bc\n\nd e"),
        ("<block><p>a</p><ul><li>b</li><li>c</li></ul></block>", "a\n\nb\n\nc"),
        ("<p>a<br/>b</p>", "a\n\nb"),
        ("loose <p>a</p> text", "loose\n\na\n\ntext"),
        ('<block class="lead_paragraph"><p>a</p></block>', "a"),
        ("<p>a&lt;b&gt; &#233;<!-- no --><?no?></p>", "a<b> é"),
        ("<media><media-caption>c</media-caption></media><p>a</p><script>s</script>", "a"),
    ],
)
def test_text_of_nitf(read_one: ReadOne, body: str, text: str) -> None:
    assert read_one("a.xml", nitf(body=body)).text == text


def test_a_dateline_that_the_text_repeats_comes_once(read_one: ReadOne) -> None:
    article = read_one("a.xml", nitf(body="<p>ROME (AP) x</p>", body_head="<dateline>ROME (AP)</dateline>"))
    assert article.text == "ROME (AP) x"


@pytest.mark.parametrize("make", [nitf, lambda: news_item("g")])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x.dtd">]>',
        "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(40)) + "]>",
    ],
)
def test_declared_entities_are_refused(why_not: WhyNot, make: Callable[[], str], declared: str) -> None:
    assert why_not("a.xml", declared + make()) == "declares entities, which are not expanded"


def test_a_dtd_elsewhere_is_not_asked_for(read_one: ReadOne) -> None:
    content = '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf.dtd">' + nitf(
        body="<p>caf&eacute; &nosuch;x</p>"
    )
    assert read_one("a.xml", content).text == "café x"


@pytest.mark.parametrize(
    "content",
    [nitf(body="<b>" * 5000), nitf(body="<p>x"), nitf(body="<p>\x01</p>"), "<nitf>" + "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") + "\0"],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused(why_not: WhyNot, content: str) -> None:
    assert why_not("a.xml", content).startswith("not well-formed XML: ")


def test_too_large_an_item_is_refused_before_it_is_held(
    why_not: WhyNot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_documents, "MAX_DOCUMENT", 100_000)
    assert "in one article" in why_not("a.xml", nitf(body="<p>long</p>" * 50_000))


def test_items_of_a_message_are_let_go_of(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be larger than an item."""
    monkeypatch.setattr(xml_documents, "MAX_DOCUMENT", 100_000)
    items = "".join(news_item(str(number)) for number in range(5000))
    found = read("a.xml", f"<newsMessage {G2}><itemSet>{items}</itemSet></newsMessage>")
    assert len(found) == 5000
    assert found[-1].path == "a.xml"


def test_items_of_the_same_guid_have_ids_of_their_own(read: Read) -> None:
    found = read("a.xml", f"<newsMessage><itemSet>{news_item('g') * 2}</itemSet></newsMessage>")
    assert [part.id for part in found if isinstance(part, Article)] == ["a.xml#g", "a.xml#2"]


@pytest.mark.parametrize("content", [f"<packageItem {G2}/>", "<newsMessage><itemSet/></newsMessage>"])
def test_packages_are_no_articles(read: Read, content: str) -> None:
    with pytest.raises(NotAnArticleError):
        read("a.xml", content)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<nitf>", "nitf"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x > y --><n:nitf a="b">', "nitf"),
        (b'<!DOCTYPE nitf PUBLIC "-//x" "y.dtd" [ <!ENTITY a "]"> ]><nitf>', "nitf"),
        (b"<html>", "html"),
        (b"text <nitf>", ""),
        (b"<!---->" * 1000, ""),
        (b"", ""),
    ],
)
def test_root_elements(head: bytes, name: str) -> None:
    assert root_name(head) == name


@given(st.integers(0, 400), st.binary(max_size=9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_xml_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    whole = f"<newsMessage {G2}><itemSet>{news_item('g') * 2}</itemSet></newsMessage>".encode()
    place = min(60 + place, len(whole))
    found = read("a.xml", whole[:place] + junk + whole[place + len(junk) :])
    assert 1 <= len(found) <= 3
    assert ["its reader failed" in getattr(part, "reason", "") for part in found].count(True) == 0


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Smith", ("Ann Smith",)),
        ("By ANN SMITH and BO LEE, Staff Writers", ("ANN SMITH", "BO LEE")),
        ("Ann Smith in London; Bo Lee", ("Ann Smith", "Bo Lee")),
        ("by Ann Smith, Associated Press Writer", ("Ann Smith",)),
        ("By Byron Fromm", ("Byron Fromm",)),
        ("By Reuters", ("Reuters",)),
        ("  ", ()),
        (None, ()),
    ],
)
def test_bylines(byline: str | None, names: tuple[str, ...]) -> None:
    assert authors_of(byline) == names
