"""The authors as a web page shows them: in a byline by the headline, or in an element marked as the author's."""

import re
from collections.abc import Iterable, Iterator

from newsgrep.readers.pages.authors import is_byline, people
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, ShownPage
from newsgrep.readers.pages.tree import Element

_BELOW, _ABOVE = 30, 4
_MOST_PARAGRAPHS = 1
_WHOLE = frozenset({"html", "body", "main", "article"})
_TOGETHER = 3
"""Lines between two authors."""
_MARKED = re.compile(
    r"author|by-?line|^by$|autor|writer|verfasser|auteur|contributor|reporter|redakteur|creator|posted-?by", re.IGNORECASE
)


def shown_authors(page: ShownPage, others: Iterable[str | None]) -> tuple[str, ...]:
    """The people in the byline, or else in the first element that is marked as the author's; `others` are no people."""
    others = tuple(others)
    return _together(_near(page), others) or _together(_marked(page), others)


def _together(found: Iterator[tuple[int, str]], others: tuple[str | None, ...]) -> tuple[str, ...]:
    """The people in the first of some lines that names any, and in those right after it."""
    names: tuple[str, ...] = ()
    last = 0
    for number, text in found:
        if names and number - last > _TOGETHER:
            break
        if more := people([text], others):
            names, last = (*names, *more), number
    return tuple(dict.fromkeys(names))


def _near(page: ShownPage) -> Iterator[tuple[int, str]]:
    """Lines by the headline that begin as bylines do, and what of them is marked as such."""
    at, paragraphs = page.heading_line, 0
    if page.heading is None:
        return
    for number in range(at + 1, min(at + _BELOW, len(page.lines))):
        line = page.lines[number]
        if len(line.text) > LONGEST_LINE:
            paragraphs += 1
            if paragraphs > _MOST_PARAGRAPHS:
                break
        else:
            yield from ((number, text) for text in _bylines(page.lines, number))
    for number in range(max(0, at - _ABOVE), at):
        yield from ((number, text) for text in _bylines(page.lines, number))


def _bylines(lines: list[Line], number: int) -> list[str]:
    line = lines[number]
    if is_byline(line.text):
        return [line.text]
    return list(_marked_texts(line))


def _marked(page: ShownPage) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(page.lines[page.heading_line + 1 :]):
        if len(line.text) <= LONGEST_LINE:
            yield from ((number, text) for text in _marked_texts(line))


def _marked_texts(line: Line) -> Iterator[str]:
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
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
    return element.get("rel") == "author" or (element.tag not in _WHOLE and any(map(_MARKED.search, names.split())))
