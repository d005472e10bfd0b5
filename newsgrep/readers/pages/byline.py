"""The authors as a web page shows them: in a byline by the headline, or in an element marked as the author's."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsgrep.readers.pages.authors import is_byline, people
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, ShownPage
from newsgrep.readers.pages.shown import WHOLE
from newsgrep.readers.pages.tree import Element, xpath

_TOGETHER = 3
"""Lines between two authors."""
_MARKED = re.compile(
    r"author|by-?line|^by$|autor|writer|verfasser|auteur|contributor|reporter|redakteur|creator|posted-?by",
    re.IGNORECASE,
)
_ANY_MARKED = "//@class[contains(., 'author')]/.. | //@rel[contains(., 'author')]/.."
_MOST_MARKED = 20


class _Shown(NamedTuple):
    """A text that may name people, the number of its line, and whether one word in it is a name too."""

    number: int
    text: str
    is_sure: bool


def shown_authors(page: ShownPage, others: Iterable[str | None]) -> tuple[str, ...]:
    """The people in the byline, or else in the first element that is marked as the author's; `others` are no people."""
    others = tuple(others)
    for found in (_bylines(page.below), _bylines(page.above), _marked(page)):
        if names := _together(found, others):
            return names
    return ()


def _together(found: Iterable[_Shown], others: tuple[str | None, ...]) -> tuple[str, ...]:
    """The people in the first of some lines that names any, and in those right after it."""
    names: tuple[str, ...] = ()
    last = 0
    for shown in found:
        if names and shown.number - last > _TOGETHER:
            break
        if more := [name for name in people([shown.text], others) if shown.is_sure or " " in name]:
            names, last = (*names, *more), shown.number
    return tuple(dict.fromkeys(names))


def _bylines(lines: Iterable[Line]) -> Iterator[_Shown]:
    """Lines that begin as bylines do, and what of others is marked as such."""
    for number, line in enumerate(lines):
        if len(line.text) <= LONGEST_LINE:
            if is_byline(line.text):
                yield _Shown(number, line.text, is_sure=True)
            else:
                yield from _marked_in(line, number)


def _marked_in(line: Line, number: int) -> Iterator[_Shown]:
    seen = set()
    for piece in line.pieces:
        around = (piece.element, piece.element.getparent())
        marked = next((one for one in around if one is not None and _is_marked(one)), None)
        if marked is not None and marked not in seen:
            seen.add(marked)
            yield from _shown(marked, number)


def _marked(page: ShownPage) -> Iterator[_Shown]:
    """What is marked as the author's, anywhere in the article."""
    for number, element in enumerate(xpath(_ANY_MARKED)(page.tree)[:_MOST_MARKED]):
        if _is_marked(element) and not page.surroundings.hold(element):
            yield from _shown(element, number * (_TOGETHER + 1))


def _shown(element: Element, number: int) -> Iterator[_Shown]:
    text = " ".join(element.text_content().split())
    if 0 < len(text) <= LONGEST_LINE:
        yield _Shown(number, text, "author" in {element.get("rel"), element.get("itemprop")})


def _is_marked(element: Element) -> bool:
    named = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "rel", "data-testid"))
    return element.tag not in WHOLE and any(map(_MARKED.search, named.split()))
