"""The words that set matches apart, as sections of a page."""

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from newsgrep.renderers.pages import Bar, Chart, Numbers, Section
from newsgrep.reports.collocates import CollocateRow
from newsgrep.reports.term_groups import TermGroup
from newsgrep.reports.terms import TermRow
from newsgrep.results import Column, Table

Row: TypeAlias = TermRow | CollocateRow
_MOST_ROWS = 20_000
_WHOLE_FROM = 20
"""From so many times as frequent on, no decimal is shown."""


class Contrast(NamedTuple):
    """What the terms set apart, in words: what is counted, what `here` and `elsewhere` are."""

    counted: str
    here: str
    elsewhere: str


def term_sections(
    rows: Sequence[Row], more: Sequence[TermGroup], rarer: Sequence[TermGroup], contrast: Contrast
) -> list[Section]:
    """Charts of terms, those that belong together as one, and a table of all rows. `more` are more frequent here, the surest first in both."""
    heading = "The words that set them apart"
    here = f"Here: {contrast.here}. Elsewhere: {contrast.elsewhere}."
    if not rows:
        return [Section(heading, [here, "No word is significantly more frequent here."])]
    most = max((abs(group.row.g2) for group in (*more, *rarer)), default=0)
    charts = [_chart("More frequent here", more, most), _chart("Rarer here", rarer, most)]
    notes = [
        here,
        "The longer a bar, the surer is the difference: G² is the log-likelihood ratio of the four counts behind it.",
        f"Beside it: how many times as frequent the word is here; then {contrast.counted}.",
    ]
    return [
        Section(heading, notes, [chart for chart in charts if chart.bars]),
        Section("The numbers", numbers=[_numbers(rows, contrast)]),
    ]


def _chart(heading: str, groups: Sequence[TermGroup], most: float) -> Chart:
    return Chart(heading, [_bar(group) for group in groups], most, percent=False, timeline=False)


def _bar(group: TermGroup) -> Bar:
    row = group.row
    label = ", ".join(map(" ".join, group.phrases))
    text = f"{_times(row)} times · {row.here:,} of {row.here_total:,}"
    return Bar(label, abs(row.g2), text, rare=row.g2 < 0)


def _times(row: Row) -> str:
    times = math.exp2(row.ratio)
    return f"{times:,.0f}" if times >= _WHOLE_FROM else f"{times:.1f}" if times >= 1 else f"{times:.2g}"


def _numbers(rows: Sequence[Row], contrast: Contrast) -> Numbers:
    columns: tuple[Column[Row], ...] = (
        Column("term"),
        Column("G²", "fraction", "g2"),
        Column("times", "figure", _times),
        Column("here", "count"),
        Column("of", "count", "here_total"),
        Column("elsewhere", "count", "there"),
        Column("of", "count", "there_total"),
    )
    if isinstance(rows[0], CollocateRow):
        columns = (*columns, Column("log_dice", "fraction"))
    caption = f"Each word: {contrast.counted}"
    if len(rows) > _MOST_ROWS:
        caption += f": the first {_MOST_ROWS:,} of {len(rows):,}; --csv prints all"
    return Numbers(caption, Table(columns, rows[:_MOST_ROWS]))
