"""Evernote's export: whose day is no date of an article, what is passed over, and files that mean harm."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, enex

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]


def note(body: str = "<div>x</div>", more: str = "", title: str = "A note") -> str:
    return (
        f"<note><title>{title}</title><created>20250402T101500Z</created><updated>20250403T101500Z</updated>{more}"
        f"<content><![CDATA[<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'x.dtd'><en-note>{body}</en-note>]]></content></note>"
    )


def export(*notes: str) -> str:
    return f'<?xml version="1.0"?><en-export export-date="20250501T000000Z">{"".join(notes)}</en-export>'


def clipped(url: str) -> str:
    return f"<note-attributes><source-url>{url}</source-url></note-attributes>"


@pytest.mark.parametrize(
    ("body", "more", "day", "origin"),
    [
        ("<div>x</div>", "", None, None),
        ("<div>x</div>", clipped("https://vane.example/2018/09/10/x"), "2018-09-10", "url"),
        ("<div>Published: 9 September 2018</div><div>x</div>", "", "2018-09-09", "text"),
        ("<div>x</div>", "<resource><resource-attributes><source-url>https://vane.example/2018/09/10/x.png</source-url></resource-attributes></resource>", None, None),
        ("<div>x</div>", clipped("file:///2018/09/10/x"), None, None),
    ],
)  # fmt: skip
def test_the_day_of_clipping_is_no_date(
    read_one: ReadOne, body: str, more: str, day: str | None, origin: str | None
) -> None:
    article = read_one("2020-01-01.enex", export(note(body, more)))
    assert (str(article.date) if article.date else None) == day
    assert (article.date.origin if article.date else None) == origin
    assert (article.text, article.id, article.format) == ("x", "2020-01-01.enex#1", "enex")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<div>a &amp; b<br/>c</div><div>d</div>", "a & b\nc\n\nd"),
        ("<en-todo checked='false'/>a<en-media type='x' hash='y'/> b", "a b"),
        ("a<en-crypt cipher='AES'>c2VjcmV0</en-crypt>", "a"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<div style='display:none'>hidden</div>a", "a"),
        ("", ""),
    ],
)
def test_what_is_text(read_one: ReadOne, body: str, text: str) -> None:
    assert read_one("a.enex", export(note(body))).text == text


def test_each_note_is_an_article_known_by_content(read: Read) -> None:
    found = read(
        "a.xml", export(note(title="One &lt;1&gt;"), note(more="<tag>t</tag><tag>u</tag>"), note(title=""))
    )
    articles = [part for part in found if isinstance(part, Article)]
    assert [(each.id, each.title, each.tags) for each in articles] == [
        ("a.xml#1", "One <1>", ()),
        ("a.xml#2", "A note", ("t", "u")),
        ("a.xml#3", None, ()),
    ]


def test_attachments_may_be_larger_than_an_article(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enex, "MAX_DOCUMENT", 1000)
    attached = f"<resource><data encoding='base64'>{'QUJD' * 100_000}</data></resource>"
    assert len(read("a.enex", export(note(more=attached), note("y" * 2000), note()))) == 2
    assert [
        getattr(part, "reason", None) for part in read("a.enex", export(note(), note("y" * 2000), note()))
    ] == [
        None,
        "more than 1,000 characters in one note",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + export(note()), "declares entities, which are not expanded"),
        ('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/">]>' + export(note()), "declares entities, which are not expanded"),
        ("<en-export>" + "<note>" * 1000, "nested too deeply"),
        ("<en-export><note>", "not well-formed XML: no element found"),
        ('<?xml version="1.0" encoding="x-none"?><en-export/>', "not well-formed XML: unknown encoding"),
        ('<?xml version="1.0" encoding="shift_jis"?><en-export/>', "not well-formed XML: multi-byte"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(why_not: WhyNot, content: str, reason: str) -> None:
    assert reason in why_not("a.enex", content)


def test_an_export_of_nothing_is_no_article(read: Read) -> None:
    with pytest.raises(NotAnArticleError):
        read("a.enex", export())


@pytest.mark.parametrize("end", ["<note><title>Half", "</wrong>", "&#0;", "<note>\x01"])
def test_what_stands_before_a_fault_is_read(read: Read, end: str) -> None:
    found = read("a.enex", export(note(), note()).removesuffix("</en-export>") + end)
    assert [getattr(part, "key", None) for part in found] == [None, None, "after 2"]


def test_an_entity_of_the_dtd_elsewhere_is_left_out(read_one: ReadOne) -> None:
    content = export(note(title="a&nbsp;b")).replace(
        "<en-export", "<!DOCTYPE en-export SYSTEM 'http://127.0.0.1:1/'><en-export"
    )
    assert read_one("a.enex", content).title == "ab"


@given(st.integers(60, 500), st.binary(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_export_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    whole = export(note(), note()).encode()
    try:
        for part in read("a.enex", whole[:place] + junk + whole[place + len(junk) :]):
            assert "its reader failed" not in getattr(part, "reason", "")
    except NotAnArticleError:
        pass
