"""PDF: one article a file, if pypdfium2 is installed.

The text is that of the pages, its lines joined to paragraphs. The title is the one in the document's
properties, if a person has given it; a date may stand on a line above the text, or in the file's name. When
the file was made says nothing of the article.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.libraries import install_command
from newsgrep.readers import (
    MAX_CHARACTERS,
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    read_document,
    suffix_of,
)
from newsgrep.readers.decoding import clean
from newsgrep.readers.divided_words import join_divided
from newsgrep.readers.draft import article_of
from newsgrep.readers.exports import articles_in, keyed
from newsgrep.readers.office import draft_of

_MAGIC, _JUNK = b"%PDF-", 1024
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
"""Bytes that stand in no text."""
_WRONG_PASSWORD = 4
_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d])[-\u00ad\u2010\ufffe\x02]$")
_SENTENCE_ENDS = re.compile(r"[.!?:][\"'\u201d\u2019)]*$")
_SHORT_LINE = 0.8
_PAGE_NUMBER = re.compile(r"\s*(?:Page\s+)?[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?\s*", re.IGNORECASE)
_SIGNS_OF_PDFIUM = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class PdfReader:
    """See the module."""

    name = "pdf"

    def claims(self, head: bytes, name: str) -> bool:
        """By content. After other bytes, which may be a text about PDF, the rest must be binary or the name `.pdf`."""
        place = head.find(_MAGIC, 0, _JUNK)
        if place < 0 or not head[:place].strip():
            return place >= 0
        return suffix_of(name).lower() == ".pdf" or len(head.translate(None, _CONTROLS)) < len(head)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the article."""
        title, lines = _title_and_lines(read_document(stream))
        if exported := articles_in(lines):
            yield from keyed(exported, file, options)
            return
        draft = draft_of(title, lines, file, options, partial(paragraphs, language=options.language))
        if not draft.text:
            raise UnreadableFileError("no text in the PDF; it may be scanned pages")
        yield article_of(draft, file, options)


READER = PdfReader()


def _title_and_lines(data: bytes) -> tuple[str | None, Sequence[str]]:
    """The title in the properties, and the lines of all pages."""
    try:
        pdfium = import_module("pypdfium2")
    except ImportError as error:
        raise UnreadableFileError(f"needs pypdfium2: {install_command('pypdfium2')}") from error
    try:
        with pdfium.PdfDocument(data) as document:
            return document.get_metadata_value("Title"), list(_lines(document))
    except pdfium.PdfiumError as error:
        is_locked = error.err_code == _WRONG_PASSWORD
        raise UnreadableFileError("encrypted: it needs a password" if is_locked else "damaged PDF") from error


def _lines(document: Any) -> Iterator[str]:  # noqa: ANN401  pypdfium2 is not always there
    left = MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        printed = clean(text.get_text_bounded())
        text.close()
        page.close()
        left -= len(printed)
        if left < 0:
            raise UnreadableFileError(f"more than {MAX_CHARACTERS:,} characters in one article")
        yield from (
            " ".join(line.split()) for line in printed.split("\n") if not _PAGE_NUMBER.fullmatch(line)
        )


def paragraphs(lines: Sequence[str], language: str) -> list[str]:
    """The paragraphs: they end at a blank line, and with a sentence that ends well before the column does.

    `language` is the archive's, by Snowball's name.
    """
    width = _width_of_column(lines)
    found = [""]
    for line, following in pairwise([*join_divided("\n".join(lines), language).split("\n"), ""]):
        printed = line.strip()
        if _HYPHEN_AT_END.search(printed) and following[:1].isalpha():
            found[-1] += _HYPHEN_AT_END.sub("-", printed)
        elif not printed or (_SENTENCE_ENDS.search(printed) and len(printed) < _SHORT_LINE * width):
            found[-1] += printed
            found.append("")
        else:
            found[-1] += f"{printed} "
    return [part for text in found if (part := " ".join(_SIGNS_OF_PDFIUM.sub("", text).split()))]


def _width_of_column(lines: Sequence[str]) -> int:
    """The length of a line that is as long as the column: not the longest, which may run over several."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[len(lengths) * 3 // 4] if lengths else 0
