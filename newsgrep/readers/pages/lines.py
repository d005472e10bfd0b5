"""A web page as the lines that its reader sees, in the order of the page, each with the elements it is in."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from newsgrep.readers.dating import visible
from newsgrep.readers.pages.shown import INLINE, Surroundings, moment_of
from newsgrep.readers.pages.tree import Element

LONGEST_LINE = 120
"""In characters: a longer line is running text."""
_MOST_BELOW, _MOST_ABOVE = 30, 6
"""So many lines around a headline may be about it."""
_MOST_PARAGRAPHS, _LEVELS = 1, 3
_IN_WORDS = frozenset(
    {
        *("b", "i", "em", "strong", "sup", "sub", "u", "font", "small", "mark", "a", "abbr"),
        *("p", "div", "li", "td"),
    }
)
"""What may begin within a word."""


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
    """A page as it is shown: its lines, and its headline's element, if that is known."""

    def __init__(self, tree: Element, heading: Element | None) -> None:
        self.tree = tree
        self.heading = heading
        self.surroundings = Surroundings(tree, heading)

    def lines(self, *, sidebars: bool) -> Iterator[tuple[int, Line]]:
        """All lines of the article and around it, each with its place: how far below the headline."""
        is_skipped = self.surroundings.are_beside if sidebars else self.surroundings.are_sidebar
        found = list(_lines(self.tree, is_skipped, onwards=False))
        inside = set(self.heading.iter()) if self.heading is not None else set()
        places = (n for n, line in enumerate(found) if any(one.element in inside for one in line.pieces))
        at = next(places, -1)
        return ((number - at, line) for number, line in enumerate(found))

    @cached_property
    def below(self) -> Sequence[Line]:
        """The headline's line and those below it, down to the second paragraph, for the deck may be the first."""
        if self.heading is None:
            return ()
        found: list[Line] = []
        paragraphs = 0
        following = _lines(self.heading, self.surroundings.are_sidebar, onwards=True)
        for line in islice(following, _MOST_BELOW):
            paragraphs += bool(found) and len(line.text) > LONGEST_LINE
            found.append(line)
            if paragraphs > _MOST_PARAGRAPHS:
                break
        return found

    @cached_property
    def above(self) -> Sequence[Line]:
        """Some lines above the headline, in what stands beside it and around it."""
        found: list[Line] = []
        around = [*islice(self.heading.iterancestors(), _LEVELS)] if self.heading is not None else []
        for before in (before for one in [self.heading, *around] if around for before in _before(one)):
            found = [*_lines(before, self.surroundings.are_sidebar, onwards=False), *found][-_MOST_ABOVE:]
            if len(found) == _MOST_ABOVE:
                break
        return found


def _before(element: Element) -> Iterator[Element]:
    siblings: Iterator[Element] = element.itersiblings(preceding=True)
    return siblings


def _lines(start: Element, is_skipped: Callable[[Element], bool], *, onwards: bool) -> Iterator[Line]:
    """The lines in an element, and `onwards` those after it too."""
    pieces: list[tuple[Element, str]] = []
    for element, is_start, skipped in _walk(start, is_skipped, onwards=onwards):
        is_block = element.tag not in INLINE
        if is_block and pieces:
            yield from _line(pieces)
            pieces = []
        text = element.tail if not is_start else None if skipped else element.text
        if text and (pieces or not text.isspace()):
            pieces.append((element if is_start else element.getparent(), text))
        elif is_start and not (text or is_block or skipped) and moment_of(element):
            pieces.append((element, ""))
    yield from _line(pieces)


def _walk(
    start: Element, is_skipped: Callable[[Element], bool], *, onwards: bool
) -> Iterator[tuple[Element, bool, bool]]:
    """Each element twice, where it begins (True) and where it ends; and whether what is in it is skipped."""
    element = start
    while element is not None:
        skipped = is_skipped(element)
        yield element, True, skipped
        if not skipped and len(element):
            element = element[0]
            continue
        yield element, False, skipped
        while onwards or element is not start:
            if (following := element.getnext()) is not None:
                break
            if (element := element.getparent()) is None:
                return
            yield element, False, False
        else:
            return
        element = following


def _line(pieces: list[tuple[Element, str]]) -> Iterator[Line]:
    text = ""
    found: list[Piece] = []
    for element, part in pieces:
        words = " ".join(visible(part).split())
        if text and (part[:1].isspace() or _is_apart(text, words, element, found[-1].element)):
            text = f"{text.rstrip()} "
        start = len(text)
        text += f"{words} " if words and part[-1:].isspace() else words
        found.append(Piece(element, start, len(text)))
    if text or any(moment_of(piece.element) for piece in found):
        yield Line(text.rstrip(), tuple(found))


def _is_apart(before: str, after: str, element: Element, last: Element) -> bool:
    """Say whether two texts without a space between are words of their own: those of elements with places of their own."""
    is_within = element is last or {element.tag, last.tag} <= _IN_WORDS
    return before[-1:].isalnum() and after[:1].isalnum() and not is_within
