"""Keywords in context for a person: a line each, the matches below each other in the middle of the screen."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TextIO

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.cards import link_to_file, location_text
from newsgrep.renderers.console import DATE, MATCH, TITLE, console
from newsgrep.renderers.safety import visible
from newsgrep.renderers.shortening import shortened

_GAP = "  "
_DATE = len("1987-03-05")
_LEAST_FOR_A_DATE, _LEAST_FOR_A_LOCATION = 60, 100
"""Columns of a screen; narrower ones have no room for it."""
_LOCATION_SHARE = 5
"""One of so many columns is the location's."""
_HALF_A_WORD = 4
_JOINER = "\N{ZERO WIDTH JOINER}"


class Occurrence(Protocol):
    """A match with the words around it, each on one line; `field` is title in a headline."""

    @property
    def id(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def field(self) -> str: ...
    @property
    def left(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def right(self) -> str: ...


class _Widths(NamedTuple):
    """The columns of the screen that each part of a line takes; 0 for what is left out."""

    date: int
    left: int
    rest: int
    """The match and what stands right of it."""
    location: int


def render_concordance(occurrences: Iterable[Occurrence], stream: TextIO, layout: Layout) -> int:
    """Write a line for each as it comes; headlines are bold."""
    out = console(stream, layout)
    widths = _widths(layout.width)
    written = 0
    for occurrence in occurrences:
        line = _line(occurrence, widths, links=layout.links)
        line.truncate(layout.width)
        line.rstrip()
        out.print(line, soft_wrap=True)
        written += 1
    return written


def _widths(width: int) -> _Widths:
    date = _DATE if width >= _LEAST_FOR_A_DATE else 0
    location = width // _LOCATION_SHARE if width >= _LEAST_FOR_A_LOCATION else 0
    room = width - sum(column + len(_GAP) for column in (date, location) if column)
    left = max(0, room // 2 - _HALF_A_WORD - len(_GAP))
    return _Widths(date, left, room - left - len(_GAP) if left else room, location)


def _line(occurrence: Occurrence, widths: _Widths, *, links: bool) -> Text:
    line = Text()
    if widths.date:
        link = f" {link_to_file(occurrence.id, occurrence.location)}" if links else ""
        line.append(f"{occurrence.date or 'undated':<{_DATE}}", f"{DATE}{link}").append(_GAP)
    style = TITLE if occurrence.field == "title" else ""
    match = shortened(visible(occurrence.match), max(1, widths.rest * 2 // 3))
    if widths.left:
        line.append(_end(visible(occurrence.left), widths.left), style).append(_GAP)
    line.append(match, MATCH).append(_GAP)
    room = widths.rest - cell_len(match) - len(_GAP)
    line.append(set_cell_size(visible(occurrence.right), max(0, room)), style)
    if widths.location:
        line.append(_GAP).append_text(
            location_text(occurrence.id, occurrence.location, widths.location, links=links)
        )
    return line


def _end(text: str, width: int) -> str:
    """The end of a text, as many columns of the screen wide as are said, with blanks before it where it is shorter."""
    surplus = cell_len(text) - width
    start = len(set_cell_size(text, surplus)) if surplus > 0 else 0
    while start < len(text) and (_belongs_to_the_one_before(text, start) or cell_len(text[start:]) > width):
        start += 1
    return " " * (width - cell_len(text[start:])) + text[start:]


def _belongs_to_the_one_before(text: str, place: int) -> bool:
    """Say whether a character is an accent, or a part of a sign that is joined of several."""
    return place > 0 and (text[place - 1] == _JOINER or not cell_len(text[place]))
