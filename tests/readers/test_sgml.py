"""SGML of the old collections: whatever is no tag of theirs is text; records are read one at a time."""

import calendar
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import pytest
import reuters
from conftest import SCALE
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, sgml
from newsgrep.readers.expansion import Expansion

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]

ARTICLES = reuters.ALL if SCALE >= 10 else reuters.ALL // 10
MARKUP = r"&(?=[#\w]+;)|</?(?=text|doc\b|p\b|table)"
"""What begins an entity, or a tag that is one within a text."""
HEAD = b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'


def as_sgml(record: dict[str, Any]) -> bytes:
    """A record in the markup of Reuters-21578, in Latin-1, but for the few that have what it has not."""
    year, month, day = record["date"].split("-")
    name = calendar.month_abbr[int(month)].upper()
    topics, places = ("".join(f"<D>{one}</D>" for one in record[key]) for key in ("topics", "places"))
    markup = (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="{record["id"]}">\n'
        f"<DATE>{int(day):2}-{name}-{year} 15:01:01.79</DATE>\n"
        f"<TOPICS>{topics}</TOPICS>\n<PLACES>{places}</PLACES>\n<PEOPLE></PEOPLE>\n<ORGS></ORGS>\n"
        "<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\n</UNKNOWN>\n"
        f"<TEXT>&#2;\n<TITLE>{escaped(record['title'])}</TITLE>\n"
        f"<BODY>{escaped(record['body'])}</BODY></TEXT>\n</REUTERS>\n"
    )
    return markup.encode("utf-8" if "\N{REPLACEMENT CHARACTER}" in markup else "latin-1")


def escaped(text: str) -> str:
    return re.sub(
        r"[&<\x00-\x08\x0e-\x1f]",
        lambda one: {"&": "&amp;", "<": "&lt;"}.get(one[0], f"&#{ord(one[0])};"),
        text,
    )


def said(article: Article | Skipped) -> tuple[object, ...]:
    """What must be the same of an article in both forms; control characters are no text."""
    assert isinstance(article, Article), article
    printed = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", article.text)
    text = re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", printed).strip("\n").rstrip()
    return article.id.partition("#")[2], article.title, str(article.date), text, article.tags


@reuters.needs_reuters
def test_reuters_is_the_same_in_its_own_markup_and_in_json(read: Read) -> None:
    records = reuters.records(ARTICLES)
    lines = [
        json.dumps({key: record[key] for key in ("id", "date", "title", "body")})[:-1]
        + f', "tags": {json.dumps([*record["topics"], *record["places"]])}}}\n'
        for record in records
    ]
    found = read("reut2-000.sgm", HEAD + b"".join(as_sgml(record) for record in records))
    assert [said(article) for article in found] == [
        said(article) for article in read("r.jsonl", "".join(lines))
    ]


def without(text: str, pattern: str) -> str:
    """A text in which a pattern stands nowhere, not where it stood either: `&&#3;` is `#3;`."""
    while (fewer := re.sub(pattern, "", text)) != text:
        text = fewer
    return text


@pytest.mark.parametrize("text", ["&&#3;", "<<text>", "<</p>", "&amp;#3;", "<text <text>"])
def test_what_is_not_wanted_in_a_text_is_taken_out_to_the_end(text: str) -> None:
    assert re.search(MARKUP, without(text, MARKUP)) is None


@given(st.text(st.sampled_from("ab <>&/;#3\nDATEXTBODYP "), max_size=60), st.integers(1, 50))
def test_any_text_survives_wherever_the_bytes_are_cut(text: str, size: int) -> None:
    """As long as it has no tag that ends a text, nor an entity."""
    plain = without(text.lower(), MARKUP)
    data = f"<DOC>\n<DOCNO>A-1</DOCNO>\n<TEXT>x {plain} x</TEXT>\n</DOC>\n".encode()

    class Slow(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    (article,) = sgml.READER.read(
        SourceFile("a", "a", "a", Expansion(0)), Slow(data), ReadOptions(date(2025, 5, 6))
    )
    assert isinstance(article, Article)
    assert article.text.split() == ["x", *plain.split(), "x"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("AT&T and P&O; 2 < 3 > 1", "AT&T and P&O; 2 < 3 > 1"),
        ("&lt;IBM> &amp;amp; &eacute; &#233; &#xE9; &nosuch;", "<IBM> &amp; é é é &nosuch;"),
        ("the <DATE> and </TITLE> of <D>", "the <DATE> and </TITLE> of <D>"),
        ("&#0;&#3;&#1114112; \x01.", "&#1114112; ."),
    ],
)
def test_what_is_no_tag_of_a_body_is_text(read_one: ReadOne, body: str, text: str) -> None:
    assert read_one("a.sgm", f'<REUTERS NEWID="1"><TEXT><BODY>{body}</BODY></TEXT></REUTERS>').text == text


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("<DOCNO> AP880212-0001 </DOCNO>", "1988-02-12"),
        ("<DOCNO> WSJ920302-0001 </DOCNO>", "1992-03-02"),
        ("<DOCNO> LA123190-0001 </DOCNO>", "1990-12-31"),
        ("<DOCNO> NYT19990101.0001 </DOCNO>", "1999-01-01"),
        ("<DOCNO> FT911-1 </DOCNO><DATE>910514 </DATE>", "1991-05-14"),
        ("<DOCNO> X-1 </DOCNO><DD> 03/04/87</DD>", "1987-03-04"),
        ("<DOCNO> FBIS3-1 </DOCNO><HEADER><DATE1>  11 March 1994 </DATE1></HEADER>", "1994-03-11"),
        ("<DOCNO> X-1 </DOCNO><DATE><P>\nMay 6, 1990, Sunday, Home Edition\n</P></DATE>", "1990-05-06"),
        ("<DOCNO> X-1 </DOCNO><DATE>919999</DATE>", "None"),
    ],
)
def test_dates_of_the_collections(read_one: ReadOne, fields: str, day: str) -> None:
    assert str(read_one("a", f"<DOC>\n{fields}\n<TEXT>x</TEXT></DOC>").date) == day


def test_numbers_that_repeat_or_are_missing(read: Read) -> None:
    records = "".join(f"<DOC><DOCNO>{number}</DOCNO><TEXT>x</TEXT></DOC>" for number in ("A", "A", " ", "2"))
    assert [part.id for part in read("a", records) if isinstance(part, Article)] == [
        *("a#A", "a#2", "a#3", "a#4"),
    ]


def test_a_record_that_is_no_text_is_skipped_alone(read: Read) -> None:
    content = b'<REUTERS NEWID="1"><BODY>\x01\x02\x03\x04\x05\x06</BODY></REUTERS>'
    content += b'<REUTERS NEWID="2"><BODY>caf\xe9</BODY></REUTERS>'
    skipped, article = read("a.sgm", content)
    assert isinstance(skipped, Skipped)
    assert (skipped.key, skipped.reason) == ("1", "cannot be decoded as text")
    assert isinstance(article, Article)
    assert article.text == "café"


def test_too_long_a_record_is_skipped_and_not_held(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setattr(sgml, "MAX_DOCUMENT", 1000)
    monkeypatch.setattr(sgml, "_CHUNK", 100)
    content = f"<DOC id='x'><DOCNO>1</DOCNO>{'long ' * 1000}</DOC><DOC><DOCNO>2</DOCNO><TEXT>x</TEXT></DOC>"
    skipped, article = read("a.sgm", content.replace("<DOC id='x'>", "<DOC>"))
    assert isinstance(skipped, Skipped)
    assert "more than" in skipped.reason
    assert isinstance(article, Article)
    assert article.id == "a.sgm#2"


@pytest.mark.parametrize("content", ["<doc> is a tag", "DOC\n<DOCNO>", "<reuters says>"])
def test_prose_and_other_markup_is_not_claimed(content: str) -> None:
    assert not sgml.READER.claims(content.encode(), "a.txt")
