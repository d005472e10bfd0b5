"""A web page as the lines that its reader sees: short ones, in the order of the page, each with its elements.

What is no part of the article is passed over: navigation, other articles, comments, captions.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsgrep.readers.pages.tree import Element

LONGEST_LINE = 120
"""In characters: a longer line is running text."""
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "address", "b", "bdi", "bdo", "big", "cite", "data", "em", "font", "i", "img"),
        *("ins", "label", "mark", "nobr", "q", "s", "small", "span", "strong", "sub", "sup", "svg", "time", "tt"),
        *("u", "var", "wbr"),
    }
)
_UNSEEN = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "select", "textarea", "audio"),
        *("video", "canvas", "datalist", "button", "del", "strike"),
    }
)
_BESIDE = frozenset({"aside", "nav"})
_CAPTIONS = frozenset({"figcaption", "caption"})
_MARKED_BESIDE = re.compile(
    r"comment|(?:image|img|photo|picture|media|wp|figure|bild|foto)[-_]?\w*caption|related|recommend|teaser|sidebar|side-bar|widget|popular|most-?read|meist-?gelesen"
    r"|newsletter|promo|breadcrumb|\bmenu|navi|\bads?\b|advert|cookie|carousel|slider|masthead|copyright|\btoday"
    r"|today\b|current-?(?:date|time)|date-today|\bclock|calendar|\bevents?\b|upcoming|latest|trending|read-?more"
    r"|see-?also|\bmore-",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line as it is shown, and the elements that its text is in, with the text of each, in order."""

    text: str
    pieces: tuple[tuple[Element, str], ...]


def lines(tree: Element, heading: Element | None) -> Iterator[Line]:
    """The lines of a page's article and what stands around it, down to the footer."""
    from lxml.etree import iterwalk  # noqa: PLC0415  not on the search path

    around = set(heading.iterancestors()) if heading is not None else set()
    pieces: list[tuple[Element, str]] = []
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        inline = element.tag in _INLINE
        if not inline and pieces:
            yield from _line(pieces)
            pieces = []
        skipped = event == "start" and element not in around and is_beside_article(element, heading)
        if skipped:
            walk.skip_subtree()
        text = element.text if event == "start" else element.tail
        if text and not skipped:
            pieces.append((element if event == "start" else element.getparent(), text))
    yield from _line(pieces)


def is_beside_article(element: Element, heading: Element | None) -> bool:
    """Say whether an element, in which the heading is not, is no part of the article."""
    tag = element.tag
    if tag in _UNSEEN or tag in _BESIDE or tag in _CAPTIONS:
        return True
    if tag == "article":
        return heading is not None and next(heading.iterancestors("article"), None) is not None
    if tag in {"html", "body", "main"}:
        return False
    return bool((marks := marks_of(element)) and _MARKED_BESIDE.search(marks))


def marks_of(element: Element) -> str:
    """The names that a page's author has given an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _line(pieces: list[tuple[Element, str]]) -> Iterator[Line]:
    text = " ".join("".join(text for _, text in pieces).split())
    if text:
        yield Line(text, tuple(pieces))
