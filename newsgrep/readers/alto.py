"""ALTO: the text of a scanned page, as libraries keep it of newspapers; one article a file.

A block of text is a paragraph. A word that is divided at the end of a line stands whole in `SUBS_CONTENT`. A
page has no title and no date of its own: a METS file beside it has them (see `mets`), or its path.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import ReadOptions, SourceFile, read_document
from newsgrep.readers.dating import dates_in_path
from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft, WrittenDate, article_of, written
from newsgrep.readers.lccn import lccn_in
from newsgrep.readers.ocr import text_of_blocks
from newsgrep.readers.xml_documents import Element, elements, root_name, text_of

_PARTS = frozenset({"TextBlock", "fileName"})


class AltoReader:
    """One page a file; see the module."""

    name = "alto"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head).lower() == "alto"

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the page."""
        words = _Words()
        blocks: list[list[str]] = []
        image, language = "", None
        for part in elements(io.BytesIO(read_document(stream)), _PARTS):
            if part.tag == "TextBlock":
                blocks.append([words.of(line) for line in part.iterfind("TextLine")])
                language = language or part.get("LANG") or part.get("language")
            else:
                image = image or (text_of(part) or "").replace("\\", "/")
        text = text_of_blocks(blocks, options.language)
        source = lccn_in(image)
        draft = Draft(text, dates=_dates(image, options) if source else (), source=source, language=language)
        yield article_of(draft, file, options)


READER = AltoReader()


def _dates(image: str, options: ReadOptions) -> tuple[WrittenDate, ...]:
    """The day in the path of a page's image, if that is in a newspaper's folder: other days are of scanning."""
    found = dates_in_path("", image.rpartition("/")[0], options)
    return written([str(one.date) for one in found], DateOrigin.FILE_NAME)


class _Words:
    """Reads line by line; remembers the divided word that has begun, whose second part may be in another block."""

    def __init__(self) -> None:
        self._begun: str | None = None

    def of(self, line: Element) -> str:
        """The words of a line; a divided one stands whole where it begins."""
        return clean("".join(self._pieces(line)))

    def _pieces(self, line: Element) -> Iterator[str]:
        for piece in line:
            if piece.tag == "String":
                yield from self._word(piece)
            elif piece.tag == "HYP" and self._begun is None:
                yield piece.get("CONTENT") or "-"

    def _word(self, piece: Element) -> Iterator[str]:
        part, whole = piece.get("SUBS_TYPE"), piece.get("SUBS_CONTENT")
        if not whole or part not in {"HypPart1", "HypPart2"}:
            self._begun = None
            yield f" {piece.get('CONTENT') or ''}"
            return
        is_told = part == "HypPart2" and self._begun == whole
        self._begun = whole
        if not is_told:
            yield f" {whole}"
