"""A timeline, or counts by facets, as sections of a page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from newsgrep.facets import Facet, Period
from newsgrep.renderers.pages import Bar, Chart, Numbers, Section
from newsgrep.renderers.pages.scale import percent
from newsgrep.results import Column, Kind, Table

_MOST_BARS, _MOST_CHARTS = 40, 24
_MOST_INTERVALS = 120
"""On more columns than this intervals would be a grey area."""
_MOST_OF_AN_INTERVAL = 2
"""An interval as long as this times the longest bar sets the scale; of a longer one the rest is not drawn."""


class Counted(NamedTuple):
    """A row of counts: the values of the facets, the query, `matches` of `articles`. None is no value, or nothing to divide by."""

    values: tuple[str | None, ...]
    query: str
    matches: int
    articles: int
    share: float | None
    low: float | None
    high: float | None


class Counting(NamedTuple):
    """What was counted: the facets, the unit in the plural (articles), what shares are parts of. `absolute`: bars show matches."""

    facets: Sequence[Facet]
    unit: str = "articles"
    of: str = "all articles"
    absolute: bool = False


def count_sections(rows: Sequence[Counted], counting: Counting) -> list[Section]:
    """The sections of a page about counts: charts, one for each query and value of the facets that are no time, and a table."""
    axis = next((place for place, facet in enumerate(counting.facets) if isinstance(facet, Period)), None)
    drawn = rows if axis is None else _on_the_axis(rows, axis)
    series = _series(drawn, axis)
    several = len({row.query for row in rows}) > 1
    most = _most(drawn, counting)
    charts = [
        _chart(_heading(key, several=several), members, axis, most, counting)
        for key, members in list(series.items())[:_MOST_CHARTS]
    ]
    notes = list(_notes(rows, charts, counting))
    if len(drawn) < len(rows):
        notes.append("Dates that are known less precisely, or not at all, are in the table only.")
    if len(charts) < len(series):
        notes.append(f"{len(series) - len(charts):,} more charts are left out; the table has their numbers.")
    heading = f"Number of {counting.unit}" if counting.absolute else f"Share of {counting.of}"
    return [
        Section(heading, notes, charts),
        Section("The numbers", numbers=[_numbers(rows, counting, several=several)]),
    ]


def _on_the_axis(rows: Sequence[Counted], axis: int) -> list[Counted]:
    """The rows whose period is as fine as the finest: a year among months, or no date, has no place on an axis of months."""
    finest = max((len(row.values[axis] or "") for row in rows), default=0)
    return [row for row in rows if len(row.values[axis] or "") == finest > 0]


def _series(
    rows: Iterable[Counted], axis: int | None
) -> dict[tuple[str, tuple[str | None, ...]], list[Counted]]:
    """The rows of each chart, by its query and, where there is an axis of time, the values of the other facets."""
    series: dict[tuple[str, tuple[str | None, ...]], list[Counted]] = {}
    for row in rows:
        others = () if axis is None else (*row.values[:axis], *row.values[axis + 1 :])
        series.setdefault((row.query, others), []).append(row)
    return series


def _heading(key: tuple[str, tuple[str | None, ...]], *, several: bool) -> str:
    query, others = key
    return " · ".join([*([query] if several or not others else []), *map(_name, others)])


def _name(value: str | None) -> str:
    return "none stated" if value is None else value


def _chart(heading: str, rows: Sequence[Counted], axis: int | None, most: float, counting: Counting) -> Chart:
    percents = not counting.absolute
    if axis is not None:
        columns = [_bar(row, _name(row.values[axis]), counting) for row in rows]
        if len(columns) > _MOST_INTERVALS:
            columns = [bar._replace(low=None, high=None) for bar in columns]
        return Chart(heading, columns, most, percents, timeline=True)
    bars = [_bar(row, " · ".join(map(_name, row.values)), counting) for row in rows[:_MOST_BARS]]
    note = f"The first {_MOST_BARS} of {len(rows):,}; the table has all." if len(rows) > _MOST_BARS else ""
    return Chart(heading, bars, most, percents, timeline=False, note=note)


def _bar(row: Counted, label: str, counting: Counting) -> Bar:
    of = f"{row.matches:,} of {row.articles:,}"
    if row.share is None:
        return Bar(label, None, f"no {counting.unit}")
    if counting.absolute:
        return Bar(label, row.matches, of)
    return Bar(label, row.share, f"{percent(row.share)} · {of}", row.low, row.high)


def _most(rows: Iterable[Counted], counting: Counting) -> float:
    """The end of the scale of all charts: the longest bar, and its interval unless that is far longer."""
    if counting.absolute:
        return max((row.matches for row in rows), default=0)
    shares = [(row.share or 0, row.high or 0) for row in rows]
    longest = max((share for share, _ in shares), default=0)
    return max(longest, min(max((high for _, high in shares), default=0), _MOST_OF_AN_INTERVAL * longest))


def _notes(rows: Iterable[Counted], charts: Iterable[Chart], counting: Counting) -> Iterator[str]:
    """What the parts of the charts mean."""
    bars = [bar for chart in charts for bar in chart.bars]
    if any(bar.low is not None for bar in bars):
        yield "The line on a bar is the 95% interval of the share (Wilson)."
    elif any(row.low is not None for row in rows):
        yield "The table has the 95% intervals of the shares (Wilson)."
    if any(bar.value is None for bar in bars):
        yield f"A pale column is a time without any {counting.unit}."


def _numbers(rows: Sequence[Counted], counting: Counting, *, several: bool) -> Numbers:
    columns: list[Column[Counted]] = [
        *(_facet_column(facet, place) for place, facet in enumerate(counting.facets)),
        *([Column("query")] if several else []),
        Column("matches", "count"),
        Column(counting.unit, "count", "articles"),
        *(Column(name, "share") for name in ("share", "low", "high")),
    ]
    return Numbers(f"Matches among {counting.of}", Table(columns, rows))


def _facet_column(facet: Facet, place: int) -> Column[Counted]:
    kind: Kind = "date" if isinstance(facet, Period) else "text"
    return Column(facet, kind, lambda row: row.values[place])
