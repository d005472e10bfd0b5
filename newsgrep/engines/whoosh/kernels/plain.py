"""The kernels on the standard library alone: a set of articles is an integer, a bit an article."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from operator import add
from struct import unpack

from newsgrep.engines.whoosh.bm25 import Weight, rate
from newsgrep.engines.whoosh.kernels import Ranked, Scored
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, LARGE_COUNT, MOST_IN_BOUNDS, Lexicon, Postings
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.text.proximity import phrase_beginnings, window_beginnings

_FEW = 500
"""So many articles are scored one by one sooner than bounds are computed."""
_BLOCK_BITS = (BLOCK_ARTICLES - 1).bit_length()


class ListedFrequencies:
    """Ascending numbers of articles, and their counts."""

    def __init__(self, kernels: "PlainKernels", numbers: Sequence[int], counts: Sequence[int]) -> None:
        self._kernels = kernels
        self.numbers = numbers
        self.counts = counts

    @cached_property
    def articles(self) -> int:
        """The set."""
        return self._kernels.of_numbers(self.numbers)

    @cached_property
    def _by_number(self) -> dict[int, int]:
        return dict(zip(self.numbers, self.counts, strict=True))

    def count(self, number: int) -> int:
        """How often it occurs in an article."""
        return self._by_number.get(number, 0)

    def bounds(self, scored: Scored, articles: bytes) -> list[float]:
        """For each block, the highest score in it among these articles, given by their bits."""
        scores, length_of = _ScoreOfPair(scored.weight), scored.lengths.at
        bounds = [0.0] * self._kernels.size_in_blocks
        for number, count in zip(self.numbers, self.counts, strict=True):
            if articles[number >> 3] >> (number & 7) & 1:
                score, block = scores[count, length_of(number)], number >> _BLOCK_BITS
                bounds[block] = max(bounds[block], score)
        return bounds


class _ScoreOfPair(dict[tuple[int, int], float]):
    """A count and a length to their score: news repeats them."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._weight = weight

    def __missing__(self, pair: tuple[int, int]) -> float:
        score: float = self._weight.score(*pair)
        self[pair] = score
        return score


class CommonFrequencies:
    """A common term's bitmap, and its counts in the order of its bits."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._words = unpack(f"<{len(postings.bitmap or b'')}Q", postings.bitmap or b"")
        self._large = dict(postings.large)

    @cached_property
    def articles(self) -> int:
        """The set."""
        return int.from_bytes(self._postings.bitmap or b"", "little")

    @cached_property
    def _before(self) -> list[int]:
        """For each block, the postings of all before it."""
        return list(accumulate(map(int.bit_count, self._words), initial=0))

    def index(self, number: int) -> int | None:
        """The index in the list of the posting of an article."""
        word: int = self._words[number // BLOCK_ARTICLES]
        bit = number % BLOCK_ARTICLES
        if not word >> bit & 1:
            return None
        return self._before[number // BLOCK_ARTICLES] + (word & ((1 << bit) - 1)).bit_count()

    def count(self, number: int) -> int:
        """How often it occurs in an article."""
        index = self.index(number)
        if index is None:
            return 0
        if self._postings.count_bytes is None:
            return 1
        count = self._postings.count_bytes[index]
        return count if count != LARGE_COUNT else self._large[index]

    def bounds(self, scored: Scored, articles: bytes) -> list[float]:  # noqa: ARG002  the index holds them
        """For each block, what no score in it exceeds."""
        if self._postings.bounds is None:
            return [scored.weight.limit] * len(self._words)
        bound_of = _BoundOfPair(scored.weight, self._postings.bounds_length)
        return list(map(bound_of.__getitem__, unpack(f"<{len(self._words)}I", self._postings.bounds)))


class _BoundOfPair(dict[int, float]):
    """A count and a length, as a lexicon packs them, to what no score exceeds."""

    def __init__(self, weight: Weight, mean: int) -> None:
        super().__init__({0: 0.0})
        self._weight = weight
        self._mean = mean

    def __missing__(self, pair: int) -> float:
        count, length = pair >> 16, pair & MOST_IN_BOUNDS
        bound = self._weight.bound(rate(count, length, self._mean), self._mean)
        self[pair] = found = self._weight.limit if count == MOST_IN_BOUNDS else float(bound)
        return found


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
    """The kernels of one segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self.size_in_blocks = -(-len(reader) // BLOCK_ARTICLES)

    @cached_property
    def everything(self) -> int:
        """See `Kernels`."""
        return ((1 << len(self._reader)) - 1) & ~self.of_numbers(self._reader.deleted)

    def of_numbers(self, numbers: Iterable[int]) -> int:
        """A set from numbers in any order."""
        bits = bytearray(8 * self.size_in_blocks)
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")

    def live(self, articles: int) -> int:
        """See `Kernels`."""
        return articles & self.everything

    def numbered(self, ranges: Sequence[range]) -> int:
        """See `Kernels`."""
        articles = 0
        for part in ranges:
            articles |= (1 << len(part)) - 1 << part.start
        return articles

    def count(self, articles: int) -> int:
        """See `Kernels`."""
        return articles.bit_count()

    def ascending(self, articles: int) -> Iterator[int]:
        """See `Kernels`."""
        data = self._bytes(articles)
        for block, word in enumerate(self._words(articles)):
            if word:
                for place in range(8 * block, 8 * block + 8):
                    for bit in _bits(data[place]):
                        yield 8 * place + bit

    def descending(self, articles: int) -> Iterator[int]:
        """See `Kernels`."""
        data = self._bytes(articles)
        for place in range(len(data) - 1, -1, -1):
            for bit in reversed(_bits(data[place])):
                yield 8 * place + bit

    def occurring(self, lexicon: Lexicon, terms: Sequence[int]) -> "ListedFrequencies | CommonFrequencies":
        """See `Kernels`."""
        if len(terms) == 1:
            return self._term(lexicon, terms[0])
        sums: dict[int, int] = {}
        for postings in lexicon.runs(terms):
            for number, count in zip(self._numbers(postings), _counts(postings), strict=True):
                sums[number] = sums.get(number, 0) + count
        numbers = sorted(sums)
        return ListedFrequencies(self, numbers, [sums[number] for number in numbers])

    def holding(self, lexicon: Lexicon, terms: Sequence[int]) -> int:
        """See `Kernels`."""
        articles = 0
        for postings in lexicon.runs(terms):
            if postings.bitmap is None:
                articles |= self.of_numbers(postings.articles)
            else:
                articles |= CommonFrequencies(postings).articles
        return articles

    def ending(self, lexicon: Lexicon, terms: Sequence[int], suffix: bytes) -> list[int]:
        """See `Kernels`."""
        return [
            number
            for number, term in zip(terms, lexicon.terms.several(terms), strict=True)
            if term.endswith(suffix)
        ]

    def similar(self, lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
        """See `Kernels`."""
        signatures = lexicon.column("signatures").all()
        return [
            term
            for term, own in enumerate(signatures)
            if (own ^ signature).bit_count() <= bits and lexicon.terms.length(term) in lengths
        ]

    def phrase(self, words: Lexicon, slots: Sequence[Sequence[int]]) -> ListedFrequencies:
        """See `Kernels`."""
        starts = self._phrase_starts(words, slots, self.everything)
        return ListedFrequencies(self, list(starts), list(map(len, starts.values())))

    def window(
        self, words: Lexicon, sides: Sequence[Sequence[Sequence[int]]], slack: int
    ) -> ListedFrequencies:
        """See `Kernels`."""
        together = self.everything
        for slot in (slot for side in sides for slot in side):
            together &= self.holding(words, slot)
        starts = [self._phrase_starts(words, side, together) for side in sides]
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
        return ListedFrequencies(self, list(counts), list(counts.values()))

    def are_few(self, articles: int, most: int) -> bool:
        """See `Kernels`."""
        return articles.bit_count() <= max(_FEW, most)

    def numbers(self, articles: int) -> list[int]:
        """See `Kernels`."""
        words = enumerate(self._words(articles))
        return [number for block, word in words if word for number in _numbers(block, word)]

    def promising(self, articles: int, scored: Sequence[Scored]) -> PromisingBlocks:
        """See `Kernels`."""
        sums, data = [0.0] * self.size_in_blocks, self._bytes(articles)
        for part in scored:
            sums = list(map(add, sums, part.frequencies.bounds(part, data)))
        return PromisingBlocks(self._words(articles), sums)

    def scores(self, numbers: Iterable[int], scored: Sequence[Scored]) -> list[float]:
        """See `Kernels`."""
        parts = [(part.frequencies.count, part.lengths.at, part.weight.score) for part in scored]
        scores = []
        for number in numbers:
            total = 0.0
            for count_in, length_of, score in parts:
                count = count_in(number)
                if count:
                    total += score(count, length_of(number))
            scores.append(total)
        return scores

    def rank(
        self, numbers: Sequence[int], scored: Sequence[Scored], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """See `Kernels`."""
        day_of = self._reader.first_days.at
        ranked = [*best, *zip(self.scores(numbers, scored), numbers, strict=True)]
        if 0 < most < len(ranked):  # few are good enough for their dates to be looked at
            least = heapq.nlargest(most, [score for score, _ in ranked])[-1]
            ranked = [one for one in ranked if one[0] >= least]
        return heapq.nsmallest(most, ranked, key=lambda one: (-one[0], -day_of(one[1]), one[1]))

    def _bytes(self, articles: int) -> bytes:
        return articles.to_bytes(8 * self.size_in_blocks, "little")

    def _words(self, articles: int) -> tuple[int, ...]:
        return unpack(f"<{self.size_in_blocks}Q", self._bytes(articles))

    def _term(self, lexicon: Lexicon, term: int) -> ListedFrequencies | CommonFrequencies:
        postings = lexicon.postings(term)
        if postings.bitmap is not None:
            return CommonFrequencies(postings)
        return ListedFrequencies(self, postings.articles, _counts(postings))

    def _numbers(self, postings: Postings) -> Iterable[int]:
        if postings.bitmap is None:
            return postings.articles
        return self.ascending(CommonFrequencies(postings).articles)

    def _phrase_starts(
        self, words: Lexicon, slots: Sequence[Sequence[int]], among: int
    ) -> dict[int, list[int]]:
        """Article number to the ascending positions where the phrase begins, ascending, where it stands at all."""
        for slot in slots:
            among &= self.holding(words, slot)
        candidates = list(self.ascending(among))
        of_slots = [self._positions(words, slot, candidates) for slot in slots]
        starts = {}
        for number, *positions in zip(candidates, *of_slots, strict=True):
            found = phrase_beginnings(positions)
            if found:
                starts[number] = found
        return starts

    def _positions(self, words: Lexicon, terms: Sequence[int], candidates: Sequence[int]) -> list[list[int]]:
        """For each of the candidates, ascending article numbers, the ascending positions of any of the words."""
        positions: list[list[int]] = [[] for _ in candidates]
        place_of = {number: place for place, number in enumerate(candidates)}
        for term in terms:
            postings = words.postings(term)
            # From the shorter side: a wildcard stands for many words of few articles each.
            if postings.bitmap is None and postings.length < len(candidates):
                found_in = _positions_among(postings, place_of)
            else:
                found_in = self._positions_of_word(postings, candidates)
            for place, found in found_in:
                positions[place] = sorted([*positions[place], *found]) if positions[place] else found
        return positions

    def _positions_of_word(
        self, postings: Postings, candidates: Sequence[int]
    ) -> Iterator[tuple[int, list[int]]]:
        counts = _counts(postings)
        index_of = CommonFrequencies(postings).index if postings.bitmap is not None else None
        numbers = postings.articles
        done = start = 0
        for place, number in enumerate(candidates):
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
    """The positions of a word in those of its articles that have a place."""
    start = 0
    for number, count in zip(postings.articles, _counts(postings), strict=True):
        place = place_of.get(number)
        if place is not None and postings.positions is not None:
            yield place, postings.positions[start : start + count].tolist()
        start += count


@cache
def _bits(byte: int) -> tuple[int, ...]:
    """The places of its bits that are set, ascending."""
    return tuple(bit for bit in range(8) if byte >> bit & 1)


def _counts(postings: Postings) -> Sequence[int]:
    if postings.count_bytes is None:
        return b"\1" * postings.length
    counts = postings.count_bytes.tobytes()
    if not postings.large:
        return counts
    true_counts = list(counts)
    for index, count in postings.large:
        true_counts[index] = count
    return true_counts


def _numbers(block: int, word: int) -> Iterator[int]:
    first = block * BLOCK_ARTICLES
    while word:
        lowest = word & -word
        yield first + lowest.bit_length() - 1
        word ^= lowest
