"""Tables of figures, each beside its target, as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Row: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: Row
    rows: Sequence[Row]

    def __str__(self) -> str:
        head = [self.columns, ("---", *("---:",) * (len(self.columns) - 1))]
        lines = ["| " + " | ".join(row) + " |" for row in (*head, *self.rows)]
        return f"{self.title}\n\n" + "\n".join(lines) + "\n"


FIGURE = ("figure", "best", "median", "target", "")
"""The columns of rows that `figure` makes."""


def figure(
    what: str,
    best: float,
    median: float | None = None,
    *,
    most: float | None = None,
    least: float | None = None,
    unit: str = "",
) -> Row:
    """A row: a figure, and whether its best keeps within what is asked."""
    shown = "-" if median is None else number(median) + unit
    if most is not None:
        return (what, number(best) + unit, shown, f"≤ {most:g}{unit}", "met" if best <= most else "missed")
    if least is not None:
        return (what, number(best) + unit, shown, f"≥ {least:g}{unit}", "met" if best >= least else "missed")
    return (what, number(best) + unit, shown, "", "")


def number(value: float) -> str:
    """Three significant digits or so."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def megabytes(size: float) -> str:
    return f"{number(size / 1e6)} MB"


def milliseconds(seconds: float) -> str:
    return f"{number(1000 * seconds)} ms"
