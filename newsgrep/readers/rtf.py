"""RTF: one article, or an export of a press database (see `exports`).

The title is the one in the document's properties, if a person has given it; a date may stand on a line above
the text.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document
from newsgrep.readers.decoding import clean
from newsgrep.readers.office import articles_of_paragraphs

_TITLE = re.compile(r"\{\\title\s++((?>[^{}\\]+|\\'[0-9a-f]{2}|\\u-?[0-9]+ ?\??)*+)\}")
_FIELD_CODE = re.compile(r"\{\s*\\\*\\fldinst\b(?>[^{}]+|\{[^{}]*\})*+\}")
"""A field's instructions, such as a link's address. The field's visible text stands beside them."""


class RtfReader:
    """See the module."""

    name = "rtf"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By content."""
        return head.lstrip().startswith(b"{\\rtf")

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the article, or those of the export."""
        markup = read_document(stream).decode("latin-1")  # what is not ASCII in it is escaped
        found = _TITLE.search(markup)
        title = _text(f"{{\\rtf1\\ansi {found[1]}}}") if found else None
        return articles_of_paragraphs(title, _text(markup).split("\n"), file, options)


READER = RtfReader()


def _text(markup: str) -> str:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  not on the search path

    try:
        text: str = rtf_to_text(_FIELD_CODE.sub("", markup), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise UnreadableFileError(f"damaged RTF: {error}") from error
    # A character beyond 16 bits is written as two halves.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return clean(whole).replace("\x0b", "\n").replace("\f", "\n").replace("\0", "")
