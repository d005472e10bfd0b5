"""The authors as a web page shows them: in a byline by the headline, or in an element marked as the author's."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newsgrep.readers.pages.authors import is_byline, people
from newsgrep.readers.pages.lines import LONGEST_LINE, MOST_ABOVE, Line, ShownPage
from newsgrep.readers.pages.tree import Element

_TOGETHER = 3
"""Lines between two authors."""
_MARKED = re.compile(
    r"author|by-?line|^by$|autor|writer|verfasser|auteur|contributor|reporter|redakteur|creator|posted-?by", re.IGNORECASE
)
_MAY_BE_MARKED = (
    "//*[@rel='author' or @itemprop='author' or contains(@class, 'author') or contains(@class, 'yline')"
    " or contains(@class, 'autor') or contains(@id, 'author')]"
)
_MOST_MARKED = 20


def shown_authors(page: ShownPage, others: Iterable[str | None]) -> tuple[str, ...]:
    """The people in the byline, or else in the first element that is marked as the author's; `others` are no people."""
    others = tuple(others)
    for found in (_below(page), _above(page), _marked(page)):
        if names := _together(found, others):
            return names
    return ()


def _together(found: Iterable[tuple[int, str]], others: tuple[str | None, ...]) -> tuple[str, ...]:
    """The people in the first of some lines that names any, and in those right after it."""
    names: tuple[str, ...] = ()
    last = 0
    for number, text in found:
        if names and number - last > _TOGETHER:
            break
        if more := people([text], others):
            names, last = (*names, *more), number
    return tuple(dict.fromkeys(names))


def _below(page: ShownPage) -> Iterator[tuple[int, str]]:
    """Lines below the headline that begin as bylines do, and what of them is marked as such."""
    return ((number, text) for number, line in enumerate(page.near_below()) for text in _bylines(line))


def _above(page: ShownPage) -> Iterator[tuple[int, str]]:
    lines = islice(page.above(), MOST_ABOVE)
    return ((number, text) for number, line in enumerate(lines) for text in _bylines(line))


def _marked(page: ShownPage) -> Iterator[tuple[int, str]]:
    """What is marked as the author's, anywhere in the article."""
    for number, element in enumerate(page.tree.xpath(_MAY_BE_MARKED)[:_MOST_MARKED]):
        if _is_marked(element) and not page.is_beside(element):
            text = " ".join(element.text_content().split())
            if 0 < len(text) <= LONGEST_LINE:
                yield number * (_TOGETHER + 1), text


def _bylines(line: Line) -> Iterator[str]:
    if len(line.text) > LONGEST_LINE:
        return
    if is_byline(line.text):
        yield line.text
        return
    seen = set()
    for piece in line.pieces:
        for element in (piece.element, piece.element.getparent()):
            if element is not None and element not in seen and _is_marked(element):
                seen.add(element)
                text = " ".join(element.text_content().split())
                if 0 < len(text) <= LONGEST_LINE:
                    yield text
                break


def _is_marked(element: Element) -> bool:
    named = (element.get(name) or "" for name in ("class", "id", "itemprop", "data-testid"))
    return element.get("rel") == "author" or (
        element.tag not in _WHOLE and any(map(_MARKED.search, " ".join(named).split()))
    )


_WHOLE = frozenset({"html", "body", "main", "article"})
