"""Counts as a bar chart: `5 of 211  2.4%`, and a bar as long as the share, or as the number of matches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import floor, log10

from newsgrep.facets import Facet, Period
from newsgrep.renderers.charts import Bar, BarGroup
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line
from newsgrep.reports.counts import CountRow

_ALIKE_SHOWN = 3
"""Of more rows without articles, or without matches, one after the other, only the ends or the number are shown."""


def count_groups(
    rows: Sequence[CountRow], by: Sequence[Facet], titles: Mapping[str, str], *, absolute: bool
) -> list[BarGroup]:
    """A group for each query, under its title. `absolute`: bars show matches, not shares."""
    width = max((len(str(max(row.matches, row.articles))) for row in rows), default=1)
    highest = max((row.share or 0 for row in rows), default=0)
    decimals = max(1, 1 - floor(log10(100 * highest))) if highest else 1
    shares = len(f"{highest:.{decimals}%}")

    def bar(row: CountRow) -> Bar:
        labels = tuple(MISSING if value is None else one_line(value) for value in row[: len(by)])
        if row.share is None:
            return Bar(labels, _remark("no articles", width), 0, is_remark=True)
        numbers = f"{row.matches:>{width}} of {row.articles:>{width}}  {row.share:>{shares}.{decimals}%}"
        return Bar(labels, numbers, row.matches if absolute else row.share)

    def bars(of_query: Iterable[CountRow]) -> Iterator[Bar]:
        for (remark, *_), group in groupby(of_query, lambda row: (_remark_of(row, by), *row[: len(by) - 1])):
            alike = list(group)
            if remark and len(alike) > _ALIKE_SHOWN:
                *outer, first, last = (*bar(alike[0]).labels, bar(alike[-1]).labels[-1])
                inner = f"{first} to {last}" if isinstance(by[-1], Period) else f"{len(alike)} others"
                yield Bar((*outer, inner), _remark(remark, width), 0, is_remark=True)
            else:
                yield from map(bar, alike)

    by_query: dict[str, list[CountRow]] = {query: [] for query in titles}
    for row in rows:
        by_query[row.query].append(row)
    return [BarGroup(titles[query], list(bars(own))) for query, own in by_query.items()]


def _remark_of(row: CountRow, by: Sequence[Facet]) -> str:
    """What is said of several such rows at once; nothing of one that is shown by itself."""
    if row.share is None:
        return "no articles"
    return "" if row.matches or isinstance(by[-1], Period) else "no matches"


def _remark(text: str, width: int) -> str:
    """A remark that begins below the last digit of the matches."""
    return " " * (width - 1) + text
