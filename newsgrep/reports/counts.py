"""Counts: how many articles match, or how many words, of how many, by periods and values of fields."""

from collections import namedtuple
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from math import sqrt
from typing import Any, NamedTuple, Protocol, TypeAlias

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.contract import Snapshot
from newsgrep.errors import UsageError
from newsgrep.facets import FACETS, Facet, FacetValue, Period
from newsgrep.periods import in_order, is_of_unit
from newsgrep.query.nodes import Node
from newsgrep.text import AnalysedQuery

NUMBERS = ("query", "matches", "articles", "share", "low", "high")
"""The fields of a row behind its facets."""
MOST_ROWS = 1_000_000
"""More are refused: each takes about 200 bytes."""
_Z = 1.959964
"""The normal deviate for an interval of 95%."""

Values: TypeAlias = tuple[FacetValue, ...]
Tallied: TypeAlias = Mapping[Values, int]
Known: TypeAlias = dict[tuple[Node, tuple[Facet, ...], Unit], Tallied]
"""Tallies of queries by facets."""


class CountRow(Protocol):
    """A named tuple: a field for each facet, with its value (None: articles without one), and those below."""

    @property
    def query(self) -> str:
        """The label of the query."""
        ...

    @property
    def matches(self) -> int:
        """How many articles match, or how often the query's words occur."""
        ...

    @property
    def articles(self) -> int:
        """How many articles there are in all, or words."""
        ...

    @property
    def share(self) -> float | None:
        """Matches / articles; None if there are no articles."""
        ...

    @property
    def low(self) -> float | None:
        """The lower bound of the share, see `wilson`; None without a share, for words, and for a share above 1."""
        ...

    @property
    def high(self) -> float | None:
        """The upper bound."""
        ...

    @property
    def _fields(self) -> tuple[str, ...]:
        """The names of its fields."""
        ...

    def __getitem__(self, cells: slice, /) -> tuple[FacetValue, ...]:
        """Give the values of some facets."""
        ...

    def _asdict(self) -> dict[str, Any]:
        """Give the cells by name."""
        ...


class Question(NamedTuple):
    """What is counted: the matches of a query, of those of `whole`. Its rows are those that `filters` has articles in."""

    label: str
    query: AnalysedQuery
    filters: AnalysedQuery
    whole: AnalysedQuery


def counts(
    snapshot: Snapshot, question: Question, by: tuple[Facet, ...], unit: Unit, known: Known
) -> list[CountRow]:
    """The rows of a query: periods from the first to the last, other values by matches, then by code point.

    `unit`: articles; or occurrences, of all words. `known` keeps tallies that the next query may need. Raises
    QueryError, and UsageError for too many rows.
    """

    def tally(query: AnalysedQuery, unit: Unit) -> Tallied:
        key = query.node, by, unit
        if key not in known:
            known[key] = snapshot.collect(query, Tally(by, unit))[0]
        return known[key]

    whole = tally(question.whole, Unit.ARTICLES if unit is Unit.ARTICLES else Unit.WORDS)
    tallies = snapshot.collect(question.query, *(Tally(by[: length + 1], unit) for length in range(len(by))))
    matches = {values: number for one in tallies for values, number in one.items()}
    rows = _in_order(tally(question.filters, Unit.ARTICLES), by, matches)
    return [
        _row_type(by)._make(
            (*values, question.label, *_numbers(matches.get(values, 0), whole.get(values, 0), unit))
        )
        for values in rows
    ]


def facets_of(row: CountRow) -> tuple[Facet, ...]:
    """The facets by which a row was counted."""
    return facets_named(row._fields[: -len(NUMBERS)])


def facets_named(names: Sequence[str]) -> tuple[Facet, ...]:
    """The facets of these names. Raises UsageError for unknown ones, and for those that do not go together."""
    if not names:
        raise UsageError("name a facet to count by, such as month or source")
    if unknown := [name for name in names if name not in FACETS]:
        raise UsageError(f'no such facet: "{unknown[0]}"; there are {", ".join(FACETS)}')
    facets = [FACETS[name] for name in names]
    periods = [facet for facet in facets if isinstance(facet, Period)]
    if len(set(facets)) < len(facets) or len(periods) > 1:
        raise UsageError(f"{','.join(names)}: count by different facets, of which at most one is a period")
    return tuple(facets)


def unit_named(name: str) -> Unit:
    """The unit that is called articles or words. Raises UsageError."""
    try:
        return {"articles": Unit.ARTICLES, "words": Unit.OCCURRENCES}[name]
    except KeyError:
        raise UsageError(f'no such unit: "{name}"; there are articles and words') from None


def wilson(matches: int, articles: int) -> tuple[float, float]:
    """The score interval of 95% of a share, by Wilson (1927), without a correction for continuity.

    `articles` is above 0, `matches` at most as many.
    """
    share, square = matches / articles, _Z * _Z / articles
    middle, half = share + square / 2, _Z * sqrt(share * (1 - share) / articles + square / articles / 4)
    return max((middle - half) / (1 + square), 0.0), min((middle + half) / (1 + square), 1.0)


@cache
def _row_type(by: tuple[Facet, ...]) -> Any:  # noqa: ANN401  a class of named tuples, made here
    """The type of the rows by these facets."""
    return namedtuple("CountRow", [*by, *NUMBERS])  # noqa: PYI024  its fields follow from the facets


def _numbers(
    matches: int, articles: int, unit: Unit
) -> tuple[int, int, float | None, float | None, float | None]:
    if not articles:
        return matches, articles, None, None, None
    has_interval = unit is Unit.ARTICLES and matches <= articles
    low, high = wilson(matches, articles) if has_interval else (None, None)
    return matches, articles, matches / articles, low, high


def _in_order(known: Iterable[Values], by: Sequence[Facet], matches: Tallied) -> list[Values]:
    """The values of all rows, of periods none left out. `matches` has those of the first facets alone too."""
    place, unit = next(
        ((place, facet) for place, facet in enumerate(by) if isinstance(facet, Period)), (-1, None)
    )
    rows, order = set(known), {}
    if unit:
        periods = in_order({values[place] for values in rows}, unit)
        order = {period: number for number, period in enumerate(periods)}
        rows |= _without_gaps(rows, place, [name for name in periods if name and is_of_unit(name, unit)])

    def rank(values: Values) -> list[tuple[int, bool, str]]:
        return [
            (
                order[value] if column == place else -matches.get(values[: column + 1], 0),
                value is None,
                value or "",
            )
            for column, value in enumerate(values)
        ]

    return sorted(rows, key=rank)


def _without_gaps(rows: Collection[Values], place: int, periods: Sequence[str]) -> set[Values]:
    """For each combination of the other values in the rows, all periods. Raises UsageError for too many."""
    others = {(*values[:place], *values[place + 1 :]) for values in rows}
    if len(others) * len(periods) > MOST_ROWS:
        raise UsageError(
            f"{len(periods):,} periods for each of {len(others):,} values are more than {MOST_ROWS:,} rows; count by a longer period"
        )
    return {(*one[:place], period, *one[place:]) for one in others for period in periods}
