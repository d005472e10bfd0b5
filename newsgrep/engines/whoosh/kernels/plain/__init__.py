"""The kernels on the standard library alone: a set of articles is an integer, a bit an article."""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, reduce
from operator import add, and_, itemgetter
from struct import unpack

from newsgrep.engines.whoosh.kernels import Ranked, Scored, Wanted
from newsgrep.engines.whoosh.kernels.plain.frequencies import (
    CommonFrequencies,
    ListedFrequencies,
    counts_of,
    holding_any,
    numbers_of,
    set_of,
)
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.segments import Lists, Segments, Terms, are_single
from newsgrep.text.proximity import phrase_beginnings, window_beginnings

_FEW = 500
"""So many articles are scored one by one sooner than bounds are computed."""


class PromisingBlocks:
    """See `kernels.PromisingBlocks`."""

    def __init__(self, words: Sequence[int], bounds: Sequence[float]) -> None:
        self._words = words
        self._bounds = bounds
        self._blocks = [block for block, word in enumerate(words) if word]

    def take(self, most: int, least: float) -> list[int]:
        """See `kernels.PromisingBlocks`."""
        bounds = self._bounds
        left = [block for block in self._blocks if bounds[block] >= least]
        taken = set(heapq.nlargest(most, left, key=bounds.__getitem__))
        self._blocks = [block for block in left if block not in taken]
        return [number for block in sorted(taken) for number in _numbers(block, self._words[block])]


class PlainKernels:
    """The kernels of a snapshot's segments."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._size = segments.size

    @cached_property
    def everything(self) -> int:
        """See `Kernels`."""
        return self.numbered(self._segments.ranges) & ~set_of(self._size, self._segments.deleted)

    def live(self, articles: int) -> int:
        """See `Kernels`."""
        return articles & self.everything if self._segments.deleted else articles

    def numbered(self, ranges: Sequence[range]) -> int:
        """See `Kernels`."""
        articles = 0
        for part in ranges:
            articles |= (1 << len(part)) - 1 << part.start
        return articles

    def count(self, articles: int) -> int:
        """See `Kernels`."""
        return articles.bit_count()

    def ascending(self, articles: int, segment: int) -> Iterator[int]:
        """See `Kernels`."""
        first = self._segments.firsts[segment]
        for place, byte in enumerate(self._bytes_of(articles, segment)):
            if byte:
                for bit in _bits(byte):
                    yield first + 8 * place + bit

    def descending(self, articles: int, segment: int) -> Iterator[int]:
        """See `Kernels`."""
        first, data = self._segments.firsts[segment], self._bytes_of(articles, segment)
        for place in range(len(data) - 1, -1, -1):
            for bit in reversed(_bits(data[place])):
                yield first + 8 * place + bit

    def occurring(self, terms: Terms) -> ListedFrequencies | CommonFrequencies:
        """See `Kernels`."""
        if are_single(terms):
            return self._of_word(self._segments.lists(terms))
        sums: dict[int, int] = {}
        for first, postings in self._runs(terms):
            for number, count in zip(self._numbers(first, postings), counts_of(postings), strict=True):
                sums[number] = sums.get(number, 0) + count
        numbers = sorted(sums)
        return ListedFrequencies(self._size, numbers, [sums[number] for number in numbers])

    def holding(self, terms: Terms) -> int:
        """See `Kernels`."""
        return holding_any(self._size, self._runs(terms))

    def phrase(self, slots: Sequence[Wanted]) -> ListedFrequencies:
        """See `Kernels`."""
        starts = self._phrase_starts(slots, self._candidates(slots))
        return ListedFrequencies(self._size, list(starts), list(map(len, starts.values())))

    def window(self, sides: Sequence[Sequence[Wanted]], slack: int) -> ListedFrequencies:
        """See `Kernels`."""
        candidates = self._candidates([slot for side in sides for slot in side])
        starts = [self._phrase_starts(side, candidates) for side in sides]
        counts = {}
        for number in starts[0]:
            if all(number in of_side for of_side in starts):
                places = [
                    [(start, len(side)) for start in of_side[number]]
                    for of_side, side in zip(starts, sides, strict=True)
                ]
                count = len(window_beginnings(places, slack))
                if count:
                    counts[number] = count
        return ListedFrequencies(self._size, list(counts), list(counts.values()))

    def are_few(self, articles: int, most: int) -> bool:
        """See `Kernels`."""
        return articles.bit_count() <= max(_FEW, most)

    def numbers(self, articles: int) -> list[int]:
        """See `Kernels`."""
        words = enumerate(self._words(articles))
        return [number for block, word in words if word for number in _numbers(block, word)]

    def promising(self, articles: int, scored: Sequence[Scored]) -> PromisingBlocks:
        """See `Kernels`."""
        sums, data = [0.0] * (self._size // BLOCK_ARTICLES), self._bytes(articles)
        for part in scored:
            bounds = part.frequencies.bounds(self._segments.lengths(part.field), part.weight, data)
            sums = list(map(add, sums, bounds))
        return PromisingBlocks(self._words(articles), sums)

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored]) -> list[float]:
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

    def rank(
        self, numbers: Sequence[int], scored: Sequence[Scored], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """See `Kernels`."""
        ranked = [*best, *zip(self.scores(numbers, scored), numbers, strict=True)]
        if 0 < most < len(ranked):  # few are good enough for their dates to be looked at
            least = heapq.nlargest(most, [score for score, _ in ranked])[-1]
            ranked = [one for one in ranked if one[0] >= least]
        ranked.sort(key=itemgetter(1))
        scores, numbers = [score for score, _ in ranked], [number for _, number in ranked]
        days = self._segments.first_days.of(numbers)
        # What is equal stays in its order, and a list of numbers is sorted quicker than one of tuples.
        places = sorted(range(len(ranked)), key=days.__getitem__, reverse=True)
        places.sort(key=scores.__getitem__, reverse=True)
        return self._first_of_each_segment([ranked[place] for place in places], most)

    def _first_of_each_segment(self, ranked: list[Ranked], most: int) -> list[Ranked]:
        """The first so many of each segment."""
        if len(ranked) <= most or len(self._segments.readers) == 1:
            return ranked[:most]
        taken: Counter[int] = Counter()
        kept = []
        for one in ranked:
            segment = self._segments.segment_of(one[1])
            if taken[segment] < most:
                taken[segment] += 1
                kept.append(one)
        return kept

    def _bytes(self, articles: int) -> bytes:
        return articles.to_bytes(self._size // 8, "little")

    def _bytes_of(self, articles: int, segment: int) -> bytes:
        """The bits of a segment's articles."""
        numbers = self._segments.ranges[segment]
        own = articles >> numbers.start & (1 << len(numbers)) - 1
        return own.to_bytes(-(-len(numbers) // 8), "little")

    def _words(self, articles: int) -> tuple[int, ...]:
        return unpack(f"<{self._size // BLOCK_ARTICLES}Q", self._bytes(articles))

    def _runs(self, terms: Terms) -> Iterator[tuple[int, Postings]]:
        for segment, lexicon, numbers in terms:
            first = self._segments.firsts[segment]
            for postings in lexicon.runs(numbers):
                yield first, postings

    def _of_word(self, lists: Lists) -> ListedFrequencies | CommonFrequencies:
        if any(postings.bitmap is not None for _, postings in lists):
            return CommonFrequencies(self._size, lists)
        numbers = [numbers_of(first, postings) for first, postings in lists]
        counts = [counts_of(postings) for _, postings in lists]
        return ListedFrequencies(self._size, _joined(numbers), _joined(counts))

    def _numbers(self, first: int, postings: Postings) -> Iterable[int]:
        if postings.bitmap is None:
            return numbers_of(first, postings)
        return self.numbers(holding_any(self._size, [(first, postings)]))

    def _candidates(self, slots: Sequence[Wanted]) -> list[int]:
        """The articles that hold a word of each slot, ascending."""
        return self.numbers(reduce(and_, (self.holding(slot.holders) for slot in slots), self.everything))

    def _phrase_starts(self, slots: Sequence[Wanted], candidates: Sequence[int]) -> dict[int, list[int]]:
        """Article number to the ascending positions where the phrase begins, ascending, where it stands at all."""
        of_slots = [self._positions(slot.words, candidates) for slot in slots]
        starts = {}
        for number, *positions in zip(candidates, *of_slots, strict=True):
            found = phrase_beginnings(positions)
            if found:
                starts[number] = found
        return starts

    def _positions(self, terms: Terms, candidates: Sequence[int]) -> list[list[int]]:
        """For each of the candidates, ascending article numbers, the ascending positions of any of the words."""
        positions: list[list[int]] = [[] for _ in candidates]
        for segment, words, numbers in terms:
            own = self._segments.ranges[segment]
            begin, end = bisect_left(candidates, own.start), bisect_left(candidates, own.stop)
            if begin == end:
                continue
            place_of = {candidates[place] - own.start: place for place in range(begin, end)}
            for term in numbers:
                postings = words.postings(term)
                # From the shorter side: a wildcard stands for many words of few articles each.
                if postings.bitmap is None and postings.length < end - begin:
                    found_in = _positions_among(postings, place_of)
                else:
                    found_in = _positions_of_word(len(self._segments.readers[segment]), postings, place_of)
                for place, found in found_in:
                    positions[place] = sorted([*positions[place], *found]) if positions[place] else found
        return positions


def _positions_of_word(
    articles: int, postings: Postings, place_of: Mapping[int, int]
) -> Iterator[tuple[int, list[int]]]:
    """The positions of a word in those of a segment's so many articles that have a place, which ascend."""
    counts = counts_of(postings)
    size = -(-articles // BLOCK_ARTICLES) * BLOCK_ARTICLES
    index_of = CommonFrequencies(size, [(0, postings)]).index if postings.bitmap is not None else None
    numbers = postings.articles
    done = start = 0
    for number, place in place_of.items():
        if index_of is not None:
            index = index_of(number)
            if index is None:
                continue
        else:
            index = bisect_left(numbers, number, done)
            if index == len(numbers) or numbers[index] != number:
                continue
        start += sum(counts[done:index])
        done = index
        if postings.positions is not None:
            yield place, postings.positions[start : start + counts[index]].tolist()


def _positions_among(postings: Postings, place_of: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    """The same, from the list's side."""
    start = 0
    for number, count in zip(postings.articles, counts_of(postings), strict=True):
        place = place_of.get(number)
        if place is not None and postings.positions is not None:
            yield place, postings.positions[start : start + count].tolist()
        start += count


def _joined(parts: Sequence[Sequence[int]]) -> Sequence[int]:
    return parts[0] if len(parts) == 1 else [one for part in parts for one in part]


@cache
def _bits(byte: int) -> tuple[int, ...]:
    """The places of its bits that are set, ascending."""
    return tuple(bit for bit in range(8) if byte >> bit & 1)


def _numbers(block: int, word: int) -> Iterator[int]:
    first = block * BLOCK_ARTICLES
    while word:
        lowest = word & -word
        yield first + lowest.bit_length() - 1
        word ^= lowest
