"""Documents that nobody would take for articles, by their first bytes: images, programs, newsgrep's own results, and the like."""

import re

_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00"),
    *(b"ID3", b"OggS", b"fLaC", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\xcf\xfa\xed\xfe"),
)
_NAMES_OF_RESULTS = (
    {b"date_precision", b"date_origin", b"excerpt"},
    {b"path", b"reason", b"reader", b"key", b"location"},
)
"""Names that together only tables of newsgrep have: the hits, and what is skipped."""
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{")
_PAGES_OF_CRAWL = re.compile(rb'\s*\{\s*"format"\s*:\s*"json-pages-')
"""The list of pages in a WACZ archive: the pages themselves are in its WARC files."""
_KEY = re.compile(rb'"([a-z_]+)"\s*:')
_COLUMN = re.compile(rb"[^,\t;|\"\r\n]+")


def is_no_article(head: bytes) -> bool:
    """Say by a document's first bytes whether it cannot be an article."""
    return head.startswith(_MAGIC) or bool(_PAGES_OF_CRAWL.match(head)) or _is_result(head)


def _is_result(head: bytes) -> bool:
    """Say whether it is what newsgrep has printed, as JSON or as a table."""
    if b"date_origin" not in head and b"reader" not in head:  # almost all
        return False
    if _JSON.match(head):
        names = set(_KEY.findall(head))
    else:
        names = set(_COLUMN.findall(head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]))
    return any(known <= names for known in _NAMES_OF_RESULTS)
