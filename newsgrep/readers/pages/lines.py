"""A web page as the lines that its reader sees, in the order of the page, each with the elements it is in.

What is no part of the article is passed over: navigation, other articles, comments, captions.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from newsgrep.readers.dating import visible
from newsgrep.readers.pages.tree import Element

LONGEST_LINE = 120
"""In characters: a longer line is running text."""
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "address", "b", "bdi", "bdo", "big", "cite", "data", "em", "font", "i", "img"),
        *("ins", "label", "mark", "nobr", "q", "s", "small", "span", "strong", "sub", "sup", "svg", "time", "tt"),
        *("u", "var", "wbr", "time-ago", "relative-time", "local-time"),
    }
)
_NO_TEXT = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "select", "textarea", "audio"),
        *("video", "canvas", "datalist", "button", "del", "strike", "aside", "nav", "figcaption", "caption"),
    }
)
_WHOLE = frozenset({"html", "body", "main"})
_NO_MARKS = frozenset({*_WHOLE, "article"})
_BESIDE = re.compile(
    r"comment|(?:image|img|photo|picture|media|wp|figure|bild|foto)[-_]?\w*caption|related|recommend|teaser"
    r"|side-?bar|widget|popular|most-?read|meist-?gelesen|newsletter|promo|breadcrumb|\bmenu|navi|\bads?\b|advert"
    r"|cookie|carousel|slider|masthead|copyright|\btoday|today\b|current[-_]?(?:date|time)|date-today|\bclock"
    r"|calendar|\bevents?\b|upcoming|latest|trending|read-?more|see-?also|\bmore-",
    re.IGNORECASE,
)
_MOMENTS = ("datetime", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published")
"""Attributes that give the moment that an element shows, for machines."""


class Piece(NamedTuple):
    """A part of a line: its element, and where it stands in the line, in characters."""

    element: Element
    start: int
    end: int


class Line(NamedTuple):
    """A line as it is shown, with white space collapsed."""

    text: str
    pieces: tuple[Piece, ...]

    def element_at(self, place: int) -> Element:
        return next((piece.element for piece in self.pieces if piece.end > place), self.pieces[-1].element)


class ShownPage:
    """A page as it is shown: its lines, found when they are asked for, and which of them the headline is."""

    def __init__(self, tree: Element, heading: Element | None) -> None:
        self.tree = tree
        self.heading = heading

    @cached_property
    def lines(self) -> list[Line]:
        return list(_lines(self.tree, self.heading))

    @cached_property
    def heading_line(self) -> int:
        """The number of the headline's line; -1 for none."""
        if self.heading is None:
            return -1
        inside = set(self.heading.iter())
        found = (
            number
            for number, line in enumerate(self.lines)
            if any(piece.element in inside for piece in line.pieces)
        )
        return next(found, -1)


def _lines(tree: Element, heading: Element | None) -> Iterator[Line]:
    from lxml.etree import iterwalk  # noqa: PLC0415  not on the search path

    around = set(heading.iterancestors()) if heading is not None else set()
    others = _other_articles(tree, around)
    pieces: list[tuple[Element, str]] = []
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if element.tag not in _INLINE and pieces:
            yield from _line(pieces)
            pieces = []
        if event == "start" and element not in around and _is_beside(element, others):
            walk.skip_subtree()
            continue
        text = element.text if event == "start" else element.tail
        if text or (event == "start" and moment_of(element)):
            pieces.append((element if event == "start" else element.getparent(), text or ""))
    yield from _line(pieces)


def moment_of(element: Element) -> str | None:
    """The moment that an element gives for machines."""
    return next((value for name in _MOMENTS if (value := element.get(name))), None)


def names_of(element: Element) -> Iterator[list[str]]:
    """The names that the page's author has given an element, and those of the one around it."""
    for one in (element, *islice(element.iterancestors(), 1)):
        if one.tag not in _NO_MARKS:
            named = (one.get(name) for name in ("class", "id", "itemprop", "data-testid"))
            yield [*" ".join(filter(None, named)).split(), *([one.tag] if "time" in one.tag else [])]


def _other_articles(tree: Element, around: set[Element]) -> set[Element]:
    """The articles that are not the page's: those beside it, and the teasers of a list."""
    articles = [one for one in tree.iter("article") if one not in around]
    if any(one.tag == "article" for one in around):
        return set(articles)
    return {one for one in articles if is_teaser(one)} if len(articles) > 1 else set()


def is_teaser(element: Element) -> bool:
    """Say whether the first heading in an element links to something."""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5"), None)
    if heading is None:
        return False
    links = (heading.find(".//a"), *heading.iterancestors("a"))
    return any(link is not None and not (link.get("href") or "#").startswith("#") for link in links)


def _is_beside(element: Element, others: set[Element]) -> bool:
    """Say whether an element, in which the heading is not, is no part of the article."""
    tag = element.tag
    if tag in _NO_TEXT or element in others:
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag not in _NO_MARKS and len(named) > 1 and _BESIDE.search(named) is not None


def _line(pieces: list[tuple[Element, str]]) -> Iterator[Line]:
    text, found = "", []
    for element, part in pieces:
        words = visible(part).split()
        apart = " " if text and not text.endswith(" ") and (part[:1].isspace() or not words) and part else ""
        start = len(text) + len(apart)
        text += apart + " ".join(words) + (" " if words and part[-1:].isspace() else "")
        found.append(Piece(element, start, len(text)))
    if text.strip() or any(moment_of(piece.element) for piece in found):
        yield Line(text.rstrip(), tuple(found))
