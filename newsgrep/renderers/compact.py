"""Hits for a person, a line each: date, source, title and path, cut to the width of the screen."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TextIO

from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.cards import excerpt_of, flowing, marked, path_of
from newsgrep.renderers.console import DATE, TITLE, console
from newsgrep.renderers.safety import visible
from newsgrep.renderers.shortening import shortened
from newsgrep.results import Hit, SearchResults

_GAP = "  "
_PAGE = 100
"""Hits whose columns stand below each other."""
_WIDEST_SOURCE = 20


class _Widths(NamedTuple):
    """The columns of the screen that date, source, title and path take."""

    date: int
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
        for line in (_line(hit, widths) for hit in page):
            line.rstrip()
            line.truncate(layout.width)
            out.print(line, soft_wrap=True)
        written += len(page)
    return written


def _widths(page: Sequence[Hit], width: int) -> _Widths:
    date = max(len(_date(hit)) for hit in page)
    source = min(_WIDEST_SOURCE, max(Text(_source(hit)).cell_len for hit in page))
    room = width - date - source - len(_GAP) * (3 if source else 2)
    path = min(room // 2, max(path_of(hit, width).cell_len for hit in page))
    return _Widths(date, source, max(0, room - path), path)


def _line(hit: Hit, widths: _Widths) -> Text:
    columns = [(Text(_date(hit), DATE), widths.date)]
    if widths.source:
        columns.append((Text(shortened(_source(hit), widths.source)), widths.source))
    return Text(_GAP).join(
        [*_padded(columns), *_padded([(_title(hit), widths.title)]), path_of(hit, widths.path)]
    )


def _padded(columns: Sequence[tuple[Text, int]]) -> Iterator[Text]:
    for text, width in columns:
        text.truncate(width, overflow="ellipsis", pad=True)
        yield text


def _date(hit: Hit) -> str:
    return str(hit.article.date or "undated")


def _source(hit: Hit) -> str:
    return visible(" ".join((hit.article.source or "").split()))


def _title(hit: Hit) -> Text:
    """The title; of an article without one, the excerpt."""
    if not hit.article.title:
        return excerpt_of(hit)
    title = marked(hit.article.title, hit.spans.title)
    title.stylize_before(TITLE)
    return flowing(title)
