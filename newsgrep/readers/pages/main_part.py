"""The part of a page that most of its paragraphs stand in."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsgrep.readers.pages.layout import ancestors
from newsgrep.readers.pages.tree import Element

_BESIDE = frozenset({"aside", "footer", "nav", "form", "figure", "figcaption", "button", "label"})
_SHORTEST = 60
_LEAST = 200
_SHARE = 0.85
_MUCH = 1 / 3
_MOSTLY_LINKS = 0.5
_TEASER = re.compile(r"teaser", re.IGNORECASE)
_COMMENTS = re.compile(r"comment(?!ary)|kommentar|disqus|\brespon[ds]", re.IGNORECASE)
_OTHER = re.compile(
    r"teaser|promo|widget|sidebar|banner|slide|comment|related|cookie|consent|newsletter|footer|popup|modal",
    re.IGNORECASE,
)


class MainPart(NamedTuple):
    """The smallest element with almost all paragraphs, and the number of characters of those."""

    element: Element
    characters: int


def main_part(tree: Element) -> MainPart | None:
    """None for a page with less text than a brief has. Where names say that it is something else, they are taken off."""
    paragraphs = list(_paragraphs(tree))
    total, inside = _weighed(paragraphs)
    comments = {
        one for one, length in inside.items() if length < _SHARE * total and _COMMENTS.search(_names(one))
    }
    if comments:
        total, inside = _weighed(one for one in paragraphs if comments.isdisjoint(one[1]))
    if total < _LEAST:
        return None
    misnamed = [one for one, length in inside.items() if _is_misnamed(one, length / total)]
    # Those that hold so much are in each other; an element comes before what is around it.
    smallest = next((one for one, length in inside.items() if length >= _SHARE * total), None)
    if smallest is None:
        return None
    if any(_TEASER.search(_names(one)) for one in misnamed):  # whose paragraphs alone would be found
        smallest.set("itemprop", "articleBody")
    for element in misnamed:
        for attribute in ("class", "id"):
            element.attrib.pop(attribute, None)
    return MainPart(smallest, inside[smallest])


def _paragraphs(tree: Element) -> Iterator[tuple[int, list[Element]]]:
    """(its length, the elements around it) of each that is not beside the text, and no list of links."""
    for paragraph in tree.iter("p", "blockquote"):
        length = len(paragraph.text_content())
        if length < _SHORTEST:
            continue
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        around = list(ancestors(paragraph))
        if linked <= _MOSTLY_LINKS * length and not any(one.tag in _BESIDE for one in around):
            yield length, around


def _weighed(paragraphs: Iterable[tuple[int, list[Element]]]) -> tuple[int, dict[Element, int]]:
    """The characters in all paragraphs, and in those inside of each element."""
    total = 0
    inside: dict[Element, int] = {}
    for length, around in paragraphs:
        total += length
        for element in around:
            inside[element] = inside.get(element, 0) + length
    return total, inside


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_misnamed(element: Element, share: float) -> bool:
    """Say whether an element has a name for what is beside an article, and most of the article in it."""
    names = _names(element)
    return bool((share > _MUCH and _TEASER.search(names)) or (share >= _SHARE and _OTHER.search(names)))
