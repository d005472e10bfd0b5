"""Which readers there are, and what shows that one of them is to be asked about a document.

To import thirty readers and to ask each takes longer than to read a short text. So each has a row here with all that
its `claims` can go by: marks, which the first bytes of its documents show, and endings of names.
"""

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from newsgrep.readers import Reader

_MARKUP = b"<"
_OBJECT = b"{"
_GZIP = b"\x1f\x8b\x08"
_ZSTANDARD = (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + number,)) + b"\x2a\x4d\x18" for number in range(16)))
_PACKAGE = (b"PK", b"\xd0\xcf")
"""Zip archives, and what office programs wrote before."""
_PLIST = b"bplist"
_FRONT_MATTER = (b"---", b"+++", b";;;")
_TAR, _TAR_PLACE = b"ustar", 257
_PDF, _PDF_PLACE = b"%PDF-", 1024
"""Other bytes may stand before, as many as this."""
_FROM = b"from:"
"""Shown by what begins with header fields, and has one of a sender or of a saved page among them."""
_JSON_FEED = b"jsonfeed.org"


class Row(NamedTuple):
    """A reader's module, and its documents' marks and names: each document has one of the marks (None: any bytes), or such a name.

    Endings are in lower case. Other names than those may be given to a document with one of the marks.
    """

    module: str
    marks: tuple[bytes, ...] | None
    endings: frozenset[str] = frozenset()

    @property
    def reader(self) -> "Reader":
        """The reader, imported when it is first wanted."""
        return cast("Reader", import_module(f"newsgrep.readers.{self.module}").READER)


def _endings(endings: str) -> frozenset[str]:
    return frozenset(endings.split())


ROWS = (
    Row("nitf", (_MARKUP,)),
    Row("newsml", (_MARKUP,)),
    Row("sitemap", (_MARKUP,)),
    Row("alto", (_MARKUP,)),
    Row("mets", (_MARKUP,)),
    Row("tei", (_MARKUP,)),
    Row("tdm", (_MARKUP,)),
    Row("enex", (_MARKUP,)),
    Row("sgml", (_MARKUP,)),
    Row("warc", (b"WARC/", b"filedesc://", _GZIP)),
    Row("docx", _PACKAGE),
    Row("odt", (*_PACKAGE, _MARKUP)),
    Row("epub", _PACKAGE),
    Row("webarchive", (_PLIST, _MARKUP)),
    Row("rtf", (b"{\\rtf",)),
    Row("compressed", (_GZIP, b"BZh", b"\xfd7zXZ\0", *_ZSTANDARD)),
    Row("zips", _PACKAGE),
    Row("tars", (_TAR,), _endings(".tar")),
    Row("pdf", (_PDF,)),
    Row("feeds", (_MARKUP, _JSON_FEED)),
    Row("mbox", (b"From ",), _endings(".mbox .mbx")),
    Row("mhtml", (_FROM,), _endings(".mhtml .mht")),
    Row("mail", (_FROM,), _endings(".eml .emlx")),
    Row("hocr", (_MARKUP,)),
    Row("exports.html", (_MARKUP,)),
    Row("html", (_MARKUP,), _endings(".html .htm .xhtml .xht .shtml")),
    Row("tables", None),
    Row("markdown", _FRONT_MATTER, _endings(".md .markdown .mdown .mkd .mkdn .mdx .qmd .rmd")),
    Row("records", (_OBJECT, b"["), _endings(".json .jsonl .ndjson .jl .jsonlines")),
    Row("exports", None),
    Row("plain", None),
)
"""In the order in which they are tried: the most specific claims come first."""

_ELSEWHERE = (_TAR, _PDF, _FROM, _JSON_FEED)
"""Marks that do not stand at the beginning."""
_BLANK = re.compile(rb"(?:\xef\xbb\xbf|\s)*+")
_FIELDS = re.compile(
    rb"(?=\s*[!-9;-~]+:)\s*(?:[^\r\n]++(?:\r++\n?|\n))*?(?:from|snapshot-content-location):", re.IGNORECASE
)


def marks_of(head: bytes) -> tuple[bytes, ...]:
    """The marks that a document of these first bytes shows; most texts have none."""
    place = _BLANK.match(head).end()  # type: ignore[union-attr]  # it matches always
    marks = [
        mark for mark in _by_first_byte().get(head[place : place + 1], ()) if head.startswith(mark, place)
    ]
    if head.startswith(_TAR, _TAR_PLACE):
        marks.append(_TAR)
    if head.find(_PDF, 0, _PDF_PLACE) >= 0:
        marks.append(_PDF)
    if _FIELDS.match(head):
        marks.append(_FROM)
    if _OBJECT in marks and _JSON_FEED in head:
        marks.append(_JSON_FEED)
    return tuple(marks)


@cache
def _by_first_byte() -> dict[bytes, tuple[bytes, ...]]:
    """The marks that documents may begin with, by their first byte."""
    marks = {mark for row in ROWS for mark in row.marks or () if mark not in _ELSEWHERE}
    return {mark[:1]: tuple(sorted(one for one in marks if one[:1] == mark[:1])) for mark in marks}


@lru_cache(1 << 10)
def readers_of(marks: tuple[bytes, ...], ending: str) -> "tuple[Reader, ...]":
    """The readers that may claim a document with these marks, and this ending of its name in lower case; in their order."""
    return tuple(
        row.reader
        for row in ROWS
        if row.marks is None or ending in row.endings or not set(row.marks).isdisjoint(marks)
    )


def all_readers() -> "tuple[Reader, ...]":
    """All of them, in their order."""
    return tuple(row.reader for row in ROWS)
