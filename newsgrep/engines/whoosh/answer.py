"""The answer to a query: all that matched, in order, over one snapshot."""

import heapq
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from typing import NamedTuple

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.cost import postings_to_look_at
from newsgrep.engines.whoosh.kernels import VECTOR_FROM, Kernels, make_kernels, vector_kernels_are_there
from newsgrep.engines.whoosh.lexicon import Strings
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.ranking import Ranking
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import Node
from newsgrep.results import Match, Order
from newsgrep.text import QueryTerms


class _Found(NamedTuple):
    """An article among those of all segments: what orders it, before its id does; its segment, its number there."""

    key: tuple[float, float]
    segment: int
    number: int
    ids: Strings

    def __lt__(self, other: tuple[object, ...]) -> bool:
        if not isinstance(other, _Found):
            return NotImplemented
        if self.key != other.key:
            return self.key < other.key
        return self.ids[self.number] < other.ids[other.number]


_AT_ONCE = 1000


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
        vector: bool | None,
    ) -> None:
        occurrences = Occurrences(snapshot.readers, terms, self._make_kernels)
        self._snapshot = snapshot
        self._order = order
        self._offset = offset
        if vector is None:
            vector = vector_kernels_are_there() or (
                postings_to_look_at(query, occurrences, all_of_them=limit is None) >= VECTOR_FROM
            )
        self._vector = vector
        self._ranking = Ranking(query, snapshot, occurrences, terms)
        self._kernels = occurrences.kernels
        self._matching = [
            Matching(segment, reader, occurrences).articles(query)
            for segment, reader in enumerate(snapshot.readers)
        ]
        self._counts = [
            kernels.count(articles) for kernels, articles in zip(self._kernels, self._matching, strict=True)
        ]
        self._stop = self.total if limit is None else min(self.total, offset + limit)

    @property
    def total(self) -> int:
        """How many articles match."""
        return sum(self._counts)

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        readers = self._snapshot.readers
        parts = [self._ordered(segment) for segment in range(len(readers))]
        found = islice(parts[0] if len(parts) == 1 else heapq.merge(*parts), self._offset, self._stop)
        while part := list(islice(found, _AT_ONCE)):
            scores = self._scores(part)
            for _, segment, number, ids in part:
                path = readers[segment].paths[number]
                yield Match(ArticleId(ids[number]), path, scores[segment, number])

    def article(self, match: Match) -> Article:
        """The article of a match."""
        place = self._snapshot.find(match.id)
        if place is None:
            raise LookupError(match.id)
        reader, number = place
        return reader.article(number)

    def _make_kernels(self, reader: SegmentReader) -> Kernels:
        return make_kernels(reader, vector=self._vector)

    def _ordered(self, segment: int) -> Iterator[_Found]:
        """The matches of a segment, in order: all of them, or those that may be among the first."""
        reader = self._snapshot.readers[segment]
        kernels, articles = self._kernels[segment], self._matching[segment]
        days, ids = reader.first_days, reader.ids
        if self._order is Order.RELEVANCE and not self._ranking.is_flat:
            for score, number in self._ranking.best(
                segment, articles, min(self._stop, self._counts[segment])
            ):
                yield _Found((-score, -days[number]), segment, number, ids)
        elif self._order is Order.ID:
            for number in sorted(kernels.ascending(articles), key=ids.__getitem__):
                yield _Found((0, 0), segment, number, ids)
        elif self._order is Order.OLDEST:
            dated = kernels.numbered([range(bisect_right(days, 0), len(reader))])
            for number in chain(kernels.ascending(articles & dated), kernels.ascending(articles & ~dated)):
                yield _Found((not days[number], days[number]), segment, number, ids)
        else:
            for _, same_day in groupby(kernels.descending(articles), key=days.__getitem__):
                for number in reversed(list(same_day)):
                    yield _Found((0, -days[number]), segment, number, ids)

    def _scores(self, found: Sequence[_Found]) -> dict[tuple[int, int], float]:
        """The scores of articles, each given by its segment and its number."""
        if self._order is Order.RELEVANCE:
            return {(one.segment, one.number): -one.key[0] for one in found}
        scores = {}
        for segment in range(len(self._matching)):
            numbers = sorted(one.number for one in found if one.segment == segment)
            for number, score in zip(numbers, self._ranking.scores(segment, numbers), strict=True):
                scores[segment, number] = score
        return scores
