"""The answer to a query: its matches in order, over one generation of the index."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.format.strings import Strings
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation
from newsgrep.engines.whoosh.searching.kernels import Ranked
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.results import Match, Order


class _ArticleById:
    """An article, by its number in the generation. Articles compare by their ids, which are read lazily."""

    __slots__ = ("number", "segments")

    def __init__(self, segments: Segments, number: int) -> None:
        self.segments = segments
        self.number = number

    @property
    def id(self) -> str:
        reader, number = self.segments.locate(self.number)
        return reader.ids[number]

    def __lt__(self, other: "_ArticleById") -> bool:
        return self.id < other.id


_SortKey: TypeAlias = tuple[float, float, _ArticleById]
"""A matching article with its sort key: two numbers, then the id."""

_BATCH_MATCHES = 1000


class EvaluatedAnswer:
    """An `Answer` (see `results`)."""

    def __init__(
        self,
        evaluation: EitherEvaluation,
        *,
        order: Order,
        limit: int | None = None,
        offset: int = 0,
        seed: int = 0,
    ) -> None:
        self._segments = evaluation.segments
        self._evaluation = evaluation
        self._order = order
        self._seed = seed
        self._offset = offset
        self.total = evaluation.total
        """The number of articles that match."""
        self._stop = self.total if limit is None else min(self.total, offset + limit)

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        return (match for _, match in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Match]]:
        """The same matches, each with the number of its article."""
        locate, keep_place = self._segments.locate, self._evaluation.generation.keep_place
        for score, number in self._page():
            reader, own = locate(number)
            identifier = ArticleId(reader.ids[own])
            keep_place(identifier, reader, own)
            match = Match(identifier, reader.path(own), score, None, None)  # all values, see `NamedTuple`
            yield number, match

    def paths(self) -> Iterator[str]:
        """The paths of the same matches, without reading ids."""
        locate = self._segments.locate
        for _, number in self._page():
            reader, own = locate(number)
            yield reader.path(own)

    def _id(self, number: int) -> str:
        reader, own = self._segments.locate(number)
        return reader.ids[own]

    def _page(self) -> Iterable[Ranked]:
        """The articles of the answer in order, with their scores."""
        if self._offset >= self._stop:
            return ()
        if self._order is Order.RELEVANCE and not self._evaluation.is_flat:
            return self._ranked()
        numbers = (article.number for _, _, article in self._ordered())
        return self._scored(islice(numbers, self._offset, self._stop))

    def _ranked(self) -> Iterable[Ranked]:
        """The best matches, best first."""
        ranked = self._evaluation.best(self._stop)
        if len(self._segments.readers) == 1:
            return ranked[self._offset :]
        # Equal articles of different segments are sorted by id, those before the offset too.
        skipped = 0
        if 0 < self._offset < len(ranked):
            skipped = bisect_left(ranked, -ranked[self._offset][0], key=lambda one: -one[0])
        equals = groupby(islice(ranked, skipped, None), key=itemgetter(0))
        ordered = chain.from_iterable(self._by_day_and_id(list(equal)) for _, equal in equals)
        return islice(ordered, self._offset - skipped, self._stop - skipped)

    def _by_day_and_id(self, equal: list[Ranked]) -> list[Ranked]:
        """Articles of one score, the newest first; those of one segment are in this order as they come."""
        segments = self._segments
        if len(equal) > 1 and len({segments.segment_of(number) for _, number in equal}) > 1:
            day_of = segments.first_days.at
            equal.sort(key=lambda one: (-day_of(one[1]), self._id(one[1])))  # many are of one day
        return equal

    def _ordered(self) -> Iterator[_SortKey]:
        """The matches in an order other than by score."""
        parts = [self._ordered_in(segment) for segment in range(len(self._segments.readers))]
        if len(parts) == 1:
            return parts[0]
        from heapq import merge  # noqa: PLC0415  most answers are in the order of relevance

        return merge(*parts)

    def _ordered_in(self, segment: int) -> Iterator[_SortKey]:
        """The matches of one segment."""
        segments, evaluation = self._segments, self._evaluation
        reader, numbers = segments.readers[segment], segments.ranges[segment]
        days, day_of, first = reader.first_days, reader.first_days.at, numbers.start
        if self._order is Order.ID:
            ids = reader.ids
            for number in sorted(evaluation.ascending(numbers), key=lambda one: ids[one - first]):
                yield 0, 0, _ArticleById(segments, number)
        elif self._order is Order.RANDOM:
            yield from self._drawn(reader.ids, evaluation.ascending(numbers), first)
        elif self._order is Order.OLDEST:
            dated = first + bisect_right(days, 0)
            for part in (range(dated, numbers.stop), range(first, dated)):
                for number in evaluation.ascending(part):
                    day = day_of(number - first)
                    yield not day, day, _ArticleById(segments, number)
        else:
            descending = evaluation.descending(numbers)
            for _, same_day in groupby(descending, key=lambda number: day_of(number - first)):
                for number in reversed(list(same_day)):
                    yield 0, -day_of(number - first), _ArticleById(segments, number)

    def _drawn(self, ids: Strings, numbers: Iterable[int], first: int) -> Iterator[_SortKey]:
        """Matches of one segment in random order, as many as the answer can need of them."""
        from hashlib import sha256  # noqa: PLC0415  for one order only
        from heapq import nsmallest  # noqa: PLC0415  likewise

        def lot(number: int) -> bytes:
            return sha256(f"{self._seed}\0{ids[number - first]}".encode("utf-8", "surrogatepass")).digest()

        few = self._stop < self.total  # sorting takes less memory for many
        for number in nsmallest(self._stop, numbers, key=lot) if few else sorted(numbers, key=lot):
            yield int.from_bytes(lot(number)), 0, _ArticleById(self._segments, number)

    def _scored(self, numbers: Iterator[int]) -> Iterator[Ranked]:
        """Articles with their scores, in the given order."""
        if self._order is Order.RELEVANCE:  # then no part of the query is scored
            yield from zip(repeat(0.0), numbers, strict=False)
            return
        while batch := list(islice(numbers, _BATCH_MATCHES)):
            ascending = sorted(batch)
            scores = dict(zip(ascending, self._evaluation.scores(ascending), strict=True))
            for number in batch:
                yield scores[number], number
