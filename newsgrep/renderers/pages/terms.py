"""The words that set matches apart, as sections of a page."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from newsgrep.renderers.pages import Bar, Chart, Numbers, Section
from newsgrep.results import Column, Table

_MOST_BARS = 30


class Weighed(NamedTuple):
    """A term: its log-likelihood ratio, the binary logarithm of how many times as frequent it is here, and the counts behind both."""

    term: str
    g2: float
    ratio: float
    here: int
    there: int
    here_total: int
    there_total: int


def term_sections(rows: Sequence[Weighed], unit: str) -> list[Section]:
    """A chart of the first terms, and a table of all. `unit` is what is counted, in the plural: articles, words."""
    charts = [
        _chart(f"More frequent in these {unit}", [row for row in rows if row.g2 >= 0], rows),
        _chart(f"Rarer in these {unit}", [row for row in rows if row.g2 < 0], rows),
    ]
    note = (
        "The longer the bar, the surer is the difference: G² is the log-likelihood ratio of the four counts behind it."
        " Beside it: how many times as frequent the word is here, and in how many."
    )
    return [
        Section("The words that set them apart", [note], [chart for chart in charts if chart.bars]),
        Section("The numbers", numbers=[_numbers(rows, unit)]),
    ]


def _chart(heading: str, rows: Sequence[Weighed], all_rows: Sequence[Weighed]) -> Chart:
    shown = rows[:_MOST_BARS]
    most = max((abs(row.g2) for row in all_rows), default=0)
    note = f"The first {len(shown)} of {len(rows):,}; the table has all." if len(rows) > len(shown) else ""
    return Chart(heading, [_bar(row) for row in shown], most, percent=False, timeline=False, note=note)


def _bar(row: Weighed) -> Bar:
    text = f"{_times(row):,.1f} times · {row.here:,} of {row.here_total:,}"
    return Bar(row.term, abs(row.g2), text, rare=row.g2 < 0)


def _times(row: Weighed) -> float:
    return math.exp2(row.ratio)


def _numbers(rows: Sequence[Weighed], unit: str) -> Numbers:
    columns: tuple[Column[Weighed], ...] = (
        Column("term"),
        Column("G²", "fraction", "g2"),
        Column("times", "fraction", _times),
        Column("here", "count"),
        Column("of", "count", "here_total"),
        Column("elsewhere", "count", "there"),
        Column("of", "count", "there_total"),
    )
    return Numbers(f"Each word, and in how many {unit} it stands", Table(columns, rows))
