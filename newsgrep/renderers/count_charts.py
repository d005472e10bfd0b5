"""Counts as a bar chart: `5 of 211  2.4%`, and a bar as long as the share, or as the number of matches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import floor, log10
from typing import NamedTuple

from newsgrep.facets import Facet, Period
from newsgrep.renderers.charts import Bar, BarGroup
from newsgrep.renderers.lines import MISSING
from newsgrep.reports.counts import CountRow

_ALIKE_SHOWN = 3
"""Of more rows without articles, or without matches, one after the other, only the ends or the number are shown."""


class _Columns(NamedTuple):
    """How wide the numbers of all rows are, in characters, and how many decimals a share has: two digits of the highest."""

    matches: int
    numbers: int
    share: int
    decimals: int


def count_groups(
    rows: Sequence[CountRow], by: Sequence[Facet], titles: Mapping[str, str], *, absolute: bool
) -> list[BarGroup]:
    """A group for each query, under its title. `absolute`: bars show matches, not shares."""
    columns = _columns(rows)
    by_query: dict[str, list[CountRow]] = {query: [] for query in titles}
    for row in rows:
        by_query[row.query].append(row)
    return [
        BarGroup(titles[query], list(_bars(own, by, columns, absolute=absolute)))
        for query, own in by_query.items()
    ]


def _columns(rows: Sequence[CountRow]) -> _Columns:
    matches = max((row.matches for row in rows), default=0)
    articles = max((row.articles for row in rows), default=0)
    highest = max((row.share or 0 for row in rows), default=0)
    decimals = max(1, 1 - floor(log10(100 * highest))) if highest else 1
    share = max((len(_percent(row.share, decimals)) for row in rows if row.share is not None), default=0)
    return _Columns(len(str(matches)), len(str(max(matches, articles))), share, decimals)


def _percent(share: float, decimals: int) -> str:
    """A share of more than nothing is not shown as nothing."""
    least = 0.01 / 10**decimals
    return f"<{least:.{decimals}%}" if 0 < share < least / 2 else f"{share:.{decimals}%}"


def _bars(
    rows: Iterable[CountRow], by: Sequence[Facet], columns: _Columns, *, absolute: bool
) -> Iterator[Bar]:
    """The bars of a query; one for many rows in a row of which the same is to be said."""
    for (remark, *_), group in groupby(rows, lambda row: (_remark(row, by), *row[: len(by) - 1])):
        alike = list(group)
        if remark and len(alike) > _ALIKE_SHOWN:
            *outer, first = _labels(alike[0], by)
            is_period = isinstance(by[-1], Period)
            inner = f"{first} to {_labels(alike[-1], by)[-1]}" if is_period else f"{len(alike)} others"
            yield _with_remark((*outer, inner), remark, columns)
        else:
            yield from (_bar(row, by, columns, absolute=absolute) for row in alike)


def _bar(row: CountRow, by: Sequence[Facet], columns: _Columns, *, absolute: bool) -> Bar:
    labels = _labels(row, by)
    if not row.articles and not row.matches:
        return _with_remark(labels, "no articles", columns)
    percent = MISSING if row.share is None else _percent(row.share, columns.decimals)
    share = f"{percent:>{columns.share}}"
    numbers = f"{row.matches:>{columns.numbers}} of {row.articles:>{columns.numbers}}  {share}"
    short = f"{row.matches:>{columns.matches}}  {share}"
    return Bar(labels, numbers, short, row.matches if absolute else row.share or 0)


def _labels(row: CountRow, by: Sequence[Facet]) -> tuple[str, ...]:
    return tuple(MISSING if value is None else value for value in row[: len(by)])


def _remark(row: CountRow, by: Sequence[Facet]) -> str:
    """What is said of several such rows at once; nothing of one that is shown by itself."""
    if not row.articles and not row.matches:
        return "no articles"
    return "" if row.matches or isinstance(by[-1], Period) else "no matches"


def _with_remark(labels: tuple[str, ...], remark: str, columns: _Columns) -> Bar:
    """A remark, which begins below the last digit of the matches."""
    return Bar(labels, " " * (columns.numbers - 1) + remark, remark, 0, is_remark=True)
