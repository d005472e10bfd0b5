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
_WIDEST_CHARACTER = 2
_LEAST_OF_A_BAR = 64
"""No bar of more than nothing is shorter than this part of the longest."""


class Bar(NamedTuple):
    """A bar: its labels, one a column; its numbers as text, or a remark in their place; its length, from 0 in any unit.

    `short` is what stands in place of the numbers on a narrow screen.
    """

    labels: tuple[str, ...]
    numbers: str
    short: str
    length: float
    is_remark: bool = False


class BarGroup(NamedTuple):
    """Bars under a title."""

    title: str
    bars: Sequence[Bar]


class _Widths(NamedTuple):
    """The columns of a chart, in columns of the screen: none for bars if they have no room."""

    labels: Sequence[int]
    numbers: int
    bar: int
    are_short: bool

    @property
    def total(self) -> int:
        """All together, with what is between them."""
        return sum(self.labels) + self.numbers + self.bar + _GAP * (len(self.labels) + bool(self.bar))


def render_chart(groups: Sequence[BarGroup], stream: TextIO, layout: Layout) -> None:
    """Draw the groups. No character of a label is lost, however narrow the screen is."""
    groups = [BarGroup(_safe(group.title), [_safe_bar(bar) for bar in group.bars]) for group in groups]
    bars = [bar for group in groups for bar in group.bars]
    longest = max((bar.length for bar in bars), default=0) or 1
    widths = _widths(bars, layout.width)
    drawn = StringIO()
    screen = console(drawn, layout._replace(width=max(layout.width, widths.total)))
    for place, (title, of_group) in enumerate(groups):
        if place:
            screen.print()
        screen.print(Text(title, TITLE), width=max(layout.width, _WIDEST_CHARACTER))
        screen.print(_grid(of_group, widths, longest))
    stream.writelines(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines())


def _safe(text: str) -> str:
    return visible(" ".join(text.split()))


def _safe_bar(bar: Bar) -> Bar:
    return bar._replace(labels=tuple(map(_safe, bar.labels)))


def _widths(bars: Sequence[Bar], screen: int) -> _Widths:
    """As wide as all is, with the longest bars; else with short numbers, then with narrow labels, then without bars."""
    labels = [max(map(cell_len, column)) for column in zip(*(bar.labels for bar in bars), strict=True)]
    full = max((cell_len(bar.numbers) for bar in bars), default=0)
    short = max((cell_len(bar.short) for bar in bars), default=0)
    gaps = _GAP * (len(labels) + 1)
    are_short = sum(labels) + full + gaps + _LEAST_BAR > screen
    room = screen - gaps - (short if are_short else full)
    narrow = _narrowed(labels, room - _LEAST_BAR)
    bar = min(room - sum(narrow), _MOST_BAR)
    if bar < _LEAST_BAR:
        narrow, bar = _narrowed(labels, room + _GAP), 0
    return _Widths(narrow, short if are_short else full, bar, are_short)


def _narrowed(natural: Sequence[int], room: int) -> list[int]:
    """Widths that have room together, if they can: the widest is made narrower, but not very narrow."""
    widths = list(natural)
    while sum(widths) > room and max(widths, default=0) > _LEAST_LABEL:
        widths[widths.index(max(widths))] -= 1
    return widths


def _grid(bars: Iterable[Bar], widths: _Widths, longest: float) -> RichTable:
    grid = RichTable.grid(padding=(0, _GAP, 0, 0))
    for width in (*widths.labels, widths.numbers, *([widths.bar] if widths.bar else [])):
        grid.add_column(width=width, overflow="fold")
    for bar in bars:
        labels = [Text(label, DATE) for label in bar.labels]
        numbers = Text(bar.short if widths.are_short else bar.numbers, QUIET if bar.is_remark else "")
        length = max(bar.length, longest / _LEAST_OF_A_BAR) if bar.length else 0
        grid.add_row(*labels, numbers, *([RichBar(longest, 0, length, color=BAR)] if widths.bar else []))
    return grid
