"""Safari's web archives: a property list with a page and what belongs to it; the page is read as a web page."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document
from newsgrep.readers.html import read_page
from newsgrep.readers.pages.tree import original
from newsgrep.readers.xml_documents import root_name

_BINARY, _MAIN = b"bplist", b"WebMainResource"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


class WebArchiveReader:
    """One page a file; see the module."""

    name = "webarchive"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By the key of the page, in a property list of either kind."""
        return (head.startswith(_BINARY) or root_name(head) == "plist") and _MAIN in head

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        page = _page(read_document(stream))
        content, kind = page.get("WebResourceData"), page.get("WebResourceMIMEType")
        if kind not in _PAGES or not isinstance(content, bytes):
            raise UnreadableFileError("no web page in the file")
        url, charset = page.get("WebResourceURL"), page.get("WebResourceTextEncodingName")
        file = file._replace(
            url=original(url) if isinstance(url, str) else None,
            charset=charset if isinstance(charset, str) else None,
        )
        yield read_page(content, file, options)


READER = WebArchiveReader()


def _page(data: bytes) -> dict[str, Any]:
    """The main resource. Raises UnreadableFileError."""
    import plistlib  # noqa: PLC0415  few documents are property lists
    from xml.parsers.expat import ExpatError  # noqa: PLC0415  as above

    faults = (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, LookupError, AttributeError)
    try:
        archive = plistlib.loads(data)
    except (*faults, RecursionError, OverflowError) as error:
        raise UnreadableFileError(f"damaged property list: {error or type(error).__name__}") from error
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(page, dict):
        raise UnreadableFileError("no web page in the file")
    return page
