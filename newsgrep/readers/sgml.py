"""SGML of the old collections of news: Reuters-21578, and those of TREC (AP, WSJ, FT, LA Times, AQUAINT, ...).

A file is a row of records, `<REUTERS ...>` or `<DOC>`, read one at a time. This is markup of an age before
well-formed XML: `&` and `<` stand unescaped in the text, and tags are left open. So only the tags that these
collections use are tags, wherever they stand; everything else is text, in the lines in which it was printed.

Read are the headline, the dateline and the text; the date that the record names, for TREC else the one in its
number; the byline; topics and places as tags. The key is `NEWID`, `DOCNO`, or Gigaword's `id`.
"""

import re
import sys
from collections.abc import Iterator
from html.entities import html5
from typing import BinaryIO, NamedTuple

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.decoding import clean, decode
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.keys import Keys
from newsgrep.readers.sgml_collections import reuters, trec

_CLAIM = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!DOCTYPE lewis\b|<REUTERS\s[^>]*\bNEWID=|<DOC>\s*<(?:DOCNO|DOCID)\b"
    rb"|<DOC id=\"[A-Z]{3}_[A-Z]{3}_[0-9]{8}\.[0-9]+\")",
    re.IGNORECASE,
)
_CHUNK = 1 << 20
_END = re.compile(rb"</(?:REUTERS|DOC)\s*>", re.IGNORECASE)
_START = re.compile(rb"(?=<(?:REUTERS|DOC)[\s>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([A-Za-z]+)\s*=\s*"([^"]*)"')
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_BREAKS = {
    "d": "\n",
    "p": "\n\n",
    **dict.fromkeys(("table", "tablerow", "rowrule"), "\n"),
    **dict.fromkeys(("tablecell", "cellrule"), " "),
}
_IN_TEXT = frozenset(_BREAKS) - {"d"}
_LONGEST_OPENING_TAG, _LONGEST_CLOSING_TAG = 2000, 64


_TAG = re.compile(r"<(/?)([a-z][a-z0-9_.]*)(?:\s[^<>]*)?>", re.IGNORECASE)


class _Markup(NamedTuple):
    """The names of a collection's tags. In its `text` none but those that break lines are tags."""

    names: frozenset[str]
    text: str


_REUTERS = _Markup(
    frozenset(
        {
            *("date", "topics", "places", "people", "orgs", "exchanges", "companies", "unknown"),
            *("mknote", "d"),
            *("text", "title", "author", "dateline", "body"),
        }
    ),
    text="body",
)
_TREC = _Markup(
    frozenset(
        {
            *("docno", "docid", "doctype", "docsrc", "fileid", "first", "second", "head", "headline", "hl"),
            *("byline", "dateline", "date", "date1", "date_time", "datetime", "dd", "pubdate", "pub", "page"),
            *("section", "length", "graphic", "type", "subject", "correction", "so", "in", "co", "gv", "lp"),
            *("memo", "name", "profile", "access", "caption", "descript", "leadpara", "country", "city"),
            *("edition", "code", "day", "month", "pg.col", "pubyear", "region", "feature", "state"),
            *("word.ct",),
            *("copyrght", "limlen", "header", "body", "text", "slug", "trailer", "ht", "au", "h3", "ti"),
            *("note", "cn", "re", "ms", "st", "an", *_IN_TEXT),
        }
    ),
    text="text",
)


class SgmlReader:
    """An article a record."""

    name = "sgml"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the first tags say it all
        """By the first tags."""
        return bool(_CLAIM.match(head))

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a record."""
        keys = Keys()
        number = 0
        for number, record in enumerate(_records(stream), 1):
            attributes = _attributes(record.data)
            own = attributes.get("NEWID") or attributes.get("id")
            try:
                draft = _draft(record, own)
            except UnreadableFileError as error:
                yield file.skipped(str(error), keys.key(own, str(number)))
            else:
                yield article_of(draft, file, options, keys.key(draft.key, str(number)))
        if not number:
            raise UnreadableFileError("no records in it")


READER = SgmlReader()


class _Record(NamedTuple):
    """From its opening tag on, without the closing one; what makes it unreadable, if anything does."""

    data: bytes
    fault: str | None = None


def _draft(record: _Record, number: str | None) -> Draft:
    if record.fault:
        raise UnreadableFileError(record.fault)
    text = decode(record.data, "latin-1")
    is_reuters = record.data[1:8].upper() == b"REUTERS"
    fields = _fields(text, _REUTERS if is_reuters else _TREC)
    return reuters(fields, number) if is_reuters else trec(fields, number)


def _attributes(data: bytes) -> dict[str, str]:
    """What the opening tag says."""
    opening = data[:_LONGEST_OPENING_TAG].partition(b">")[0].decode("latin-1")
    return dict(_ATTRIBUTE.findall(opening))


def _records(stream: BinaryIO) -> Iterator[_Record]:
    buffer, searched = bytearray(), 0
    while chunk := stream.read(_CHUNK):
        buffer += chunk
        while found := _END.search(buffer, searched):
            yield from map(_Record, _begun(buffer[: found.start()]))
            del buffer[: found.end()]
            searched = 0
        if len(buffer) > MAX_DOCUMENT:
            fault = f"more than {MAX_DOCUMENT:,} bytes in one article"
            yield from (_Record(data, fault) for data in _begun(buffer[:_CHUNK]))
            buffer.clear()
        searched = max(0, len(buffer) - _LONGEST_CLOSING_TAG)
    yield from (_Record(data, "breaks off before its end") for data in _begun(buffer))


def _begun(part: bytearray) -> list[bytes]:
    """The records that begin before a closing tag: several, where closing tags are missing."""
    return _START.split(bytes(part))[1:]


def _fields(record: str, markup: _Markup) -> dict[str, list[str]]:
    """What stands between tags, by their names, in order; not what stands in a tag inside."""
    found: dict[str, list[list[str]]] = {}
    inside: list[tuple[str, list[str]]] = []
    place = 0
    for tag in _TAG.finditer(record):
        name, closing = tag[2].lower(), bool(tag[1])
        if name not in markup.names:
            continue
        names = [one for one, _ in inside]
        if markup.text in names and not (
            name in _IN_TEXT or name == markup.text or (closing and name in names)
        ):
            continue  # text that looks like a tag
        if inside:
            inside[-1][1].append(record[place : tag.start()] + _BREAKS.get(name, ""))
        place = tag.end()
        if name in _BREAKS:
            continue
        if name in names:
            del inside[names.index(name) :]
        if not closing:
            inside.append((name, []))
            found.setdefault(name, []).append(inside[-1][1])
    if inside:
        inside[-1][1].append(record[place:])
    return {name: [_plain("".join(pieces)) for pieces in parts] for name, parts in found.items()}


def _plain(text: str) -> str:
    """The text in its lines, without entities, control characters, and blank lines around it or two in a row."""
    text = _CONTROLS.sub("", _ENTITY.sub(_meant, text))
    return _BLANK_LINES.sub("\n\n", text).strip("\n").rstrip()


def _meant(entity: re.Match[str]) -> str:
    name = entity[1].lower()
    if not name.startswith("#"):
        return html5.get(f"{entity[1]};") or html5.get(f"{name};") or entity[0]
    code = int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:])
    return clean(chr(code)) if code <= sys.maxunicode else entity[0]
