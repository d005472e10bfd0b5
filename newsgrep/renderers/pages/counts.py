"""A timeline, or counts by facets, as sections of a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from newsgrep.facets import Facet, FacetValue, Period
from newsgrep.periods import is_of_unit
from newsgrep.renderers.pages import Bar, Chart, Numbers, Section
from newsgrep.renderers.pages.scale import percent
from newsgrep.reports.counts import NUMBERS, CountRow, facets_of
from newsgrep.results import Column, Kind, Table

_MOST_BARS, _MOST_CHARTS = 40, 24
_MOST_COLUMNS = _MOST_ROWS = 20_000
"""In all charts of a page, and in its table: a page of some megabytes."""
_MOST_INTERVALS = 120
"""On more columns than this intervals would be a grey area."""
_MOST_OF_AN_INTERVAL = 2
"""An interval as long as this times the longest bar sets the scale; of a longer one the rest is not drawn."""


class Counting(NamedTuple):
    """What was counted: for each query what is drawn, in words; the unit, `articles` or `words`. `absolute`: bars show matches."""

    titles: Mapping[str, str]
    unit: str = "articles"
    absolute: bool = False


def count_sections(rows: Sequence[CountRow], counting: Counting) -> list[Section]:
    """The sections of a page about counts, of at least one row: charts of one scale, and a table of all."""
    by = facets_of(rows[0])
    axis = next((place for place, facet in enumerate(by) if isinstance(facet, Period)), None)
    if axis is None:
        charts, left_out = _bar_charts(rows, counting)
    else:
        charts, left_out = _timelines(rows, axis, Period(by[axis]), counting)
    notes = [*_meaning(rows, charts, counting), *left_out]
    return [
        Section(f"By {' and '.join(by)}", notes, _on_one_scale(charts)),
        Section("The numbers", numbers=[_numbers(rows, by, counting)]),
    ]


def _values(row: CountRow) -> tuple[FacetValue, ...]:
    return row[: -len(NUMBERS)]


def _bar_charts(rows: Sequence[CountRow], counting: Counting) -> tuple[list[Chart], list[str]]:
    """A chart for each query, and what is left out, in sentences."""
    by_query: dict[str, list[CountRow]] = {}
    for row in rows:
        by_query.setdefault(row.query, []).append(row)
    charts = [_bars(query, own, counting) for query, own in islice(by_query.items(), _MOST_CHARTS)]
    return charts, list(_not_drawn(len(charts), len(by_query)))


def _bars(query: str, rows: Sequence[CountRow], counting: Counting) -> Chart:
    bars = [_bar(row, " · ".join(map(_name, _values(row))), counting) for row in rows[:_MOST_BARS]]
    note = f"The first {_MOST_BARS} of {len(rows):,}; the table has all." if len(rows) > _MOST_BARS else ""
    return Chart(counting.titles[query], bars, 0, not counting.absolute, timeline=False, note=note)


def _timelines(
    rows: Sequence[CountRow], axis: int, unit: Period, counting: Counting
) -> tuple[list[Chart], list[str]]:
    """A chart for each query and each combination of the other values, and what is left out, in sentences.

    A year among months, or no date, has no place on an axis of months.
    """
    series: dict[tuple[str, tuple[FacetValue, ...]], list[CountRow]] = {}
    for row in rows:
        values = _values(row)
        if (period := values[axis]) and is_of_unit(period, unit):
            series.setdefault((row.query, (*values[:axis], *values[axis + 1 :])), []).append(row)
    columns = [len(own) for own in series.values()]
    most = min(_MOST_CHARTS, _MOST_COLUMNS // max(columns, default=1))
    charts = [
        _timeline(query, others, own, axis, counting) for (query, others), own in islice(series.items(), most)
    ]
    left_out = list(_not_drawn(len(charts), len(series)))
    if sum(columns) < len(rows):
        left_out.append("Dates that are known less precisely, or not at all, are in the table only.")
    return charts, left_out


def _timeline(
    query: str, others: Iterable[FacetValue], rows: Sequence[CountRow], axis: int, counting: Counting
) -> Chart:
    columns = [_bar(row, _name(_values(row)[axis]), counting) for row in rows]
    if len(columns) > _MOST_INTERVALS:
        columns = [bar._replace(low=None, high=None) for bar in columns]
    values = " · ".join(map(_name, others))
    heading = f"{values}: {counting.titles[query]}" if values else counting.titles[query]
    return Chart(heading, columns, 0, not counting.absolute, timeline=True)


def _not_drawn(drawn: int, total: int) -> Iterator[str]:
    if drawn < total:
        yield f"Of {total:,} charts {drawn:,} are drawn; the table has the numbers."


def _name(value: FacetValue) -> str:
    return "none stated" if value is None else value


def _bar(row: CountRow, label: str, counting: Counting) -> Bar:
    of = f"{row.matches:,} of {row.articles:,}"
    if not row.articles and not row.matches:
        return Bar(label, None, f"no {counting.unit}")
    if counting.absolute:
        return Bar(label, row.matches, of)
    if row.share is None:
        return Bar(label, None, of)
    return Bar(label, row.share, f"{percent(row.share)} · {of}", row.low, row.high)


def _on_one_scale(charts: Sequence[Chart]) -> list[Chart]:
    """The charts with a scale that ends with the longest bar of all, or its interval unless that is far longer."""
    bars = [bar for chart in charts for bar in chart.bars]
    longest = max((bar.value or 0 for bar in bars), default=0)
    highest = max((bar.high or 0 for bar in bars), default=0)
    most = max(longest, min(highest, _MOST_OF_AN_INTERVAL * longest))
    return [chart._replace(most=most) for chart in charts]


def _meaning(rows: Iterable[CountRow], charts: Iterable[Chart], counting: Counting) -> Iterator[str]:
    """What the parts of the charts mean."""
    bars = [bar for chart in charts for bar in chart.bars]
    if any(bar.low is not None for bar in bars):
        yield "The line on a bar is the 95% interval of the share (Wilson)."
    elif any(row.low is not None for row in rows):
        yield "The table has the 95% intervals of the shares (Wilson)."
    if any(bar.value is None for bar in bars):
        yield f"A pale column is a time without any {counting.unit}."


def _numbers(rows: Sequence[CountRow], by: Sequence[Facet], counting: Counting) -> Numbers:
    columns: list[Column[CountRow]] = [
        *(_facet_column(facet, place) for place, facet in enumerate(by)),
        *([Column("query")] if len(counting.titles) > 1 else []),
        Column("matches", "count"),
        Column(counting.unit, "count", "articles"),
        *(Column(name, "share") for name in ("share", "low", "high")),
    ]
    caption = "Each query" if len(counting.titles) > 1 else next(iter(counting.titles.values()))
    if len(rows) > _MOST_ROWS:
        caption += f": the first {_MOST_ROWS:,} of {len(rows):,} rows; --csv prints all"
    return Numbers(caption, Table(columns, rows[:_MOST_ROWS]))


def _facet_column(facet: Facet, place: int) -> Column[CountRow]:
    kind: Kind = "date" if isinstance(facet, Period) else "text"
    return Column(facet, kind, lambda row: _values(row)[place])
