"""The answer to a query: all that matched, in order, over one snapshot."""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from typing import TypeAlias

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.cost import postings_to_look_at
from newsgrep.engines.whoosh.kernels import (
    VECTOR_FROM,
    Kernels,
    Ranked,
    make_kernels,
    vector_kernels_are_there,
)
from newsgrep.engines.whoosh.lexicon import Strings
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.ranking import Ranking
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import Node
from newsgrep.results import Match, Order
from newsgrep.text import QueryTerms


class _Place:
    """Where an article is: its segment, its number there. Places are ordered by the articles' ids."""

    __slots__ = ("ids", "number", "segment")

    def __init__(self, segment: int, number: int, ids: Strings) -> None:
        self.segment = segment
        self.number = number
        self.ids = ids

    def __lt__(self, other: "_Place") -> bool:
        return self.ids[self.number] < other.ids[other.number]


_Found: TypeAlias = tuple[float, float, _Place]
"""An article among those of all segments: two numbers that order it, and if they are equal, its id does."""

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
        if self._order is Order.RELEVANCE and not self._ranking.is_flat:
            offset, parts = self._ranked()
        else:
            offset, parts = self._offset, [self._ordered(segment) for segment in range(len(readers))]
        in_order = parts[0] if len(parts) == 1 else heapq.merge(*parts)
        found = islice(in_order, offset, offset + self._stop - self._offset)
        while part := list(islice(found, _AT_ONCE)):
            scores = self._scores(part)
            for (_, _, place), score in zip(part, scores, strict=True):
                path = readers[place.segment].path(place.number)
                yield Match(ArticleId(place.ids[place.number]), path, score)

    def article(self, match: Match) -> Article:
        """The article of a match."""
        place = self._snapshot.find(match.id)
        if place is None:
            raise LookupError(match.id)
        reader, number = place
        return reader.article(number)

    def _make_kernels(self, reader: SegmentReader) -> Kernels:
        return make_kernels(reader, vector=self._vector)

    def _ranked(self) -> tuple[int, list[Iterator[_Found]]]:
        """The best matches of each segment, but for some that stand before the offset, and the offset among the rest."""
        ranked = [
            self._ranking.best(segment, articles, min(self._stop, self._counts[segment]))
            for segment, articles in enumerate(self._matching)
        ]
        left_out = [0] * len(ranked)
        if self._offset and self._stop > self._offset:
            scores = sorted((score for part in ranked for score, _ in part), reverse=True)
            there = -scores[self._offset]
            left_out = [bisect_left(part, there, key=lambda one: -one[0]) for part in ranked]
        parts = [self._placed(segment, part[left_out[segment] :]) for segment, part in enumerate(ranked)]
        return self._offset - sum(left_out), parts

    def _placed(self, segment: int, ranked: Sequence[Ranked]) -> Iterator[_Found]:
        reader = self._snapshot.readers[segment]
        days, ids = reader.first_days, reader.ids
        return ((-score, -days[number], _Place(segment, number, ids)) for score, number in ranked)

    def _ordered(self, segment: int) -> Iterator[_Found]:
        """The matches of a segment, in an order that scores have no part in."""
        reader = self._snapshot.readers[segment]
        kernels, articles = self._kernels[segment], self._matching[segment]
        days, ids = reader.first_days, reader.ids
        if self._order is Order.ID:
            for number in sorted(kernels.ascending(articles), key=ids.__getitem__):
                yield 0, 0, _Place(segment, number, ids)
        elif self._order is Order.OLDEST:
            dated = kernels.numbered([range(bisect_right(days, 0), len(reader))])
            for number in chain(kernels.ascending(articles & dated), kernels.ascending(articles & ~dated)):
                yield not days[number], days[number], _Place(segment, number, ids)
        else:
            for _, same_day in groupby(kernels.descending(articles), key=days.__getitem__):
                for number in reversed(list(same_day)):
                    yield 0, -days[number], _Place(segment, number, ids)

    def _scores(self, found: Sequence[_Found]) -> list[float]:
        """The scores of articles."""
        if self._order is Order.RELEVANCE:
            return [-by_score for by_score, _, _ in found]
        scores = {}
        for segment in range(len(self._matching)):
            numbers = sorted(place.number for _, _, place in found if place.segment == segment)
            for number, score in zip(numbers, self._ranking.scores(segment, numbers), strict=True):
                scores[segment, number] = score
        return [scores[place.segment, place.number] for _, _, place in found]
