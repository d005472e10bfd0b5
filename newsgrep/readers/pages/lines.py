"""A web page as the lines that its reader sees, in the order of the page, each with the elements it is in.

What is no part of the article is passed over: navigation, other articles, comments, captions.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from newsgrep.readers.dating import visible
from newsgrep.readers.pages.tree import Element

LONGEST_LINE = 120
"""In characters: a longer line is running text."""
_MOST_BELOW, _MOST_ABOVE = 30, 6
"""So many lines around a headline may be about it."""
_MOST_PARAGRAPHS, _LEVELS = 1, 2
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "address",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "data",
            "em",
            "font",
            "i",
            "img",
        ),
        *(
            "ins",
            "label",
            "mark",
            "nobr",
            "q",
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "svg",
            "time",
            "tt",
        ),
        *("u", "var", "wbr", "time-ago", "relative-time", "local-time"),
    }
)
_NO_TEXT = frozenset(
    {
        *(
            "head",
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "select",
            "textarea",
            "audio",
        ),
        *("video", "canvas", "datalist", "button", "del", "strike", "aside", "nav", "figcaption", "caption"),
    }
)
_WHOLE = frozenset({"html", "body", "main"})
_NO_MARKS = frozenset({*_WHOLE, "article"})
_BESIDE = re.compile(
    r"comment|related|recommend|popular|most-?read|meist-?gelesen|newsletter|promo(?!te)|breadcrumb|\bmenu|navi"
    r"|\bads?\b|advert|cookie|carousel|slider|copyright|calendar|\bevents?\b|upcoming|latest|trending|read-?more"
    r"|see-?also|\bmore-|(?:image|img|photo|picture|media|wp|figure|bild|foto)[-_]?\w*caption|(?:^|\s)widget"
    r"|(?:^|\s)(?:today\w*|todays?-date|date-today|current[-_]?(?:date|time)|clock|masthead)(?:\s|$)",
    re.IGNORECASE,
)
"""Names of what stands beside an article, and of the day of today in a page's head."""
_SIDEBAR = re.compile(r"side-?bar", re.IGNORECASE)
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
    """A page as it is shown: its lines, and its headline's element, if that is known."""

    def __init__(self, tree: Element, heading: Element | None) -> None:
        self.tree = tree
        self.heading = heading
        self.around = frozenset(heading.iterancestors()) if heading is not None else frozenset()
        """The elements that the headline is in."""
        self._others = _other_articles(tree, self.around)

    def lines(self, *, sidebars: bool) -> Iterator[tuple[int, Line]]:
        """All lines of the article and around it, each with its place: how far below the headline."""
        is_skipped = self._is_beside if sidebars else self._is_skipped
        found = list(_lines(self.tree, is_skipped, onwards=False))
        inside = set(self.heading.iter()) if self.heading is not None else set()
        at = next(
            (n for n, line in enumerate(found) if any(piece.element in inside for piece in line.pieces)), -1
        )
        return ((number - at, line) for number, line in enumerate(found))

    @cached_property
    def below(self) -> Sequence[Line]:
        """The headline's line and those below it, down to the second paragraph: the deck may be the first."""
        if self.heading is None:
            return ()
        found: list[Line] = []
        paragraphs = 0
        for line in islice(_lines(self.heading, self._is_skipped, onwards=True), _MOST_BELOW):
            paragraphs += bool(found) and len(line.text) > LONGEST_LINE
            if paragraphs > _MOST_PARAGRAPHS:
                break
            found.append(line)
        return found

    @cached_property
    def above(self) -> Sequence[Line]:
        """Some lines above the headline, and inside of what it is in."""
        if self.heading is None:
            return ()
        found: list[Line] = []
        for one in (self.heading, *islice(self.heading.iterancestors(), _LEVELS)):
            for before in one.itersiblings(preceding=True):
                found = [*_lines(before, self._is_skipped, onwards=False), *found][-_MOST_ABOVE:]
                if len(found) == _MOST_ABOVE:
                    return found
        return found

    def is_beside(self, element: Element) -> bool:
        """Say whether an element is, or is inside of, what is no part of the article."""
        return any(map(self._is_skipped, (element, *element.iterancestors())))

    def _is_skipped(self, element: Element) -> bool:
        if self._is_beside(element):
            return True
        return (
            element.tag not in _INLINE
            and element not in self.around
            and element.tag not in _NO_MARKS
            and _SIDEBAR.search(_named(element)) is not None
        )

    def _is_beside(self, element: Element) -> bool:
        return element.tag not in _INLINE and _is_beside(element, self._others) and element not in self.around


def _lines(start: Element, is_skipped: Callable[[Element], bool], *, onwards: bool) -> Iterator[Line]:
    """The lines in an element, and `onwards` those after it too."""
    pieces: list[tuple[Element, str]] = []
    for element, is_start, skipped in _walk(start, is_skipped, onwards=onwards):
        is_block = element.tag not in _INLINE
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
    while True:
        skipped = is_skipped(element)
        yield element, True, skipped
        if not skipped and len(element):
            element = element[0]
            continue
        yield element, False, skipped
        while True:
            if element is start and not onwards:
                return
            if (following := element.getnext()) is not None:
                element = following
                break
            if (element := element.getparent()) is None:
                return
            yield element, False, False


def moment_of(element: Element) -> str | None:
    """The moment that an element gives for machines."""
    return next((value for name in _MOMENTS if (value := element.get(name))), None)


def names_of(element: Element) -> Iterator[list[str]]:
    """The names that the page's author has given an element, and those of the one around it."""
    for one in (element, *islice(element.iterancestors(), 1)):
        if one.tag not in _NO_MARKS:
            named = (one.get(name) for name in ("class", "id", "itemprop", "data-testid"))
            yield [*" ".join(filter(None, named)).split(), *([one.tag] if "time" in one.tag else [])]


def _other_articles(tree: Element, around: Collection[Element]) -> set[Element]:
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


def _is_beside(element: Element, others: Collection[Element]) -> bool:
    """Say whether an element, in which the heading is not, is no part of the article."""
    tag = element.tag
    if tag in _NO_TEXT or element in others:
        return True
    return tag not in _NO_MARKS and _BESIDE.search(_named(element)) is not None


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _line(pieces: list[tuple[Element, str]]) -> Iterator[Line]:
    text, found = "", []
    for element, part in pieces:
        words = " ".join(visible(part).split())
        if (
            text
            and text[-1] != " "
            and (part[:1].isspace() or _is_apart(text, words, element, found[-1].element))
        ):
            text += " "
        start = len(text)
        text += f"{words} " if words and part[-1:].isspace() else words
        found.append(Piece(element, start, len(text)))
    if text or any(moment_of(piece.element) for piece in found):
        yield Line(text.rstrip(), tuple(found))


def _is_apart(before: str, after: str, element: Element, last: Element) -> bool:
    """Say whether two texts without a space between them are words of their own: of elements that have each their place."""
    return (
        before[-1:].isalnum()
        and after[:1].isalnum()
        and not {element.tag, last.tag} <= _IN_WORDS
        and element is not last
    )


_IN_WORDS = frozenset(
    {
        "b",
        "i",
        "em",
        "strong",
        "sup",
        "sub",
        "u",
        "font",
        "small",
        "mark",
        "a",
        "abbr",
        "p",
        "div",
        "li",
        "td",
    }
)
"""What may begin within a word."""
