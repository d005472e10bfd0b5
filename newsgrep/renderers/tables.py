"""A table for a person: its columns below each other, no wider than the screen, in bars what is drawn in bars."""

from collections.abc import Sequence
from io import StringIO
from typing import Any, NamedTuple, TextIO

from rich.bar import Bar
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table as RichTable
from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.console import TITLE, console
from newsgrep.renderers.lines import MISSING, line_format
from newsgrep.renderers.safety import visible, visible_name
from newsgrep.renderers.shortening import folded_path
from newsgrep.results import Column, Kind, Table

_GAP = 2
_LEAST_TEXT = 8
_LEAST_BAR, _MOST_BAR = 8, 24
_LEAST_OF_A_BAR = 64
"""No bar of more than nothing is shorter than this part of the longest: an eighth of a column."""
_NUMBERS = {"count", "score", "share", "fraction"}
_FOLDED = {"text", "path", "list"}
"""The kinds whose cells may take several lines; those of dates only where nothing else makes the table fit."""


class _Drawn(NamedTuple):
    """A column as it is drawn: at least `least` columns of the screen wide, at most `most`."""

    column: Column[Any]
    cells: Sequence[RenderableType]
    least: int
    most: int


def render_text(table: Table[Any], stream: TextIO, layout: Layout) -> int:
    """Draw the columns that a table shows, under their names; nothing for no rows.

    No character is lost, however narrow the screen is.
    """
    rows = list(table.rows)
    if not rows:
        return 0
    columns = _fitting([_drawn(column, rows) for column in table.shown_columns()], layout.width)
    width = max(layout.width, _least_width(columns))
    drawn = StringIO()
    console(drawn, layout._replace(width=width)).print(_rich_table(columns))
    stream.writelines(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines())
    return len(rows)


class _Path:
    """A path in a column that may be too narrow for it."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __rich_measure__(self, _console: Console, _options: ConsoleOptions) -> Measurement:
        return Measurement(1, cell_len(self._path))

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        for line in folded_path(self._path, options.max_width):
            yield Text(line)


def _drawn(column: Column[Any], rows: Sequence[Any]) -> _Drawn:
    cell = column.cells()
    values = [cell(row) for row in rows]
    if column.kind == "bar":
        return _Drawn(column, _bars(values), _LEAST_BAR, _MOST_BAR)
    texts = [_on_screen(column.kind, value) for value in values]
    natural = max(map(cell_len, (column.name, *texts)))
    least = min(natural, _LEAST_TEXT) if column.kind in _FOLDED else natural
    cells = [_Path(text) if column.kind == "path" else Text(text) for text in texts]
    return _Drawn(column, cells, least, natural)


def _bars(values: Sequence[Any]) -> list[RenderableType]:
    longest = max(values, default=0) or 1
    return [Bar(longest, 0, max(value, longest / _LEAST_OF_A_BAR) if value else 0) for value in values]


def _on_screen(kind: Kind, value: Any) -> str:  # noqa: ANN401  its type follows from the kind
    if value is None:
        return MISSING
    match kind:
        case "share":
            return f"{value:.1%}"
        case "path":
            return visible_name(value)
        case "list":
            return visible(" ".join(", ".join(value).split()))
        case "text":
            return visible(" ".join(value.split()))
        case _:
            return line_format(kind)(value)


def _least_width(columns: Sequence[_Drawn]) -> int:
    return sum(column.least + _GAP for column in columns) - _GAP


def _fitting(columns: list[_Drawn], width: int) -> list[_Drawn]:
    """The columns without as many optional ones, from the last, as the screen is too narrow for."""
    optional = [column for column in columns if column.column.optional]
    while optional and _least_width(columns) > width:
        columns.remove(optional.pop())
    if _least_width(columns) <= width:
        return columns
    return [
        drawn._replace(least=min(drawn.least, _LEAST_TEXT)) if drawn.column.kind == "date" else drawn
        for drawn in columns
    ]


def _rich_table(columns: Sequence[_Drawn]) -> RichTable:
    drawn = RichTable(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style=TITLE)
    for column, _, least, most in columns:
        drawn.add_column(
            Text(visible_name(column.name)),
            justify="right" if column.kind in _NUMBERS else "left",
            overflow="fold",
            min_width=least,
            max_width=most,
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        drawn.add_row(*row)
    return drawn
