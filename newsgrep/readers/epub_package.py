"""What an EPUB says of itself: title, date, people; its documents in the order of reading; its table of contents."""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from newsgrep.article import DateOrigin, Precision
from newsgrep.readers import ReadOptions, UnreadableFileError
from newsgrep.readers.dating import read_date
from newsgrep.readers.packages import Package
from newsgrep.readers.xml_documents import Element, elements, first_text, text_of, texts

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_OPF, _OPS = "{http://www.idpf.org/2007/opf}", "{http://www.idpf.org/2007/ops}"
_PARTS = frozenset({"metadata", "manifest", "spine", "guide"})
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_NCX = "application/x-dtbncx+xml"
_OF_PUBLICATION = frozenset({None, "", "publication", "original-publication", "issued"})
_OF_AUTHORS = frozenset({None, "aut"})
NAVIGATION = frozenset(
    {"cover", "toc", "title-page", "titlepage", "copyright-page", "index", "landmarks", "colophon"}
)
"""Kinds of documents that are no articles, as the guide of an EPUB 2 and `epub:type` name them."""
_NO_NAMES = re.compile(r"calibre|unknown", re.IGNORECASE)
_SAVERS = re.compile(
    r"(?:get)?pocket|instapaper.*|wallabag.*|epub ?press|dotepub.*|push to kindle|.*fivefilters.*|readwise.*"
    r"|omnivore|karakeep|webtoepub.*|percollate.*",
    re.IGNORECASE,
)
"""Programs that make a book of pages on the day on which they are saved."""
_BEFORE_DAY = re.compile(r"\s*[\[(,:|\u2013\u2014-]\s*|\s+")
_LONGEST_TITLE = 300
_LONGEST_DAY = 40


class Place(NamedTuple):
    """What the table of contents says of a document: its label, and that of the part in which it stands."""

    label: str | None
    part: str | None


class Book(NamedTuple):
    """What an EPUB says of all its documents.

    `source` is its title, without the day of an issue; `dates` are the issue's, as they are written. `pages`
    are the places of its documents in the order of reading, without covers and contents; `contents` has those
    that the table of contents names.
    """

    source: str | None
    dates: list[str]
    authors: list[str]
    language: str | None
    tags: list[str]
    pages: list[str]
    contents: dict[str, Place]


class _Item(NamedTuple):
    """A part that the manifest names."""

    place: str
    type: str
    properties: str


def read_book(package: Package, options: ReadOptions) -> Book:
    """Raises UnreadableFileError for what is no EPUB, or an encrypted one."""
    root = next(elements(package.open(_CONTAINER), frozenset({"rootfile"})), None)
    opf = "" if root is None else root.get("full-path") or ""
    book = Book(None, [], [], None, [], [], {})
    items: dict[str, _Item] = {}
    pages: list[str] = []
    guided: frozenset[str] = frozenset()
    for part in elements(package.open(opf), _PARTS):
        match part.tag:
            case "metadata":
                book = _described(part, options)
            case "manifest":
                items = _items(part, opf)
            case "spine":
                pages = _in_order(part, items)
            case _:
                guided = _guided(part, opf)
    _refuse_encrypted(package, pages)
    return book._replace(
        pages=[page for page in pages if page not in guided], contents=_contents(package, items)
    )


def resolved(href: str, beside: str) -> str:
    """The place of the part to which a link in the part at `beside` leads."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(href.partition("#")[0])))


def _described(metadata: Element, options: ReadOptions) -> Book:
    title = (first_text(metadata, "title") or "")[:_LONGEST_TITLE]
    bare, day = _split_day(title, options)
    publishers = texts(metadata, "publisher")
    makers = [*publishers, *texts(metadata, "creator", "contributor"), *_generators(metadata)]
    is_saved = any(map(_SAVERS.fullmatch, makers))
    return Book(
        source=bare or next(iter(publishers), None),
        dates=[] if is_saved else [day] if day else _dates(metadata),
        authors=[] if day else _authors(metadata, {title, *publishers}),
        language=first_text(metadata, "language"),
        tags=texts(metadata, "subject"),
        pages=[],
        contents={},
    )


def _split_day(title: str, options: ReadOptions) -> tuple[str, str | None]:
    """A title without the day of an issue at its end, and that day: Coast Gazette [Tue, 14 Mar 2023].

    That is the day as it is printed; the date in the metadata is often a moment in UTC.
    """
    for found in _BEFORE_DAY.finditer(title):
        day = title[found.end() :].strip(" )]")
        if found.start() and len(day) <= _LONGEST_DAY:
            read = read_date(day, DateOrigin.DOCUMENT, options)
            if read and read.precision is Precision.DAY:
                return title[: found.start()], day
    return title, None


def _dates(metadata: Element) -> list[str]:
    dates = [one for one in metadata.iterfind("date") if one.get(f"{_OPF}event") in _OF_PUBLICATION]
    return [text for one in dates if (text := text_of(one))] + texts(
        metadata, "meta[@property='dcterms:issued']"
    )


def _generators(metadata: Element) -> list[str]:
    return [one.get("content") or "" for one in metadata.iterfind("meta[@name='generator']")]


def _authors(metadata: Element, others: set[str]) -> list[str]:
    """The people who wrote the book; a periodical is often named as its own author."""
    people = (one for one in metadata.iterfind("creator") if one.get(f"{_OPF}role") in _OF_AUTHORS)
    names = (text_of(one) for one in people)
    return [name for name in names if name and name not in others and not _is_program(name)]


def _is_program(name: str) -> bool:
    return bool(_NO_NAMES.fullmatch(name) or _SAVERS.fullmatch(name))


def _items(manifest: Element, opf: str) -> dict[str, _Item]:
    return {
        item.get("id") or "": _Item(
            resolved(item.get("href") or "", opf),
            (item.get("media-type") or "").lower(),
            item.get("properties") or "",
        )
        for item in manifest.iterfind("item")
    }


def _in_order(spine: Element, items: dict[str, _Item]) -> list[str]:
    """The pages in the order of reading, each once; not those beside it, nor the table of contents."""
    named = (one for one in spine.iterfind("itemref") if one.get("linear") != "no")
    found = (items.get(one.get("idref") or "") for one in named)
    pages = (item.place for item in found if item and item.type in _PAGES and not _is_navigation(item))
    return list(dict.fromkeys(pages))


def _is_navigation(item: _Item) -> bool:
    return "nav" in item.properties.split()


def _guided(guide: Element, opf: str) -> frozenset[str]:
    return frozenset(
        resolved(one.get("href") or "", opf)
        for one in guide.iterfind("reference")
        if (one.get("type") or "").lower() in NAVIGATION
    )


def _refuse_encrypted(package: Package, pages: list[str]) -> None:
    """Refuse a book whose pages are encrypted; fonts often are."""
    if _ENCRYPTION in package:
        named = elements(package.open(_ENCRYPTION), frozenset({"CipherReference"}))
        if any(unquote(one.get("URI") or "") in pages for one in named):
            raise UnreadableFileError("encrypted by its publisher")


def _contents(package: Package, items: dict[str, _Item]) -> dict[str, Place]:
    """What the table of contents names; empty for one that cannot be read: the documents can all the same."""
    for item in items.values():
        is_ncx = item.type == _NCX
        if not (is_ncx or _is_navigation(item)) or item.place not in package:
            continue
        tables = elements(package.open(item.place), frozenset({"navMap" if is_ncx else "nav"}))
        try:
            named = [each for table in tables for each in _named(table, item.place)]
        except UnreadableFileError:
            continue
        if named:
            return dict(reversed(named))  # the first of several that lead to one document
    return {}


def _named(table: Element, beside: str) -> Iterator[tuple[str, Place]]:
    if table.tag == "navMap":
        yield from _points(table, None, beside)
    elif table.get(f"{_OPS}type") in {None, "toc"}:
        yield from _entries(table, None, beside)


def _points(above: Element, part: str | None, beside: str) -> Iterator[tuple[str, Place]]:
    """Of an NCX."""
    for point in above.iterfind("navPoint"):
        label = first_text(point, "navLabel/text")
        target = point.find("content")
        if target is not None:
            yield resolved(target.get("src") or "", beside), Place(label, part)
        yield from _points(point, label, beside)


def _entries(above: Element, part: str | None, beside: str) -> Iterator[tuple[str, Place]]:
    """Of an EPUB 3's `nav`: lists in lists."""
    for entry in above.iterfind("ol/li"):
        link = entry.find("a")
        label = first_text(entry, "a", "span")
        if link is not None:
            yield resolved(link.get("href") or "", beside), Place(label, part)
        yield from _entries(entry, label, beside)
