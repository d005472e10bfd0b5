"""The kernels on the standard library alone: a set of articles is an integer, a bit an article."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add, itemgetter
from typing import TYPE_CHECKING, TypeAlias

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.searching.kernels import Ranked, Scored, Wanted
from newsgrep.engines.whoosh.searching.kernels.base import BaseKernels
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import (
    CommonFrequencies,
    ListedFrequencies,
    counts_of,
    frequencies_of,
    holding_any,
    numbers_in,
    numbers_of,
    set_of,
)
from newsgrep.engines.whoosh.searching.segments import Lists, Terms
from newsgrep.text.proximity import phrase_beginnings, window_beginnings

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.plain.block_max import BlockMax

_FEW = 500
"""So many articles are scored one by one sooner than bounds are computed."""

PlainFrequencies: TypeAlias = ListedFrequencies | CommonFrequencies
_Starts: TypeAlias = list[list[int]]
"""For each candidate the ascending positions."""


class PlainKernels(BaseKernels[int, PlainFrequencies, Sequence[int], Terms, _Starts]):
    """The kernels of a generation's segments."""

    def numbered(self, ranges: Iterable[range]) -> int:
        """See `Kernels`."""
        articles = 0
        for part in ranges:
            articles |= (1 << len(part)) - 1 << part.start
        return articles

    def count(self, articles: int) -> int:
        """See `Kernels`."""
        return articles.bit_count()

    def ascending(self, articles: int, among: range) -> Iterator[int]:
        """See `Kernels`."""
        for place, byte in enumerate(_bytes_of(articles, among)):
            if byte:
                for bit in _bits(byte):
                    yield among.start + 8 * place + bit

    def descending(self, articles: int, among: range) -> Iterator[int]:
        """See `Kernels`."""
        data = _bytes_of(articles, among)
        for place in range(len(data) - 1, -1, -1):
            for bit in reversed(_bits(data[place])):
                yield among.start + 8 * place + bit

    def articles(self, frequencies: PlainFrequencies) -> int:
        """See `Kernels`."""
        return frequencies.articles

    def holding(self, terms: Terms) -> int:
        """See `Kernels`."""
        return holding_any(self._size, self._runs(terms))

    def are_few(self, articles: int, most: int) -> bool:
        """See `Kernels`."""
        return articles.bit_count() <= max(_FEW, most)

    def block_max(self, articles: int, scored: Sequence[Scored[PlainFrequencies]]) -> "BlockMax":
        """See `Kernels`."""
        from newsgrep.engines.whoosh.searching.kernels.plain.block_max import BlockMax  # noqa: PLC0415  where matches are many

        sums, data = [0.0] * (self._size // BLOCK_ARTICLES), articles.to_bytes(self._size // 8, "little")
        for part in scored:
            bounds = part.frequencies.bounds(self._segments.lengths(part.field), part.weight, data)
            sums = list(map(add, sums, bounds))
        return BlockMax(articles, sums)

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored[PlainFrequencies]]) -> list[float]:
        """See `Kernels`."""
        scores = [0.0] * len(numbers)
        for part in scored:
            counts = enumerate(map(part.frequencies.count, numbers))
            counted = [(place, count) for place, count in counts if count]
            lengths = self._segments.lengths(part.field).of([numbers[place] for place, _ in counted])
            score, norm = part.weight.score, part.weight.norm
            for (place, count), length in zip(counted, lengths, strict=True):
                scores[place] += score(count, norm(length))
        return scores

    def _set_of(self, numbers: Sequence[int]) -> int:
        return set_of(self._size, numbers)

    def _numbers(self, articles: int) -> list[int]:
        return numbers_in(self._size, articles)

    def _of_one(self, lists: Lists) -> PlainFrequencies:
        return frequencies_of(self._size, lists)

    def _of_several(self, terms: Terms) -> ListedFrequencies:
        sums: dict[int, int] = {}
        for first, postings in self._runs(terms):
            if postings.bitmap is None:
                numbers = numbers_of(first, postings)
            else:
                numbers = self._numbers(holding_any(self._size, [(first, postings)]))
            for number, count in zip(numbers, counts_of(postings), strict=True):
                sums[number] = sums.get(number, 0) + count
        ascending = sorted(sums)
        return ListedFrequencies(self._size, ascending, [sums[number] for number in ascending])

    def _runs(self, terms: Terms) -> Iterator[tuple[int, Postings]]:
        for segment, lexicon, numbers in terms:
            first = self._segments.firsts[segment]
            for postings in lexicon.runs(numbers):
                yield first, postings

    def _words_at(self, slot: Wanted) -> tuple[Terms, int]:
        return slot.words, self.holding(slot.holders)

    def _phrase_starts(self, slots: Sequence[Terms], candidates: Sequence[int]) -> _Starts:
        from newsgrep.engines.whoosh.searching.kernels.plain.positions import positions_in  # noqa: PLC0415  for phrases

        of_slots = [positions_in(self._segments, words, candidates) for words in slots]
        return [phrase_beginnings(of_article) for of_article in zip(*of_slots, strict=True)]

    def _window_starts(
        self, sides: Sequence[Sequence[Wanted]], starts: Sequence[_Starts], slop: int
    ) -> _Starts:
        lengths = [len(side) for side in sides]
        return [
            window_beginnings(
                [
                    [(start, length) for start in of_side]
                    for of_side, length in zip(of_article, lengths, strict=True)
                ],
                slop,
            )
            for of_article in zip(*starts, strict=True)
        ]

    def _counted(self, starts: _Starts, candidates: Sequence[int]) -> ListedFrequencies:
        found = [(number, len(places)) for number, places in zip(candidates, starts, strict=True) if places]
        return ListedFrequencies(self._size, [number for number, _ in found], [count for _, count in found])

    def _in_order(
        self,
        numbers: Sequence[int],
        scored: Sequence[Scored[PlainFrequencies]],
        best: Sequence[Ranked],
        most: int,
    ) -> list[Ranked]:
        ranked = [*best, *zip(self.scores(numbers, scored), numbers, strict=True)]
        if most < len(ranked):  # few are good enough for their dates to be looked at
            least = heapq.nlargest(most, [score for score, _ in ranked])[-1]
            ranked = [one for one in ranked if one[0] >= least]
        ranked.sort(key=itemgetter(1))
        scores = [score for score, _ in ranked]
        days = self._segments.first_days.of([number for _, number in ranked])
        # What is equal stays in its order, and a list of numbers is sorted quicker than one of tuples.
        places = sorted(range(len(ranked)), key=days.__getitem__, reverse=True)
        places.sort(key=scores.__getitem__, reverse=True)
        return [ranked[place] for place in places]


def _bytes_of(articles: int, among: range) -> bytes:
    """The bits of the articles whose numbers are in a range."""
    own = articles >> among.start & (1 << len(among)) - 1
    return own.to_bytes(-(-len(among) // 8), "little")


@cache
def _bits(byte: int) -> tuple[int, ...]:
    """The places of its bits that are set, ascending."""
    return tuple(bit for bit in range(8) if byte >> bit & 1)
