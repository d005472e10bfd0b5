"""Hits for a person, a line each: date, source, title and path, cut to the width of the screen."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TextIO

from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.cards import excerpt_of, path_of, title_of, value_of
from newsgrep.renderers.console import DATE, QUIET, console
from newsgrep.renderers.safety import visible
from newsgrep.results import Hit, SearchResults

_GAP = "  "
_PAGE = 100
"""Hits whose columns stand below each other."""
_WIDEST_SOURCE = 20
_LEAST_FOR_A_SOURCE, _LEAST_FOR_A_PATH = 60, 40
"""Columns of a screen; narrower ones have room for less."""


class _Widths(NamedTuple):
    """The columns of the screen that value, date, copies, source, title and path take; 0 for what is left out."""

    each: int
    date: int
    behind: int
    source: int
    title: int
    path: int


def render_compact(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write a line for each hit, page by page."""
    out = console(stream, layout)
    written = 0
    hits = iter(results)
    while page := list(islice(hits, _PAGE)):
        widths = _widths(page, layout.width)
        for line in (_line(hit, widths, links=layout.links) for hit in page):
            line.truncate(layout.width)
            line.rstrip()
            out.print(line, soft_wrap=True)
        written += len(page)
    return written


def _widths(page: Sequence[Hit], width: int) -> _Widths:
    date = max(len(_date(hit)) for hit in page)
    widest = min(_WIDEST_SOURCE, width // 3)
    each = min(widest, max(Text(value_of(hit)).cell_len for hit in page))
    behind = max(len(_behind(hit)) for hit in page)
    source = path = 0
    is_asked_for = any(hit.each is not None and not value_of(hit) for hit in page)
    if width >= _LEAST_FOR_A_SOURCE or is_asked_for:
        source = min(widest, max(Text(_source(hit)).cell_len for hit in page))
    room = width - sum(column + len(_GAP) for column in (each, date, behind, source) if column)
    if width >= _LEAST_FOR_A_PATH:
        path = min(room // 2, max(path_of(hit, width, links=False).cell_len for hit in page))
    title = min(room - (path and path + len(_GAP)), max(_title(hit).cell_len for hit in page))
    return _Widths(each, date, behind, source, max(1, title), path)


def _line(hit: Hit, widths: _Widths, *, links: bool) -> Text:
    columns = (
        Text(value_of(hit), QUIET),
        Text(_date(hit), DATE),
        Text(_behind(hit)),
        Text(_source(hit)),
        _title(hit),
        path_of(hit, widths.path or 1, links=links),
    )
    shown = [(column, width) for column, width in zip(columns, widths, strict=True) if width]
    for column, width in shown:
        column.truncate(width, overflow="ellipsis", pad=True)
    return Text(_GAP).join(column for column, _ in shown)


def _date(hit: Hit) -> str:
    return str(hit.article.date or "undated")


def _behind(hit: Hit) -> str:
    """As `+2`: so many near copies stand behind it."""
    return f"+{hit.behind}" if hit.behind else ""


def _source(hit: Hit) -> str:
    return visible(" ".join((hit.article.source or "").split()))


def _title(hit: Hit) -> Text:
    """The title; of an article without one, the excerpt."""
    return title_of(hit) if hit.article.title else excerpt_of(hit)
