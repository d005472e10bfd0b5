"""The set of articles that match a query: sets of articles, combined by AND, OR and NOT."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import reduce
from operator import and_, or_
from typing import Generic, assert_never

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.format.lexicon import consecutive
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.kernels import Articles, Frequencies
from newsgrep.engines.whoosh.searching.occurrences import Occurrences
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.query.globs import compile_glob
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Undated,
    Value,
    Within,
    Word,
)
from newsgrep.text.values import fold_value

_AFTER_ALL_DAYS = 99_999_999


class Matching(Generic[Articles, Frequencies]):
    """Computes the sets of articles of a generation that match."""

    def __init__(self, segments: Segments, occurrences: Occurrences[Articles, Frequencies]) -> None:
        self._segments = segments
        self._occurrences = occurrences
        self._lookup = occurrences.lookup
        self._kernels = occurrences.kernels

    def articles(self, query: Node) -> Articles:
        """The articles that match and are not deleted."""
        return self._kernels.live(self._matching(query, "body"))

    def _matching(self, node: Node, field: str) -> Articles:
        """The articles that match, deleted ones included. `field` is that of words without a field."""
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                return self._occurrences.articles(self._lookup.occurs(node, field))
            case And(parts):
                return reduce(and_, (self._matching(part, field) for part in parts))
            case Or(parts):
                return reduce(or_, (self._matching(part, field) for part in parts))
            case Not(part):
                return self._kernels.everything & ~self._matching(part, field)
            case Boost(part):
                return self._matching(part, field)
            case Within(name, part):
                return self._matching(part, name)
            case Value() | Ids() | Dates() | Undated() | Everything():
                return self._filtered(node)
        assert_never(node)

    def _filtered(self, condition: Value | Ids | Dates | Undated | Everything) -> Articles:
        match condition:
            case Value(name, glob):
                return self._kernels.containing(self._lookup.values(name, compile_glob(glob, fold_value)))
            case Ids(ids):
                return self._numbered(lambda reader: _numbers(reader, ids))
            case Dates():
                return self._numbered(lambda reader: _dated(reader, condition))
            case Undated():
                return self._numbered(lambda reader: [range(bisect_right(reader.first_days, 0))])
            case Everything():
                return self._kernels.everything

    def _numbered(self, ranges: Callable[[SegmentReader], Iterable[range]]) -> Articles:
        """The articles in the ranges of numbers that `ranges` returns for each segment."""
        return self._kernels.numbered(
            [
                range(first + part.start, first + part.stop)
                for first, reader in zip(self._segments.firsts, self._segments.readers, strict=True)
                for part in ranges(reader)
            ]
        )


def _numbers(reader: SegmentReader, ids: Collection[ArticleId]) -> Iterator[range]:
    """The numbers of a segment's articles with these ids, as ranges."""
    numbers = reader.find_all(ids)
    return (range(first, stop) for first, stop in consecutive(numbers)) if numbers else iter(())


def _dated(reader: SegmentReader, dates: Dates) -> Iterator[range]:
    """The numbers of a segment's articles with a date in the range, as ranges.

    These are the articles whose first day is in the range, except that imprecise dates are ranges themselves:
    it is enough that they overlap, or with `dates.sure`, they must lie inside.
    """
    first, last = dates.first or 1, dates.last or _AFTER_ALL_DAYS
    start = bisect_left(reader.first_days, first)
    stop = bisect_right(reader.first_days, last)
    for number in reader.imprecise:
        first_day, last_day = reader.first_days[number], reader.last_days[number]
        if dates.sure and start <= number < stop and last_day > last:
            yield range(start, number)
            start = number + 1
        elif not dates.sure and first_day < first <= last_day and first_day <= last:
            yield range(number, number + 1)
    yield range(start, stop)
