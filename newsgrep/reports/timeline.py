"""The period of a timeline: the finest one that makes few rows."""

from collections.abc import Iterable

from newsgrep.engines.collectors import Tally
from newsgrep.engines.contract import Snapshot
from newsgrep.facets import FacetValue, Period
from newsgrep.periods import coarser, count_between, is_of_unit
from newsgrep.reports.counts import Tallied
from newsgrep.text import AnalysedQuery

_MOST_ROWS = 40


def finest_period(snapshot: Snapshot, filters: Iterable[AnalysedQuery]) -> Period:
    """The finest period that has at most 40 rows for all that passes each of the filters; else decades."""
    distinct = {query.node: query for query in filters}
    dates = [_ends(snapshot.collect(query, Tally((Period.DAY,)))[0]) for query in distinct.values()]
    return next(
        (unit for unit in Period if all(_row_count(one, unit) <= _MOST_ROWS for one in dates)),
        Period.DECADE,
    )


def _ends(days: Tallied) -> set[FacetValue]:
    """Of the days the first and the last, and all dates that are no days: all that the number of rows depends on."""
    exact = [day for (day,) in days if day and is_of_unit(day, Period.DAY)]
    others = {day for (day,) in days if not day or not is_of_unit(day, Period.DAY)}
    return others | ({min(exact), max(exact)} if exact else set())


def _row_count(dates: Iterable[FacetValue], unit: Period) -> int:
    periods = {date and coarser(date, unit) for date in dates}
    exact = [period for period in periods if period and is_of_unit(period, unit)]
    between = count_between(min(exact), max(exact), unit) if exact else 0
    return between + len(periods) - len(set(exact))
