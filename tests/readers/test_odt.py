"""OpenDocument: what of it is text, which titles and dates are real, and what is refused."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from archives import zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import xml_documents

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("meta", "meta"))
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def content(body: str) -> str:
    return f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"


def odt(body: str, properties: str = "", before: str = "", manifest: bytes = b"") -> bytes:
    meta = f"<office:document-meta {NAMES}><office:meta>{properties}</office:meta></office:document-meta>"
    return zipped(
        {
            "content.xml": f"{before}{content(body)}".encode(),
            "meta.xml": meta.encode(),
            "META-INF/manifest.xml": manifest,
        }
    )


def flat(body: str, properties: str = "") -> str:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    return (
        f"<office:document {NAMES} {kind}><office:meta>{properties}</office:meta>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


@pytest.mark.parametrize("make", [lambda body: ("a.odt", odt(body)), lambda body: ("a.fodt", flat(body))])
@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>a<text:tab/>b<text:s text:c='3'/>c</text:p><text:p/><text:p>d</text:p>", "a b c\n\nd"),
        ("<text:p>a<text:line-break/>b</text:p>", "a\n\nb"),
        ("<text:p>a\n  <text:span>b</text:span><text:a>c</text:a></text:p>", "a bc"),
        ("<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>", "a"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>", "a"),
        ("<text:p>a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame>c</text:p>", "ac\n\nb"),
        ("<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes><text:p>a<text:change-start/>b</text:p>", "ab"),
        ("<text:p>a<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note>b<office:annotation><text:p>c</text:p></office:annotation></text:p>", "ab"),
        ("<text:table-of-content><text:index-body><text:p>a 3</text:p></text:index-body></text:table-of-content><text:p>a</text:p>", "a"),
        ("<text:p><text:ruby><text:ruby-base>駅</text:ruby-base><text:ruby-text>えき</text:ruby-text></text:ruby></text:p>", "駅"),
        ("<text:section><text:p>a &amp; &lt;b&gt;</text:p></text:section>", "a & <b>"),
    ],
)  # fmt: skip
def test_what_is_text(
    read_one: ReadOne, make: Callable[[str], tuple[str, str | bytes]], body: str, text: str
) -> None:
    article = read_one(*make(body))
    assert (article.text, article.format) == (text, "odt")


@pytest.mark.parametrize(
    ("properties", "body", "title", "day"),
    [
        ("<dc:title>Two herons at the lock</dc:title>", "<text:p>a</text:p>", "Two herons at the lock", None),
        ("<dc:title>Two herons at the lock</dc:title>", "<text:h>Two herons at the lock</text:h><text:p>a</text:p>", "Two herons at the lock", None),
        ("<dc:title>Untitled 1</dc:title>", "<text:h>Two herons</text:h><text:p>a</text:p>", "Two herons", None),
        ("", "<text:p text:style-name='Title'>Two herons</text:p><text:p>2 May 2025</text:p><text:p>a</text:p>", "Two herons", "2025-05-02"),
        ("", "<text:p>Date: 2 May 2025</text:p><text:p>a</text:p>", None, "2025-05-02"),
        ("", "<text:p>a</text:p><text:h>Not above the text</text:h>", None, None),
        ("<dc:date>2025-01-02</dc:date><meta:creation-date>2025-01-01</meta:creation-date>", "<text:p>a</text:p>", None, None),
    ],
)  # fmt: skip
def test_title_and_date(
    read_one: ReadOne, properties: str, body: str, title: str | None, day: str | None
) -> None:
    for article in (read_one("a.odt", odt(body, properties)), read_one("a.fodt", flat(body, properties))):
        assert (article.title, str(article.date) if article.date else None) == (title, day)
        assert article.text.startswith("a")


def test_a_name_of_the_file_in_a_heading_is_a_title(read_one: ReadOne) -> None:
    assert (
        read_one("two herons.odt", odt("<text:h>Two herons</text:h><text:p>a</text:p>")).title == "Two herons"
    )


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', "declares entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "declares entities"),
        ("<", "not well-formed XML"),
        ('<?xml version="1.0" encoding="x-none"?>', "not well-formed XML"),
    ],
)
def test_harmful_xml_is_refused(why_not: WhyNot, before: str, reason: str) -> None:
    assert reason in why_not("a.odt", odt("<text:p>a</text:p>", before=before))


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (zipped({"mimetype": b"x"}), "a package without content.xml"),
        (odt("<text:p>a</text:p>", manifest=b"<x:encryption-data/>"), "encrypted: it needs a password"),
        (odt("<text:p>" * 400), "not well-formed XML: Excessive depth"),
        (odt("<text:p>a</text:p>")[:-40], "damaged zip archive"),
        (odt(""), "no text"),
    ],
)  # fmt: skip
def test_documents_that_cannot_be_read(why_not: WhyNot, package: bytes, reason: str) -> None:
    assert reason in why_not("a.odt", package)


def test_too_large_a_document_is_refused_before_it_is_held(
    why_not: WhyNot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_documents, "MAX_DOCUMENT", 100_000)
    assert "in one article" in why_not("a.odt", odt("<text:p>a</text:p>" * 50_000))


@given(st.integers(0, 700), st.binary(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_document_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    for name, whole in (
        ("a.odt", odt("<text:p>a</text:p>")),
        ("a.fodt", flat("<text:p>a</text:p>").encode()),
    ):
        for part in read(name, whole[: 4 + place] + junk + whole[4 + place + len(junk) :]):
            assert "its reader failed" not in getattr(part, "reason", "")
