"""WARC and ARC: the pages that a crawler has saved, each read by the reader of its own format.

Read are responses with the status 200, saved resources, and conversions (the text of pages, Common Crawl's
WET), if they are of a type that articles have; everything else is passed over. The key is the address, and it
is the article's if the page names no other. The day of the crawl dates nothing. A damaged record is reported,
and reading goes on with the next one.
"""

import io
import logging
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import (
    MAX_DOCUMENT,
    NotAnArticleError,
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    read_file,
)
from newsgrep.readers.gzip_members import MAGIC, DamagedMemberError, begin_of_content, members
from newsgrep.readers.html import READER as HTML
from newsgrep.readers.http_bodies import decoded_body
from newsgrep.readers.ignored_names import is_ignored
from newsgrep.readers.keys import Keys

_Stream: TypeAlias = Any
"""Whatever has `read`, and `readline` if it is warcio's."""
_Record: TypeAlias = Any
"""warcio has no types."""
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
}
"""The types that articles have, and what names of such files end with."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""Types that are articles' whatever their address ends with: a page about node.js is no script."""
_MAGIC = ((b"%PDF-", ".pdf"), (b"{\\rtf", ".rtf"), (b"{", ".json"), (b"[", ".json"))
_HEAD = 1 << 13
_CHUNKED = "chunked"
_RECORDS = frozenset({"response", "resource", "conversion"})
_OK = frozenset({"200", "203"})
_HTTP_VERSIONS = (
    "HTTP/3.0",
    "HTTP/3",
    "HTTP/2.0",
    "HTTP/2",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "H3",
    "H2",
    "ICY",
)
"""How status lines begin, the longest first; warcio by itself knows HTTP/1 only."""
_OF_A_CRAWLER = re.compile(
    r"(?!(?:https?|ftps?|file|gopher|gemini):)[a-z][a-z0-9+.-]*:(?![0-9])", re.IGNORECASE
)
"""Addresses of what a crawler writes for itself: `metadata:`, `urn:`, `dns:`, `screenshot:`."""
_FOR_PROGRAMS = re.compile(
    r"/+(?:(?:robots|ads|app-ads|humans|security|llms|llms-full|sitemap)\.txt"
    r"|(?:sellers|manifest|ads)\.json|\.well-known/.*)",
    re.IGNORECASE,
)
"""Paths at the top of a site of what no person reads."""
_WARC, _ARC_HEAD = b"WARC/", b"filedesc://"
_ARC_LINE = re.compile(rb"[a-z][a-z0-9+.-]*:\S* \S+ [0-9]{8,14} \S+ [0-9]+\s*$")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_BLOCK = 1 << 16
_LONGEST_LINE = 1 << 16
_HEADERS = 1 << 20
"""Bytes: what the headers of a page may take beside it."""


class WarcReader:
    """The articles of the pages that are saved; see the module."""

    name = "warc"

    def claims(self, head: bytes, name: str) -> bool:
        """By content, compressed or not; compressed, by name too, for the first record may be damaged."""
        if head.startswith(MAGIC) and name.lower().endswith((".warc.gz", ".arc.gz")):
            return True
        begin = begin_of_content(head) if head.startswith(MAGIC) else head
        return begin.startswith((_WARC, _ARC_HEAD))

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give what the pages give."""
        is_compressed = stream.read(len(MAGIC)) == MAGIC
        stream.seek(0)
        runs = members(stream, file.expansion) if is_compressed else [stream]
        keys = Keys()
        for page in chain.from_iterable(map(_Records().pages, runs)):
            key = keys.key(None, page.url)
            try:
                yield from _read_page(page, file.member(key), options)
            except UnreadableFileError as error:
                yield file.skipped(str(error), key)


READER = WarcReader()


class _Page(NamedTuple):
    """A page as it was sent; what makes it unreadable, if anything does."""

    url: str
    type: str = ""
    charset: str | None = None
    encoding: str = ""
    body: bytes = b""
    fault: str | None = None


def _read_page(page: _Page, file: SourceFile, options: ReadOptions) -> Iterator[Article | Skipped]:
    if page.fault:
        raise UnreadableFileError(page.fault)
    data = decoded_body(page.body, page.encoding)
    if page.encoding and not file.expansion.take(len(data)):
        raise UnreadableFileError(file.expansion.exceeded)
    suffix = _SUFFIXES.get(page.type) or _suffix_by_content(data)
    if not suffix:
        return
    # A name that says its type and no more: what an address ends with is no file's name, and dates nothing.
    file = file._replace(name=f"page{suffix}", url=page.url, charset=page.charset)
    try:
        yield from read_file(file, io.BytesIO(data), options)
    except NotAnArticleError:
        return


def _suffix_by_content(data: bytes) -> str | None:
    """That of a page of no type; None for what is plainly of none that articles have."""
    if HTML.claims(data[:_HEAD], ""):
        return _SUFFIXES["text/html"]
    begin = data[:_HEAD].lstrip()
    return next((suffix for magic, suffix in _MAGIC if begin.startswith(magic)), None)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # a bracket, and no address of IPv6
        return ""


class _Records:
    """The records of a file, run by run: a run is one compressed member, or the whole of a plain file."""

    def __init__(self) -> None:
        # It tells of spaces in addresses, on the user's terminal.
        logging.getLogger("warcio").setLevel(logging.ERROR)
        from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415  not on the search path

        self._loader = ArcWarcRecordLoader()
        self._loader.http_parser.statuslist = _HTTP_VERSIONS
        self._last_url = ""
        self._described: _Page | None = self._nameless()
        """What is known of the record that is being read; None if it is no page."""

    def pages(self, run: _Stream) -> Iterator[_Page]:
        """The pages in a run, each when it is known that what comes after it is in order."""
        lines = _lines_of(run)
        page = None
        try:
            while True:
                line, lost = _next_record(lines)
                if page:
                    yield page._replace(fault=page.fault or "damaged: its length is wrong") if lost else page
                self._described = self._nameless()
                if not line:
                    return
                page = None
                page = self._page(line, lines)
        except DamagedMemberError as error:
            if self._described:
                yield self._described._replace(fault=str(error))

    def _page(self, line: bytes, lines: _Stream) -> _Page | None:
        """The page in the record that begins with this line; None if it is no page. Reads the whole record."""
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  not on the search path
        from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415  as above

        try:
            record = self._loader.parse_record_stream(lines, statusline=line)
            int(record.length)  # one without a length has no end
        except (
            ArchiveLoadFailed,
            StatusAndHeadersParserException,
            EOFError,
            ValueError,
            TypeError,
            AttributeError,
        ):
            return self._nameless()._replace(fault="damaged: its headers cannot be read")
        page = self._described = _described(record)
        if page:
            self._last_url = page.url
            if not page.fault:
                page = _with_body(page, record)
        while record.raw_stream.read(_BLOCK):
            pass
        return page

    def _nameless(self) -> _Page:
        return _Page(f"after {self._last_url}" if self._last_url else "the first record")


def _lines_of(run: _Stream) -> _Stream:
    from warcio.bufferedreaders import BufferedReader  # noqa: PLC0415  not on the search path

    class Lines(BufferedReader):  # type: ignore[misc]
        def readline(self, length: int | None = None) -> _Stream:
            return super().readline(min(length or _LONGEST_LINE, _LONGEST_LINE))

    return Lines(run, block_size=_BLOCK)


def _next_record(lines: _Stream) -> tuple[bytes, bool]:
    """The first line of the next record, empty at the end; and whether more than blank lines lay before it."""
    lost = False
    while line := lines.readline():
        if line.startswith((_WARC, _ARC_HEAD)) or _ARC_LINE.match(line):
            return line, lost
        lost |= not line.isspace()
    return b"", lost


def _described(record: _Record) -> _Page | None:
    """What the headers say of a page; None for what is no page, or of no type that articles have."""
    headers = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or ""
    content_type = (headers.get_header("Content-Type") if headers else record.content_type) or ""
    kind = content_type.partition(";")[0].strip().lower()
    is_sent = record.rec_type in _RECORDS and not (headers and headers.get_statuscode() not in _OK)
    if not is_sent or not _may_be_article(url, kind):
        return None
    charset = _CHARSET.search(content_type)
    return _Page(
        url,
        kind,
        charset[1] if charset else None,
        ",".join(_encodings(headers)) if headers else "",
        fault=_fault(record),
    )


def _may_be_article(url: str, kind: str) -> bool:
    """Say by its address and its type whether it may be an article."""
    path = _path(url)
    if _OF_A_CRAWLER.match(url) or _FOR_PROGRAMS.fullmatch(path):
        return False
    return kind in _PAGES or ((kind in _SUFFIXES or not kind) and not is_ignored(_last_name(path)))


def _encodings(headers: _Record) -> list[str]:
    """How the body is encoded, the first first; not that it is cut into chunks."""
    sent = _parts_of(headers.get_header("Transfer-Encoding"))
    return [*_parts_of(headers.get_header("Content-Encoding")), *(one for one in sent if one != _CHUNKED)]


def _parts_of(header: str | None) -> list[str]:
    return [part for one in (header or "").split(",") if (part := one.strip().lower())]


def _last_name(path: str) -> str:
    return path.rpartition("/")[2] or "index"


def _fault(record: _Record) -> str | None:
    cut = record.rec_headers.get_header("WARC-Truncated")
    if cut:
        return f"cut off when it was saved ({cut})"
    if record.length > MAX_DOCUMENT + _HEADERS:
        return f"more than {MAX_DOCUMENT:,} bytes in one article"
    return None


def _with_body(page: _Page, record: _Record) -> _Page:
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415  not on the search path

    raw, headers = record.raw_stream, record.http_headers
    is_chunked = headers and _CHUNKED in _parts_of(headers.get_header("Transfer-Encoding"))
    body = (ChunkedDataReader(raw) if is_chunked else raw).read()
    while raw.read(_BLOCK):
        pass
    return page._replace(fault="breaks off before its end") if raw.limit else page._replace(body=body)
