"""The answer to a query: all that matched, in order, over one snapshot."""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TypeAlias

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.cost import postings_to_look_at
from newsgrep.engines.whoosh.kernels import (
    VECTOR_FROM,
    Kernels,
    plain_kernels,
    vector_kernels_are_there,
)
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.ranking import Ranking
from newsgrep.engines.whoosh.segments import Segments
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import Node
from newsgrep.results import Match, Order
from newsgrep.text import QueryTerms


class _Place:
    """An article, by its number in a snapshot. Places are ordered by the articles' ids."""

    __slots__ = ("number", "segments")

    def __init__(self, segments: Segments, number: int) -> None:
        self.segments = segments
        self.number = number

    @property
    def id(self) -> str:
        reader, number = self.segments.place(self.number)
        return reader.ids[number]

    def __lt__(self, other: "_Place") -> bool:
        return self.id < other.id


_Found: TypeAlias = tuple[float, float, _Place]
"""An article: two numbers that order it, and if they are equal, its id does."""

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
        segments = snapshot.segments
        occurrences = Occurrences(segments, terms, self._make_kernels, vector_terms=vector)
        self._snapshot = snapshot
        self._segments = segments
        self._order = order
        self._offset = offset
        if vector is None:
            vector = vector_kernels_are_there() or (
                postings_to_look_at(query, occurrences, all_of_them=limit is None) >= VECTOR_FROM
            )
        self._vector = vector
        self._ranking = Ranking(query, snapshot, occurrences, terms)
        self._kernels = occurrences.kernels
        self._matching = Matching(segments, occurrences).articles(query)
        self.total = self._kernels.count(self._matching)
        """How many articles match."""
        self._stop = self.total if limit is None else min(self.total, offset + limit)

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        if self._order is Order.RELEVANCE and not self._ranking.is_flat:
            offset, in_order = self._ranked()
        else:
            offset, in_order = self._offset, self._ordered()
        found = islice(in_order, offset, offset + self._stop - self._offset)
        while part := list(islice(found, _AT_ONCE)):
            for (_, _, place), score in zip(part, self._scores(part), strict=True):
                reader, number = self._segments.place(place.number)
                yield Match(ArticleId(reader.ids[number]), reader.path(number), score)

    def article(self, match: Match) -> Article:
        """The article of a match."""
        place = self._snapshot.find(match.id)
        if place is None:
            raise LookupError(match.id)
        reader, number = place
        return reader.article(number)

    def _make_kernels(self) -> Kernels:
        return self._snapshot.vector_kernels if self._vector else plain_kernels(self._segments)

    def _ranked(self) -> tuple[int, Iterator[_Found]]:
        """The best matches, but for some that stand before the offset, and the offset among the rest."""
        segments, day_of = self._segments, self._segments.first_days.at
        ranked = self._ranking.best(self._matching, self._stop)
        left_out = 0
        if 0 < self._offset < len(ranked):
            left_out = bisect_left(ranked, -ranked[self._offset][0], key=lambda one: -one[0])
        found: Iterator[_Found] = (
            (-score, -day_of(number), _Place(segments, number))
            for score, number in islice(ranked, left_out, None)
        )
        if len(segments.readers) > 1:  # of equals in different segments the ids decide
            found = chain.from_iterable(sorted(alike) for _, alike in groupby(found, key=itemgetter(0, 1)))
        return self._offset - left_out, found

    def _ordered(self) -> Iterator[_Found]:
        """The matches, in an order that scores have no part in."""
        parts = [self._ordered_in(segment) for segment in range(len(self._segments.readers))]
        return parts[0] if len(parts) == 1 else heapq.merge(*parts)

    def _ordered_in(self, segment: int) -> Iterator[_Found]:
        """Those in one segment."""
        segments, kernels, articles = self._segments, self._kernels, self._matching
        reader, numbers = segments.readers[segment], segments.ranges[segment]
        days, first = reader.first_days, numbers.start
        if self._order is Order.ID:
            ids = reader.ids
            for number in sorted(kernels.ascending(articles, segment), key=lambda one: ids[one - first]):
                yield 0, 0, _Place(segments, number)
        elif self._order is Order.OLDEST:
            dated = kernels.numbered([range(first + bisect_right(days, 0), numbers.stop)])
            for chosen in (articles & dated, articles & ~dated):
                for number in kernels.ascending(chosen, segment):
                    day = days[number - first]
                    yield not day, day, _Place(segments, number)
        else:
            descending = kernels.descending(articles, segment)
            for _, same_day in groupby(descending, key=lambda number: days[number - first]):
                for number in reversed(list(same_day)):
                    yield 0, -days[number - first], _Place(segments, number)

    def _scores(self, found: Sequence[_Found]) -> list[float]:
        """The scores of articles."""
        if self._order is Order.RELEVANCE:
            return [-by_score for by_score, _, _ in found]
        numbers = sorted(place.number for _, _, place in found)
        scores = dict(zip(numbers, self._ranking.scores(numbers), strict=True))
        return [scores[place.number] for _, _, place in found]
