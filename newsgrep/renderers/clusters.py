"""Clusters of copies for a person: under the title of the first, when, where and by whom each was printed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.console import DATE, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible, visible_name
from newsgrep.renderers.shortening import folded_path

_GAP = 2
_LEAST = 8
"""Columns that a path or a text has at least; on a screen without them, the terminal breaks the lines."""
_WIDEST_LIKENESS = len("first")
_ALL = 100


class Printed(NamedTuple):
    """An article of a cluster. `similarity` and `contained` are from 0 to 1, beside the first; None for that itself."""

    location: str
    title: str | None
    date: str | None
    source: str | None
    similarity: float | None
    contained: float | None


def render_clusters(clusters: Iterable[Sequence[Printed]], stream: TextIO, layout: Layout) -> int:
    """Write each cluster, its articles in the order given; gives how many clusters there are."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    number = 0
    for number, cluster in enumerate(clusters, start=1):
        if number > 1:
            out.print()
        title = Text.assemble(
            (f"{len(cluster)} articles  ", QUIET), (_flowing(cluster[0].title or ""), TITLE)
        )
        for line in (*title.wrap(out, width), *_lines(cluster, out, width)):
            line.rstrip()
            out.print(line, soft_wrap=True)
    return number


def _lines(cluster: Sequence[Printed], out: Console, width: int) -> Iterator[Text]:
    dates = max(len(_date(printed)) for printed in cluster)
    margin = " " * (_GAP + dates + _GAP)
    paths = [visible_name(printed.location) for printed in cluster]
    room = max(_LEAST, min(max(map(cell_len, paths)), width - len(margin) - _GAP - _WIDEST_LIKENESS))
    for printed, path in zip(cluster, paths, strict=True):
        first, *rest = folded_path(path, room)
        yield Text.assemble(
            " " * _GAP,
            (_date(printed).ljust(dates + _GAP), DATE),
            (set_cell_size(first, room), PATH),
            " " * _GAP,
            _likeness(printed.similarity),
        )
        yield from (Text(margin).append(line, PATH) for line in rest)
        about = Text(_about(printed, cluster[0]))
        if not about:
            continue
        yield from (
            Text(margin).append_text(line) for line in about.wrap(out, max(_LEAST, width - len(margin)))
        )


def _date(printed: Printed) -> str:
    return printed.date or "undated"


def _about(printed: Printed, first: Printed) -> str:
    """What else tells an article from the first, if there is anything."""
    contained = printed.contained is not None and printed.contained >= 2 * (printed.similarity or 0)
    parts = (
        f"{_likeness(printed.contained)} contained" if contained else None,
        printed.source,
        printed.title if printed.title != first.title else None,
    )
    return " · ".join(_flowing(part) for part in parts if part)


def _flowing(text: str) -> str:
    return visible(" ".join(text.split()))


def _likeness(part: float | None) -> str:
    # Never rounded up: only equal texts are 100% alike.
    return "first" if part is None else f"{int(part * _ALL)}%"
