"""The answer to a query: all that matched, in order, over one snapshot."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.ranking import Ranking
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import Node
from newsgrep.results import Match, Order
from newsgrep.text import QueryTerms


@dataclass(frozen=True, slots=True)
class _Found:
    """An article that matches: its segment, its number there, and what orders it."""

    segment: int
    number: int
    id: ArticleId
    day: int
    score: float


_SortKey: TypeAlias = Callable[[_Found], tuple[float | int | str, ...]]


def _undated_last(found: _Found) -> bool:
    return found.day == 0


_SORT_KEYS: dict[Order, _SortKey] = {
    Order.RELEVANCE: lambda found: (-found.score, -found.day, found.id),
    Order.OLDEST: lambda found: (_undated_last(found), found.day, found.id),
    Order.NEWEST: lambda found: (-found.day, found.id),
    Order.ID: lambda found: (found.id,),
}


class SnapshotAnswer:
    """An `Answer` (see `results`)."""

    def __init__(
        self,
        query: Node,
        snapshot: Snapshot,
        terms: QueryTerms,
        *,
        order: Order,
        limit: int | None,
        offset: int,
    ) -> None:
        occurrences = Occurrences(snapshot, terms)
        matching = Matching(snapshot, occurrences)
        self._snapshot = snapshot
        self._ranking = Ranking(query, snapshot, occurrences, terms)
        self._matching = [matching.articles(number, query) for number in range(len(snapshot.readers))]
        self._order = order
        self._limit = limit
        self._offset = offset

    @property
    def total(self) -> int:
        """How many articles match."""
        return sum(map(len, self._matching))

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        key = _SORT_KEYS[self._order]
        if self._limit is None:
            ordered = sorted(self._found(), key=key)
        else:
            ordered = heapq.nsmallest(self._offset + self._limit, self._found(), key=key)
        for found in ordered[self._offset :]:
            path = self._snapshot.readers[found.segment].path(found.number)
            yield Match(found.id, path, found.score)

    def article(self, match: Match) -> Article:
        """The article of a match."""
        place = self._snapshot.find(match.id)
        if place is None:
            raise LookupError(match.id)
        reader, number = place
        return reader.article(number)

    def _found(self) -> Iterator[_Found]:
        for segment, reader in enumerate(self._snapshot.readers):
            scores = self._ranking.scores(segment)
            for number in self._matching[segment]:
                yield _Found(
                    segment, number, reader.id(number), reader.first_days[number], scores.get(number, 0.0)
                )
