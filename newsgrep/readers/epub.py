"""EPUB: each document in the order of reading is an article; its key is its place in the package.

Above all these are the issues that calibre's recipes make of newspapers. Covers, tables of contents and the
pages that only lead to others are passed over. An article has the day that its own page or address gives, else
that of the issue; the day on which calibre added the book counts for nothing.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin, Precision, PublicationDate
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document, suffix_of
from newsgrep.readers.dating import date_in_url, read_date
from newsgrep.readers.draft import Draft, WrittenDate, written
from newsgrep.readers.epub_package import NAVIGATION, Book, Place, read_book, resolved
from newsgrep.readers.fragments import text_of
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.packages import Package, is_zip, opened, type_of
from newsgrep.readers.pages import elements
from newsgrep.readers.pages.dateline import date_by_heading, without_date
from newsgrep.readers.pages.tree import Element, original, parse

_TYPE = b"application/epub+zip"
_CLOSED = re.compile(rb"<(title|script|a|div|span|p|i|b|em|strong)\b([^<>]*)/>", re.IGNORECASE)
"""Elements that XHTML may close at once, and HTML may not."""
_OF_RECIPE = re.compile(r"(?:^|/)article_[0-9]+/")
_SPLIT = re.compile(r"_split_[0-9]+(?=\.[a-z]+$)", re.IGNORECASE)
_BAR = re.compile(r"\|(?:[^|]{1,60}\|){1,6}")
_DOWNLOADED = re.compile(r"This article was downloaded by calibre from (\S+)")
_BEGIN_OF_BARS = ("|", "This article was downloaded by")
_MAY_NAVIGATE = ("p", "div", "table")
_MOST_BARS = 20
_NO_ARTICLES = re.compile(
    r"(?:cover|title[_-]?page|toc|nav|contents?|copyright|imprint|impressum|colophon)(?:[_-]?\d+)?\.[a-z]+",
    re.IGNORECASE,
)
_SHORT = 2_000
"""In characters: what is called a cover and has more text is a cover story."""


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
    given = 0
    for places in _articles(book):
        try:
            draft = _draft(places, package, book, options)
        except UnreadableFileError as error:
            given += 1
            yield file.skipped(str(error), places[0])
        else:
            if draft:
                given += 1
                yield draft
    if not given:
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
    place, *more = places
    tree = _parsed(package, place)
    url = _without_bars(tree)
    heading = elements.main_heading(tree)
    facts = elements.facts(tree, heading)
    said = book.contents.get(place, Place(None, None))
    title = facts.title if facts.title and facts.title != book.source else None
    by_heading = date_by_heading(tree, heading, options)
    if _is_no_article(tree, place, package):
        return None
    if title and heading is not None:
        heading.drop_tree()
    leading, text = without_date(_text(tree), options)
    title = title or said.label or elements.title_element(tree)
    text = "\n\n".join(filter(None, [_without_title(text, title), *(_rest(package, one) for one in more)]))
    if not text:
        return None
    return Draft(
        text=text,
        title=title,
        dates=_dates(book, url, leading or by_heading, options),
        leading=leading or by_heading,
        key=place,
        url=url,
        source=book.source,
        authors=facts.authors or book.authors,
        section=said.part,
        language=book.language,
        tags=book.tags,
    )


def _parsed(package: Package, place: str) -> Element:
    data = read_document(package.open(place))
    return parse(_CLOSED.sub(rb"<\1\2></\1>", data)).tree


def _text(tree: Element) -> str:
    from lxml.html import tostring  # noqa: PLC0415  not on the search path

    return text_of(tostring(tree, encoding="unicode"))


def _rest(package: Package, place: str) -> str:
    """The text of a further part of an article."""
    tree = _parsed(package, place)
    _without_bars(tree)
    return _text(tree)


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and first.split() == title.split() else text


def _without_bars(tree: Element) -> str | None:
    """Take out calibre's bars of links; gives the address from which it says that it has downloaded the article."""
    addresses = tree.xpath("//a[@rel='calibre-downloaded-from']/@href | //link[@rel='canonical']/@href")
    bars = [one for one in tree.iter(*_MAY_NAVIGATE) if _may_be_bar(one)][:_MOST_BARS]
    for bar in bars:
        text = " ".join(bar.text_content().split())
        downloaded = _DOWNLOADED.search(text)
        if downloaded:
            addresses.append(downloaded[1])
        if downloaded or _BAR.fullmatch(text) or "_navbar" in bar.get("class", ""):
            bar.drop_tree()
    return next((url for address in addresses if (url := original(str(address)))), None)


def _may_be_bar(element: Element) -> bool:
    return "_navbar" in element.get("class", "") or (element.text or "").lstrip().startswith(_BEGIN_OF_BARS)


def _is_no_article(tree: Element, place: str, package: Package) -> bool:
    """Say whether a document is a cover, a table of contents or the like, as it says itself or as it looks."""
    body = tree.find("body")
    kinds = {kind for one in ([] if body is None else [body, *body[:1]]) for kind in _kinds(one)}
    if kinds & NAVIGATION:
        return True
    shown = len(_letters(tree))
    if shown <= _SHORT and _NO_ARTICLES.fullmatch(place.rpartition("/")[2]):
        return True
    links = (link for link in tree.iter("a") if _leads_elsewhere(link, place, package))
    return any(
        linked * 2 >= shown for linked in accumulate((len(_letters(link)) for link in links), initial=0)
    )


def _kinds(element: Element) -> list[str]:
    kinds: list[str] = (element.get("epub:type") or "").lower().split()
    return kinds


def _letters(element: Element) -> str:
    return "".join(element.text_content().split())


def _leads_elsewhere(link: Element, place: str, package: Package) -> bool:
    target = resolved(link.get("href") or "", place)
    return target != place and target in package


def _dates(
    book: Book, url: str | None, printed: PublicationDate | None, options: ReadOptions
) -> tuple[WrittenDate, ...]:
    """The day of the issue, unless the article has a day of its own, and another."""
    own = {
        date.day for date in (date_in_url(url, options), printed) if date and date.precision is Precision.DAY
    }
    issue = next((date for one in book.dates if (date := read_date(one, DateOrigin.DOCUMENT, options))), None)
    return written(book.dates) if not own or (issue and issue.day in own) else ()
