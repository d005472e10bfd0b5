"""The answer to a query: all that matched, in order, over one generation of the index."""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.results import Match, Order


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


class EvaluatedAnswer:
    """An `Answer` (see `results`)."""

    def __init__(
        self,
        found: EitherEvaluation,
        *,
        order: Order,
        limit: int | None = None,
        offset: int = 0,
    ) -> None:
        self._segments = found.segments
        self._found = found
        self._order = order
        self._offset = offset
        self.total = found.total
        """How many articles match."""
        self._stop = self.total if limit is None else min(self.total, offset + limit)

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        return (match for _, match in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Match]]:
        """The same, each with the article's number."""
        if self._order is Order.RELEVANCE and not self._found.is_flat:
            offset, in_order = self._ranked()
        else:
            offset, in_order = self._offset, self._ordered()
        found = islice(in_order, offset, offset + self._stop - self._offset)
        while part := list(islice(found, _AT_ONCE)):
            for (_, _, place), score in zip(part, self._scores(part), strict=True):
                reader, number = self._segments.place(place.number)
                yield place.number, Match(ArticleId(reader.ids[number]), reader.path(number), score)

    def _ranked(self) -> tuple[int, Iterator[_Found]]:
        """The best matches, but for some that stand before the offset, and the offset among the rest."""
        segments, day_of = self._segments, self._segments.first_days.at
        ranked = self._found.best(self._stop)
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
        segments, found = self._segments, self._found
        reader, numbers = segments.readers[segment], segments.ranges[segment]
        days, first = reader.first_days, numbers.start
        if self._order is Order.ID:
            ids = reader.ids
            for number in sorted(found.ascending(numbers), key=lambda one: ids[one - first]):
                yield 0, 0, _Place(segments, number)
        elif self._order is Order.OLDEST:
            dated = first + bisect_right(days, 0)
            for among in (range(dated, numbers.stop), range(first, dated)):
                for number in found.ascending(among):
                    day = days[number - first]
                    yield not day, day, _Place(segments, number)
        else:
            descending = found.descending(numbers)
            for _, same_day in groupby(descending, key=lambda number: days[number - first]):
                for number in reversed(list(same_day)):
                    yield 0, -days[number - first], _Place(segments, number)

    def _scores(self, found: Sequence[_Found]) -> list[float]:
        """The scores of articles."""
        if self._order is Order.RELEVANCE:
            return [-by_score for by_score, _, _ in found]
        numbers = sorted(place.number for _, _, place in found)
        scores = dict(zip(numbers, self._found.scores(numbers), strict=True))
        return [scores[place.number] for _, _, place in found]
