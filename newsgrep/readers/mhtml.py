"""MHTML: a web page in one file, as browsers save it: a message in parts, one of which is the page itself.

The header `Snapshot-Content-Location`, or `Content-Location` of the page's part, is the page's address. The
header `Date` is the day on which it was saved, not that of publication.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document, suffix_of
from newsgrep.readers.html import read_page
from newsgrep.readers.pages.tree import original

_SUFFIXES = frozenset({".mhtml", ".mht"})
_HEADERS = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
_SAVED = re.compile(rb"^(?:snapshot-content-location:|from:\s*\"?<saved by )", re.IGNORECASE | re.MULTILINE)


class MhtmlReader:
    """One page a file; see the module."""

    name = "mhtml"

    def claims(self, head: bytes, name: str) -> bool:
        """By the headers that browsers write; by the name, if the file begins with headers."""
        headers = _HEADERS.match(head)
        return headers is not None and (
            bool(_SAVED.search(headers[0])) or suffix_of(name).lower() in _SUFFIXES
        )

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        data = read_document(stream)
        try:
            message = message_from_bytes(data.lstrip())
            page = _page(message)
        except RecursionError as error:
            raise UnreadableFileError("parts nested too deeply") from error
        if page is None:
            raise UnreadableFileError("no web page in the file")
        content = page.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise UnreadableFileError("no web page in the file")
        url = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
        file = file._replace(
            url=original(url),
            charset=page.get_content_charset(),
            saved=str(message.get("Date") or "") or None,
        )
        yield read_page(content, file, options)


READER = MhtmlReader()


def _page(message: Message) -> Message | None:
    """The part that is the page itself: the one `start` names, else the one with its address, else the first page."""
    pages = [
        part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}
    ]
    start, address = message.get_param("start"), message.get("Snapshot-Content-Location")
    for header, wanted in (("Content-ID", start), ("Content-Location", address)):
        for page in pages:
            if wanted and str(page.get(header, "")).strip() == str(wanted).strip():
                return page
    return next(iter(pages), None)
