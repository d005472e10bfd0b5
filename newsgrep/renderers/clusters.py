"""Clusters of copies for a person: under the title of the first, when, where and by whom each was printed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.console import DATE, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.percents import percent_below
from newsgrep.renderers.safety import visible, visible_name
from newsgrep.renderers.shortening import folded_path
from newsgrep.reports.dups import Cluster, Copy

_GAP = 2
_LEAST = 8
"""Columns that a path or a text has at least; on a screen without them, the terminal breaks the lines."""
_WIDEST_LIKENESS = len("first")


def render_clusters(
    clusters: Iterable[Cluster], location: Callable[[Copy], str], stream: TextIO, layout: Layout
) -> int:
    """Write each cluster; gives how many there are. `location` is the function that gives that of an article."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    number = 0
    for number, cluster in enumerate(clusters, start=1):
        if number > 1:
            out.print()
        title = Text.assemble(
            (f"{len(cluster.copies)} articles  ", QUIET), (_flowing(cluster.first.title or ""), TITLE)
        )
        for line in (*title.wrap(out, width), *_lines(cluster, location, out, width)):
            line.rstrip()
            out.print(line, soft_wrap=True)
    return number


def _lines(cluster: Cluster, location: Callable[[Copy], str], out: Console, width: int) -> Iterator[Text]:
    dates = max(len(_date(copy)) for copy in cluster.copies)
    margin = " " * (_GAP + dates + _GAP)
    paths = [visible_name(location(copy)) for copy in cluster.copies]
    room = max(_LEAST, min(max(map(cell_len, paths)), width - len(margin) - _GAP - _WIDEST_LIKENESS))
    for copy, path in zip(cluster.copies, paths, strict=True):
        first, *rest = folded_path(path, room)
        yield Text.assemble(
            " " * _GAP,
            (_date(copy).ljust(dates + _GAP), DATE),
            (set_cell_size(first, room), PATH),
            " " * _GAP,
            "first" if copy is cluster.first else percent_below(copy.similarity),
        )
        yield from (Text(margin).append(line, PATH) for line in rest)
        about = Text(_about(copy, cluster.first))
        if not about:
            continue
        yield from (
            Text(margin).append_text(line) for line in about.wrap(out, max(_LEAST, width - len(margin)))
        )


def _date(copy: Copy) -> str:
    return str(copy.date or "undated")


def _about(copy: Copy, first: Copy) -> str:
    """What else tells an article from the first, if there is anything."""
    parts = (
        f"{percent_below(copy.contained)} contained" if copy.contained >= 2 * copy.similarity else None,
        copy.source,
        copy.title if copy.title != first.title else None,
    )
    return " · ".join(_flowing(part) for part in parts if part)


def _flowing(text: str) -> str:
    return visible(" ".join(text.split()))
