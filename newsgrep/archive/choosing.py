"""Answers with some of the matches: one of each file, the first of each value, one of near copies."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.article import ArticleId
from newsgrep.errors import UsageError
from newsgrep.results import Answer, Match, Order

if TYPE_CHECKING:
    from newsgrep.engines.contract import Snapshot
    from newsgrep.facets import Facet, FacetValue
    from newsgrep.text import AnalysedQuery


class Choice(NamedTuple):
    """Which of the matches are hits.

    `one_per_file`: the first of each file. `each`: the first of each value of the facet of this name. `fold`:
    of near copies the earliest. The first two take the matches in the order of the search.
    """

    one_per_file: bool = False
    each: str | None = None
    fold: bool = False

    @property
    def leading(self) -> tuple[str, ...]:
        """The columns that the hits have before those of all hits, see `results.LEADING_COLUMNS`."""
        return (*(["each"] if self.each is not None else ()), *(["behind"] if self.fold else ()))


def chosen_answer(
    snapshot: "Snapshot",
    query: "AnalysedQuery",
    choice: Choice,
    order: Order,
    seed: int,
    bounds: tuple[int, int | None],
) -> Answer:
    """The answer to a query, reduced to what is chosen; the bounds, offset and limit, count that.

    Raises QueryError, StorageError, and UsageError for an unknown facet.
    """
    behind: Mapping[ArticleId, int] | None = None
    if choice.fold:
        from newsgrep.reports.folding import fold  # noqa: PLC0415  imports numpy

        query, behind = fold(snapshot, query)
    answer: Answer
    if choice.each is not None:
        answer = FirstOfEach(snapshot, query, _facet(choice.each), order, seed)
    else:
        answer = snapshot.search(query, order=order, seed=seed)
    if choice.one_per_file:
        answer = OnePerFile(answer)
    if behind is not None:
        answer = WithCopies(answer, behind)
    return Part(answer, *bounds)


class OnePerFile:
    """An answer, reduced to the first match of each file."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @property
    def total(self) -> int:
        """The number of files with a match. It takes a pass over all matches."""
        return len(set(self._answer.paths()))

    def __iter__(self) -> Iterator[Match]:
        paths: set[str] = set()
        for match in self._answer:
            if match.path not in paths:
                paths.add(match.path)
                yield match

    def paths(self) -> Iterator[str]:
        """See `Answer`."""
        paths: set[str] = set()
        for path in self._answer.paths():
            if path not in paths:
                paths.add(path)
                yield path


class FirstOfEach:
    """For each value of a facet the first match of a query; if it is the first of several, for each."""

    def __init__(
        self, snapshot: "Snapshot", query: "AnalysedQuery", facet: "Facet", order: Order, seed: int
    ) -> None:
        from newsgrep.engines.collectors import First  # noqa: PLC0415  not on the search path

        self._first: Mapping[FacetValue, Match]
        (self._first,) = snapshot.collect(query, First(facet, order, seed))

    @property
    def total(self) -> int:
        """The number of values; articles without one count as having one."""
        return len(self._first)

    def __iter__(self) -> Iterator[Match]:
        return (match._replace(each=value) for value, match in self._first.items())

    def paths(self) -> Iterator[str]:
        """See `Answer`."""
        return (match.path for match in self._first.values())


class WithCopies:
    """An answer whose matches say how many near copies stand behind each."""

    def __init__(self, answer: Answer, behind: Mapping[ArticleId, int]) -> None:
        self._answer = answer
        self._behind = behind

    @property
    def total(self) -> int:
        """The number of matches."""
        return self._answer.total

    def __iter__(self) -> Iterator[Match]:
        return (match._replace(behind=self._behind.get(match.id, 0)) for match in self._answer)

    def paths(self) -> Iterator[str]:
        """See `Answer`."""
        return self._answer.paths()


class Part:
    """An answer from an offset on, with at most so many matches; its total is the whole's."""

    def __init__(self, answer: Answer, offset: int, limit: int | None) -> None:
        self._answer = answer
        self._bounds = offset, None if limit is None else offset + limit

    @property
    def total(self) -> int:
        """The number of matches of the whole."""
        return self._answer.total

    def __iter__(self) -> Iterator[Match]:
        return islice(self._answer, *self._bounds)

    def paths(self) -> Iterator[str]:
        """See `Answer`."""
        return islice(self._answer.paths(), *self._bounds)


def _facet(name: str) -> "Facet":
    from newsgrep.facets import FACETS  # noqa: PLC0415  not on the search path

    if name not in FACETS:
        raise UsageError(f'no such field: "{name}"; there are {", ".join(FACETS)}')
    return FACETS[name]
