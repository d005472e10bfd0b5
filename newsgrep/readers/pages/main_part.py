"""The part of a page that most of its paragraphs stand in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.readers.pages.tree import Element

_BESIDE = frozenset({"aside", "footer", "nav", "form", "figure", "figcaption", "button", "label"})
_SHORTEST = 60
_LEAST = 200
_SHARE = 0.85
_MOSTLY_LINKS = 0.5
_DEEPEST = 100
_TEASER = re.compile(r"teaser", re.IGNORECASE)
_OTHER = re.compile(
    r"teaser|promo|widget|sidebar|banner|slide|comment|related|cookie|consent|newsletter|footer|popup|modal", re.IGNORECASE
)


class MainPart(NamedTuple):
    """The smallest element with almost all paragraphs, and the number of characters of those."""

    element: Element
    characters: int


def main_part(tree: Element) -> MainPart | None:
    """None for a page with less text than a brief has. Names of classes that deny what it is are taken off it."""
    characters: dict[Element, int] = {}
    total = 0
    for length, around in _paragraphs(tree):
        total += length
        for element in around:
            characters[element] = characters.get(element, 0) + length
    if total < _LEAST:
        return None
    for element, inside in characters.items():
        _take_off_misleading_names(element, inside / total)
    holding = [element for element, inside in characters.items() if inside >= _SHARE * total]
    # Those that hold so much are in each other; an element stands in the table before what encloses it.
    smallest = next(iter(holding), None)
    return None if smallest is None else MainPart(smallest, characters[smallest])


def _paragraphs(tree: Element) -> Iterator[tuple[int, list[Element]]]:
    """(its length, the elements around it) of each that is not beside the text, and no list of links."""
    for paragraph in tree.iter("p", "blockquote"):
        length = len(paragraph.text_content())
        if length < _SHORTEST:
            continue
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        around = [one for one, _ in zip(paragraph.iterancestors(), range(_DEEPEST), strict=False)]
        if linked <= _MOSTLY_LINKS * length and not any(one.tag in _BESIDE for one in around):
            yield length, around


def _take_off_misleading_names(element: Element, share: float) -> None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if (share > 1 / 3 and _TEASER.search(names)) or (share >= _SHARE and _OTHER.search(names)):
        for attribute in ("class", "id"):
            element.attrib.pop(attribute, None)
