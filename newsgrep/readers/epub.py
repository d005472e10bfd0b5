"""EPUB: each document in the order of reading is an article; its key is its place in the package.

Above all these are the issues that calibre's recipes make of newspapers. Covers, tables of contents and the
pages that only lead to others are passed over. An article has the day that its own page or address gives, else
that of the issue; the day on which calibre added the book counts for nothing.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin, Precision
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.dating import date_in_url, read_date
from newsgrep.readers.draft import Draft, WrittenDate, written
from newsgrep.readers.epub_package import Book, Place, read_book
from newsgrep.readers.epub_page import read_page, text_of_page
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.opening_lines import read_opening
from newsgrep.readers.packages import Package, is_zip, opened, type_of

_TYPE = b"application/epub+zip"
_OF_RECIPE = re.compile(r"(?:^|/)article_[0-9]+/")
_SPLIT = re.compile(r"_split_[0-9]+(?=\.[a-z]+$)", re.IGNORECASE)


class EpubReader:
    """See the module."""

    name = "epub"

    def claims(self, head: bytes, name: str) -> bool:
        """By the type that the package says, or by its name."""
        return is_zip(head) and (type_of(head).startswith(_TYPE) or suffix_of(name).lower() == ".epub")

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article for each document, one at a time."""
        with opened(stream, file) as package:
            yield from articles_of_items(_drafts(package, file, options), file, options)


READER = EpubReader()


def _drafts(package: Package, file: SourceFile, options: ReadOptions) -> Iterator[Draft | Skipped]:
    """The articles of a book, and its documents that cannot be read."""
    book = read_book(package, options)
    is_empty = True
    for places in _articles(book):
        found: Draft | Skipped | None
        try:
            found = _draft(places, package, book, options)
        except UnreadableFileError as error:
            found = file.skipped(str(error), places[0])
        if found:
            is_empty = False
            yield found
    if is_empty:
        raise UnreadableFileError("no text in the EPUB")


def _articles(book: Book) -> list[list[str]]:
    """The documents of each article: calibre splits a long one, and its table of contents names the first part."""
    is_recipe = any(map(_OF_RECIPE.search, book.pages))
    found: list[list[str]] = []
    for place in book.pages:
        if is_recipe and not _OF_RECIPE.search(place):
            continue
        is_next = bool(found) and _SPLIT.sub("", place) == _SPLIT.sub("", found[-1][0])
        if is_next and book.contents and place not in book.contents:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _draft(places: list[str], package: Package, book: Book, options: ReadOptions) -> Draft | None:
    """The facts of an article; None for a document that is none."""
    page = read_page(package, places[0], book.source)
    if page is None:
        return None
    said = book.contents.get(places[0], Place(None, None))
    opening = read_opening(page.text, options, page.heading or said.label or page.named)
    parts = (opening.text, *(text_of_page(package, place) for place in places[1:]))
    text = "\n\n".join(part for part in parts if part and not part.isspace())
    if not text:
        return None
    return Draft(
        text=text,
        title=opening.title,
        dates=_dates(book, page.url, opening.date, options),
        key=places[0],
        url=page.url,
        source=book.source,
        authors=page.authors or book.authors,
        section=said.part,
        language=book.language,
        tags=book.tags,
    )


def _dates(book: Book, url: str | None, printed: str | None, options: ReadOptions) -> tuple[WrittenDate, ...]:
    """The day that is printed, and that of the issue, unless the article has a day of its own, and another."""
    above = written([printed], DateOrigin.TEXT)
    found = (date_in_url(url, options), read_date(printed, DateOrigin.TEXT, options, book.language))
    own = {date.day for date in found if date and date.precision is Precision.DAY}
    issue = next((date for one in book.dates if (date := read_date(one, DateOrigin.DOCUMENT, options))), None)
    return (*above, *written(book.dates)) if not own or (issue and issue.day in own) else above
