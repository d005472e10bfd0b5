"""The kernels on the standard library: a set of articles is an integer with a bit for each article."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from operator import add, itemgetter
from typing import TypeAlias

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.searching.kernels import PositionTerms, Ranked, Scored
from newsgrep.engines.whoosh.searching.kernels.base import BaseKernels, PhraseStarts, TakeBlocks
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import (
    CommonFrequencies,
    ListedFrequencies,
    NormOfLength,
    Places,
    counts_of,
    frequencies_of,
    numbers_in,
    numbers_of,
    set_of,
    union_of,
)
from newsgrep.engines.whoosh.searching.segments import PostingLists, Terms
from newsgrep.text.proximity import Occurrence, pair_beginnings, phrase_beginnings, window_beginnings

_EXHAUSTIVE_UP_TO = 500
"""Up to this number, scoring all articles is faster than computing bounds."""
_BLOCKS_PER_MATCH = 8
"""So it is if this number of blocks, each with a bound, or more come to an article: 533 of 952,150 take 0.95 of the instructions of a cold search."""
_MANY_PARTS = 20
"""The bounds of blocks for so many parts (words in headlines and in texts) exclude hardly any block."""

PlainFrequencies: TypeAlias = ListedFrequencies | CommonFrequencies
_Starts: TypeAlias = dict[int, list[int]]
"""For each article that has any, by its number, the positions, ascending."""


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

    def ascending(self, articles: int, within: range) -> Iterator[int]:
        """See `Kernels`."""
        for index, byte in enumerate(_bytes_of(articles, within)):
            if byte:
                for bit in _bits(byte):
                    yield within.start + 8 * index + bit

    def descending(self, articles: int, within: range) -> Iterator[int]:
        """See `Kernels`."""
        data = _bytes_of(articles, within)
        for index in range(len(data) - 1, -1, -1):
            for bit in reversed(_bits(data[index])):
                yield within.start + 8 * index + bit

    def articles(self, frequencies: PlainFrequencies) -> int:
        """See `Kernels`."""
        return frequencies.articles

    def containing(self, terms: Terms) -> int:
        """See `Kernels`."""
        return union_of(self._size, [*self._runs(terms)])

    def ranks_exhaustively(self, articles: int, limit: int, parts: int) -> bool:
        """See `Kernels`."""
        return parts >= _MANY_PARTS or articles.bit_count() <= max(
            _EXHAUSTIVE_UP_TO, limit, self._size // BLOCK_ARTICLES // _BLOCKS_PER_MATCH
        )

    def _blocks(self, articles: int, scored: Sequence[Scored[PlainFrequencies]]) -> TakeBlocks[Sequence[int]]:
        from newsgrep.engines.whoosh.searching.kernels.plain.block_max import Blocks  # noqa: PLC0415  where matches are many

        sums, data = [0.0] * (self._size // BLOCK_ARTICLES), articles.to_bytes(self._size // 8, "little")
        for part in scored:
            bounds = part.frequencies.bounds(part.weight, data)
            sums = list(map(add, sums, bounds))
        return Blocks(articles, sums).take

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored[PlainFrequencies]]) -> list[float]:
        """See `Kernels`."""
        scores = [0.0] * len(numbers)
        places = Places(numbers)
        norms: dict[str, NormOfLength] = {}
        for part in scored:
            counted = part.frequencies.counts_at(places)
            lengths = self._segments.lengths(part.field).of([numbers[index] for index, _ in counted])
            most, norm_of = part.weight.most, norms.setdefault(part.field, NormOfLength(part.weight))
            for (index, count), length in zip(counted, lengths, strict=True):
                # `Weight.score`, without the call
                scores[index] += most * (count / (count + norm_of[length]))
        return scores

    def _articles_of(self, numbers: Sequence[int]) -> int:
        return set_of(self._size, numbers)

    def _numbers(self, articles: int) -> list[int]:
        return numbers_in(self._size, articles)

    def _term_frequencies(self, lists: PostingLists) -> PlainFrequencies:
        return frequencies_of(self._size, lists)

    def _summed_frequencies(self, terms: Terms) -> ListedFrequencies:
        sums: dict[int, int] = {}
        for first, postings in self._runs(terms):
            if postings.bitmap is None:
                numbers = numbers_of(first, postings)
            else:
                numbers = self._numbers(union_of(self._size, [(first, postings)]))
            for number, count in zip(numbers, counts_of(postings), strict=True):
                sums[number] = sums.get(number, 0) + count
        ascending = sorted(sums)
        return ListedFrequencies(self._size, ascending, [sums[number] for number in ascending])

    def _runs(self, terms: Terms) -> Iterator[tuple[int, Postings]]:
        for segment, lexicon, numbers in terms:
            first = self._segments.firsts[segment]
            for postings in lexicon.runs(numbers):
                yield first, postings

    def _words_at(self, slot: PositionTerms) -> tuple[Terms, int]:
        return slot.words, self.containing(slot.article_terms)

    def _phrase_starts(self, slots: Sequence[Terms | None], candidates: Sequence[int]) -> _Starts:
        from newsgrep.engines.whoosh.searching.kernels.plain.positions import positions_in  # noqa: PLC0415  for phrases

        positions = [
            repeat(None, len(candidates))
            if words is None
            else positions_in(self._segments, words, candidates)
            for words in slots
        ]
        starts = map(phrase_beginnings, zip(*positions, strict=True))
        return {number: own for number, own in zip(candidates, starts, strict=True) if own}

    def _pair_starts(
        self,
        left: Sequence[PhraseStarts[_Starts]],
        right: Sequence[PhraseStarts[_Starts]],
        slop: int,
        *,
        ordered: bool,
    ) -> _Starts:
        lefts, rights = _occurrences(left), _occurrences(right)
        return {
            number: pair_beginnings(own, rights[number], slop, ordered=ordered)
            for number, own in lefts.items()
            if number in rights
        }

    def _window_starts(
        self,
        words: Sequence[PositionTerms],  # noqa: ARG002  as `BaseKernels` says
        starts: Sequence[_Starts],
        slop: int,
    ) -> _Starts:
        first, *others = starts
        return {
            number: window_beginnings([own, *(other[number] for other in others)], slop)
            for number, own in first.items()
        }

    def _counted(self, starts: _Starts) -> ListedFrequencies:
        numbers = sorted(number for number, own in starts.items() if own)
        return ListedFrequencies(self._size, numbers, [len(starts[number]) for number in numbers])

    def _ranked(
        self,
        numbers: Sequence[int],
        scored: Sequence[Scored[PlainFrequencies]],
        best: Sequence[Ranked],
        limit: int,
    ) -> list[Ranked]:
        ranked = [*best, *zip(self.scores(numbers, scored), numbers, strict=True)]
        if limit < len(ranked):  # dates are read only for articles whose scores are high enough
            min_score = sorted([score for score, _ in ranked], reverse=True)[limit - 1]
            ranked = [one for one in ranked if one[0] >= min_score]
        ranked.sort(key=itemgetter(1))
        scores = [score for score, _ in ranked]
        days = self._segments.first_days.of([number for _, number in ranked])
        # Sorting is stable, and sorting numbers twice is faster than sorting tuples.
        order = sorted(range(len(ranked)), key=days.__getitem__, reverse=True)
        order.sort(key=scores.__getitem__, reverse=True)
        return [ranked[index] for index in order]


def _occurrences(side: Sequence[PhraseStarts[_Starts]]) -> dict[int, list[Occurrence]]:
    """For each article, where any of the phrases stands, ascending."""
    occurrences: dict[int, list[Occurrence]] = {}
    for length, starts in side:
        for number, own in starts.items():
            occurrences.setdefault(number, []).extend([(start, length) for start in own])
    if len(side) > 1:
        for of_article in occurrences.values():
            of_article.sort()
    return occurrences


def _bytes_of(articles: int, within: range) -> bytes:
    """The bits of the articles with numbers in a range, the first in the lowest bit."""
    own = articles >> within.start & (1 << len(within)) - 1
    return own.to_bytes(-(-len(within) // 8), "little")


@cache
def _bits(byte: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, ascending."""
    return tuple(bit for bit in range(8) if byte >> bit & 1)
