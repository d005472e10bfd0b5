"""hOCR: the text of scanned pages in HTML, as Tesseract and other programs write it; one article a file.

The title is the name of the image, and the language of the page that of the program: neither is read.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document
from newsgrep.readers.decoding import clean, decode
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.ocr import text_of_blocks
from newsgrep.readers.xml_documents import Element, root_name

_HOCR = re.compile(
    rb"<[a-z]+\s[^<>]*?(?:class\s*=\s*[\"']ocr_page|name\s*=\s*[\"']ocr-(?:system|capabilities))",
    re.IGNORECASE,
)
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
_PARAGRAPHS = frozenset({"ocr_par", "ocr_carea", "ocr_column", "ocrx_block", "ocr_page"})
_WORD = "ocrx_word"


class HocrReader:
    """See the module."""

    name = "hocr"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By the class of a scanned page, or the name of the program, in a tag."""
        return bool(root_name(head)) and _HOCR.search(head) is not None

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the text of all pages."""
        pages = _Pages()
        markup = decode(read_document(stream), file.charset).replace("\0", "")
        pages.read(io.BytesIO(markup.encode("utf-8", "replace")))
        yield article_of(
            Draft(text_of_blocks(pages.blocks, options.language), language=pages.language), file, options
        )


READER = HocrReader()


class _Pages:
    """Collects the blocks of lines on pages, and the first language that is named."""

    def __init__(self) -> None:
        self.blocks: list[list[str]] = [[]]
        self.language: str | None = None

    def read(self, markup: BinaryIO) -> None:
        from lxml import etree  # noqa: PLC0415  not on the search path

        events = etree.iterparse(
            markup, html=True, encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            for _, element in events:
                self._end_of(element)
        except etree.XMLSyntaxError as error:
            raise UnreadableFileError(f"not hOCR: {str(error).partition(' (')[0]}") from error

    def _end_of(self, element: Element) -> None:
        classes = (element.get("class") or "").split()
        if not _LINES.isdisjoint(classes):
            self.blocks[-1].append(clean("".join(_pieces(element))))
            element.clear()
        elif self.blocks[-1] and not _PARAGRAPHS.isdisjoint(classes):
            self.blocks.append([])
            self.language = self.language or element.get("lang")


def _pieces(element: Element) -> Iterator[str]:
    """The text of a line, with a space around each word: the characters of one may be elements too."""
    edge = " " if element.get("class") == _WORD else ""
    yield edge + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield edge
