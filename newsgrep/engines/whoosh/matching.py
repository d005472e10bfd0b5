"""Which articles of a segment match a query: sets of articles, combined as the query says."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import assert_never

from newsgrep.engines.whoosh.expansion import matching_terms
from newsgrep.engines.whoosh.kernels import ArticleSet, Kernels
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.query.globs import compile_glob
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
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

_EVER = 99_999_999


class Matching:
    """The articles of one segment that match."""

    def __init__(self, segment: int, reader: SegmentReader, occurrences: Occurrences) -> None:
        self._segment = segment
        self._reader = reader
        self._occurrences = occurrences
        self._kernels: Kernels = occurrences.kernels[segment]

    def articles(self, query: Node) -> ArticleSet:
        """Those that are not deleted and match."""
        return self._kernels.live(self._matching(query, "body"))

    def _matching(self, node: Node, field: str) -> ArticleSet:
        """Those that match, and perhaps deleted ones; words are looked for in `field`."""
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                occurs = self._occurrences.occurs(node, field)
                return self._occurrences.frequencies(self._segment, occurs).articles
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
            case Value() | Dates() | Undated() | Everything():
                return self._passing(node)
        assert_never(node)

    def _passing(self, condition: Value | Dates | Undated | Everything) -> ArticleSet:
        match condition:
            case Value(name, glob):
                lexicon = self._reader.values(name)
                terms = matching_terms(self._kernels, lexicon, compile_glob(glob, str.casefold))
                return self._kernels.holding(lexicon, terms)
            case Dates():
                return self._kernels.numbered(list(_published(self._reader, condition)))
            case Undated():
                return self._kernels.numbered([range(bisect_right(self._reader.first_days, 0))])
            case Everything():
                return self._kernels.everything


def _published(reader: SegmentReader, dates: Dates) -> Iterator[range]:
    """The numbers of the articles: those whose first day is in the range, save for the imprecise ones.

    A date known to the month is a range itself: overlapping suffices, unless it must lie wholly inside.
    """
    first, last = dates.first or 1, dates.last or _EVER
    place = bisect_left(reader.first_days, first)
    stop = bisect_right(reader.first_days, last)
    for number in reader.imprecise:
        begins, ends = reader.first_days[number], reader.last_days[number]
        if dates.sure and place <= number < stop and ends > last:
            yield range(place, number)
            place = number + 1
        elif not dates.sure and begins < first <= ends and begins <= last:
            yield range(number, number + 1)
    yield range(place, stop)
