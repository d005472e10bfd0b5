"""Bar charts on a terminal: groups of bars of one scale, each bar behind its labels and its numbers."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import NamedTuple, TextIO

from rich.bar import Bar as RichBar
from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from newsgrep.renderers import Layout
from newsgrep.renderers.console import BAR, DATE, QUIET, TITLE, console
from newsgrep.renderers.safety import visible

_GAP = 2
_LEAST_LABEL = 8
_LEAST_BAR, _MOST_BAR = 6, 24
_LEAST_OF_A_BAR = 64
"""No bar of more than nothing is shorter than this part of the longest."""


class Bar(NamedTuple):
    """A bar: its labels, one a column; its numbers as text, or a remark in their place; its length, from 0 in any unit."""

    labels: tuple[str, ...]
    numbers: str
    length: float
    is_remark: bool = False


class BarGroup(NamedTuple):
    """Bars under a title."""

    title: str
    bars: Sequence[Bar]


def render_chart(groups: Sequence[BarGroup], stream: TextIO, layout: Layout) -> None:
    """Draw the groups. Labels that are too long for the screen take several lines; a bar without room is left out."""
    bars = [bar for group in groups for bar in group.bars]
    labels = [max(map(cell_len, column)) for column in zip(*(bar.labels for bar in bars), strict=True)]
    numbers = max((cell_len(bar.numbers) for bar in bars), default=0)
    labels = _fitting(labels, layout.width - numbers - _GAP)
    room = layout.width - sum(labels) - numbers - _GAP * (len(labels) + 1)
    longest = max((bar.length for bar in bars), default=0) or 1
    widths = [*labels, numbers, *([min(room, _MOST_BAR)] if room >= _LEAST_BAR else [])]
    drawn = StringIO()
    own = console(drawn, layout._replace(width=max(layout.width, sum(widths) + _GAP * len(widths))))
    for place, (title, of_group) in enumerate(groups):
        own.print(*([""] if place else []), Text(visible(title), TITLE), sep="\n")
        own.print(_grid(of_group, widths, longest))
    stream.writelines(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines())


def _fitting(labels: Sequence[int], room: int) -> list[int]:
    """The widths of the columns of labels, the widest made narrower where there is no room for a bar."""
    widths = list(labels)
    excess = sum(widths) + _GAP * len(widths) + _LEAST_BAR - room
    while excess > 0 and max(widths, default=0) > _LEAST_LABEL:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        excess -= 1
    return widths


def _grid(bars: Iterable[Bar], widths: Sequence[int], longest: float) -> RichTable:
    grid = RichTable.grid(padding=(0, _GAP, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    for bar in bars:
        labels = [Text(visible(label), DATE) for label in bar.labels]
        numbers = Text(bar.numbers, QUIET if bar.is_remark else "", no_wrap=True)
        length = max(bar.length, longest / _LEAST_OF_A_BAR) if bar.length else 0
        drawn = [RichBar(longest, 0, length, color=BAR)] if len(widths) > len(labels) + 1 else []
        grid.add_row(*labels, numbers, *drawn)
    return grid
