"""One document of an EPUB: whether it is an article, and what it says of itself."""

import re
from itertools import accumulate
from typing import NamedTuple

from newsgrep.readers import read_document
from newsgrep.readers.bylines import authors_of
from newsgrep.readers.decoding import clean
from newsgrep.readers.epub_package import NAVIGATION, resolved
from newsgrep.readers.fragments import text_of
from newsgrep.readers.packages import Package
from newsgrep.readers.pages.tree import Element, original, parse

_CLOSED = re.compile(rb"<(title|script|a|div|span|p|i|b|em|strong)\b([^<>]*)/>", re.IGNORECASE)
"""Elements that XHTML may close at once, and HTML may not."""
_BAR = re.compile(r"\|(?:[^|]{1,60}\|){1,6}")
_DOWNLOADED = re.compile(r"This article was downloaded by calibre from (\S+)")
_BEGIN_OF_BARS = ("|", "This article was downloaded by")
_MAY_BE_BARS = ("p", "div", "table")
_MOST_BARS = 20
_ADDRESSES = "//a[@rel='calibre-downloaded-from']/@href | //link[@rel='canonical']/@href"
_NO_ARTICLES = re.compile(
    r"(?:cover|title[_-]?page|toc|nav|contents?|copyright|imprint|impressum|colophon)(?:[_-]?\d+)?\.[a-z]+",
    re.IGNORECASE,
)
_SHORT = 2_000
"""In characters: what is called a cover and has more text is a cover story."""
_LONGEST_HEADING = 300
_BYLINE = re.compile(r"(?:By|BY|by)\s+[^\W\d_a-z].{2,80}(?<![.,:;!?])")
_ABOVE_TEXT = 4


class Page(NamedTuple):
    """What a document says: `heading` is its headline, `named` what its `<title>` says. The text is without the heading."""

    text: str
    heading: str | None
    named: str | None
    url: str | None
    authors: tuple[str, ...]


def read_page(package: Package, place: str, book: str | None) -> Page | None:
    """A document; None for one that is no article. The title of the `book` is no heading. Raises UnreadableFileError."""
    tree = _parsed(package, place)
    url = _without_bars(tree)
    if _is_no_article(tree, place, package):
        return None
    title = tree.find(".//title")
    heading = _heading(tree, book)
    printed = None if heading is None else _line(heading)
    if heading is not None:
        heading.drop_tree()
    text = _text(tree)
    named = None if title is None else _line(title)
    return Page(text, printed, named if named != book else None, url, _authors(text))


def text_of_page(package: Package, place: str) -> str:
    """The whole text of a document, but for bars of links. Raises UnreadableFileError."""
    tree = _parsed(package, place)
    _without_bars(tree)
    return _text(tree)


def _parsed(package: Package, place: str) -> Element:
    data = read_document(package.open(place))
    return parse(_CLOSED.sub(rb"<\1\2></\1>", data)).tree


def _text(tree: Element) -> str:
    from lxml.html import tostring  # noqa: PLC0415  not on the search path

    return text_of(tostring(tree, encoding="unicode"))


def _line(element: Element) -> str | None:
    return clean(" ".join(element.text_content().split())) or None


def _heading(tree: Element, book: str | None) -> Element | None:
    """The first of the first rank, else one of a lower rank with which the text begins."""
    first = next((one for one in tree.iter("h1") if _may_be_headline(one, book)), None)
    if first is not None:
        return first
    lower = next((one for one in tree.iter("h2", "h3", "h4") if _may_be_headline(one, book)), None)
    begin = _text(tree).partition("\n\n")[0]
    return lower if lower is not None and begin.split() == (_line(lower) or "").split() else None


def _may_be_headline(heading: Element, book: str | None) -> bool:
    text = _line(heading)
    return text is not None and len(text) <= _LONGEST_HEADING and text != book


def _authors(text: str) -> tuple[str, ...]:
    """The names in a byline above the text."""
    lines = text.split("\n", 2 * _ABOVE_TEXT)[: 2 * _ABOVE_TEXT]
    byline = next((line for line in lines if _BYLINE.fullmatch(line.strip())), None)
    return authors_of(byline)


def _without_bars(tree: Element) -> str | None:
    """Take out calibre's bars of links; gives the address from which the article was downloaded."""
    addresses = list(tree.xpath(_ADDRESSES))
    for bar in [one for one in tree.iter(*_MAY_BE_BARS) if _may_be_bar(one)][:_MOST_BARS]:
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
    marked = [] if body is None else [body, *body[:1]]
    if any(NAVIGATION.intersection((one.get("epub:type") or "").lower().split()) for one in marked):
        return True
    shown = len(_letters(tree))
    if shown <= _SHORT and _NO_ARTICLES.fullmatch(place.rpartition("/")[2]):
        return True
    links = (link for link in tree.iter("a") if _leads_elsewhere(link, place, package))
    return any(
        linked * 2 >= shown for linked in accumulate((len(_letters(link)) for link in links), initial=0)
    )


def _letters(element: Element) -> str:
    return "".join(element.text_content().split())


def _leads_elsewhere(link: Element, place: str, package: Package) -> bool:
    target = resolved(link.get("href") or "", place)
    return target != place and target in package
