"""A table of periods: how many articles each has, of the largest sources too, and a bar."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len, set_cell_size

from newsgrep.reports.coverage import PeriodCoverage
from newsgrep.results import FacetValue, Period

_SOURCES = 3
_LONGEST_NAME = 12
_SPACE = 2
"""Columns between two columns of the table."""
_BAR = 24
_LEAST_BAR = 8
"""There are fewer sources rather than a shorter bar."""
_KEPT = 2
"""Columns that are there however narrow the screen is."""
_EMPTY_ROWS = 2


def period_table(
    periods: Sequence[PeriodCoverage], unit: Period, sources: Sequence[tuple[str, FacetValue]], width: int
) -> Iterator[str]:
    """The lines of it, none wider than `width` columns; `sources` have their names, the largest first."""
    rows = list(_without_long_gaps(periods))
    table = [
        [unit.value, *(row.period for row in rows)],
        ["articles", *(str(row.articles) for row in rows)],
        *(
            [shortened(name, _LONGEST_NAME), *(str(row.sources.get(source, 0)) for row in rows)]
            for name, source in sources[:_SOURCES]
        ),
    ]
    widths = [max(map(cell_len, column)) + _SPACE for column in table]
    while len(widths) > _KEPT and sum(widths) + _LEAST_BAR > width:
        widths.pop()
    longest = max(1, min(_BAR, width - sum(widths)))
    most = max(period.articles for period in periods)
    bars = ["", *("█" * -(-row.articles * longest // most) if most else "" for row in rows)]
    for (period, *numbers), bar in zip(zip(*table, strict=True), bars, strict=True):
        aligned = (_right(number, size) for number, size in zip(numbers, widths[1:], strict=False))
        yield f"{set_cell_size(period, widths[0] - _SPACE)}{''.join(aligned)}{' ' * _SPACE}{bar}"


def shortened(name: str, width: int) -> str:
    """A name, cut to so many columns."""
    return name if cell_len(name) <= width else set_cell_size(name, width - 1).rstrip() + "…"


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _without_long_gaps(periods: Sequence[PeriodCoverage]) -> Iterator[PeriodCoverage]:
    """Of many empty periods in a row only one row, from the first to the last."""
    for is_empty, group in groupby(periods, key=lambda period: not period.articles):
        run = list(group)
        if is_empty and len(run) > _EMPTY_ROWS:
            yield PeriodCoverage(f"{run[0].period} to {run[-1].period}", 0, {})
        else:
            yield from run
