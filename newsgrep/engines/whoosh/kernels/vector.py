"""The kernels on numpy: a set of articles is an array of 64-bit numbers, a bit an article."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.bm25 import rate
from newsgrep.engines.whoosh.kernels import Ranked, Scored
from newsgrep.engines.whoosh.kernels.places import (
    PLACE,
    Places,
    Slot,
    distinct_window_starts,
    phrase_starts,
    window_starts,
)
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, MOST_IN_BOUNDS, Lexicon, Postings
from newsgrep.engines.whoosh.posting_arrays import (
    Bitmap,
    Numbers,
    array_of,
    articles_of,
    counts_of,
    numbers_in,
)
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.text.runs import changes, starts_of

Floats = NDArray[np.float64]

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_LAST_BIT = BLOCK_ARTICLES - 1
_BLOCK_BITS = _LAST_BIT.bit_length()
_AT_ONCE = 1024
_SORTED_BELOW = 16
"""Postings that are less than one in so many of the articles are summed by sorting, more by a sum for each article."""


class ListedFrequencies:
    """Ascending numbers of articles, and their counts."""

    def __init__(self, kernels: "VectorKernels", numbers: Numbers, counts: NDArray[np.integer]) -> None:
        self._kernels = kernels
        self.numbers = numbers
        self.counts = counts

    @cached_property
    def articles(self) -> Bitmap:
        """The set."""
        return self._kernels.of_numbers(self.numbers)

    @cached_property
    def blocks(self) -> Numbers:
        """The block of each article."""
        return self.numbers >> _BLOCK_BITS

    def in_blocks(self, chosen: NDArray[np.bool_]) -> "ListedFrequencies":
        """Those in chosen blocks alone."""
        kept = np.flatnonzero(chosen[self.blocks])
        return ListedFrequencies(self._kernels, self.numbers[kept], self.counts[kept])

    def indexes(self, numbers: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """The index in the list of each article, and whether it is in the list at all."""
        found = np.searchsorted(self.numbers, numbers)
        if not len(self.numbers):
            return found, np.zeros(len(numbers), np.bool_)
        found[found == len(self.numbers)] = 0
        return found, self.numbers[found] == numbers

    def bounds(self, scored: Scored) -> Floats:
        """For each block, the highest score in it."""
        bounds = np.zeros(self._kernels.size_in_blocks)
        if len(self.numbers):
            scores = scored.weight.score(
                self.counts.astype(np.float64), array_of(scored.lengths)[self.numbers]
            )
            blocks = self.blocks
            begins = np.flatnonzero(changes(blocks))
            bounds[blocks[begins]] = np.maximum.reduceat(scores, begins)
        return bounds


class CommonFrequencies:
    """A common term's bitmap, and its counts in the order of its bits."""

    def __init__(self, kernels: "VectorKernels", postings: Postings) -> None:
        self._kernels = kernels
        self._bounds = postings.bounds
        self._bounds_length = postings.bounds_length
        self.articles: Bitmap = np.frombuffer(postings.bitmap or b"", np.uint64)
        self.counts = counts_of(postings)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the articles, ascending."""
        return numbers_in(self.articles)

    @cached_property
    def _before(self) -> Numbers:
        """For each block, the postings of all before it."""
        return starts_of(np.bitwise_count(self.articles))

    def indexes(self, numbers: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """The index in the list of each article, and whether it is in the list at all."""
        blocks = numbers >> _BLOCK_BITS
        words = self.articles[blocks]
        bits = np.uint64(1) << (numbers & _LAST_BIT).astype(np.uint64)
        found = self._before[blocks] + np.bitwise_count(words & (bits - np.uint64(1)))
        found[found == len(self.counts)] = 0
        return found, words & bits != 0

    def bounds(self, scored: Scored) -> Floats:
        """For each block, what no score in it exceeds."""
        weight = scored.weight
        if self._bounds is None:
            return np.where(self.articles != 0, weight.limit, 0.0)
        pairs = np.frombuffer(self._bounds, np.uint32)
        counts, lengths = pairs >> 16, pairs & MOST_IN_BOUNDS
        bounds: Floats = weight.bound(rate(counts, lengths, self._bounds_length), self._bounds_length)
        bounds[counts == MOST_IN_BOUNDS] = weight.limit
        return bounds


Frequencies = ListedFrequencies | CommonFrequencies


class VectorKernels:
    """The kernels of one segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self.size_in_blocks = -(-len(reader) // BLOCK_ARTICLES)
        self.everything: Bitmap = self.numbered([range(len(reader))])
        if reader.deleted:
            self.everything &= ~self.of_numbers(np.array(sorted(reader.deleted), np.int64))

    def of_numbers(self, numbers: Numbers) -> Bitmap:
        """A set from ascending numbers."""
        bitmap = np.zeros(self.size_in_blocks, np.uint64)
        if len(numbers):
            blocks = numbers >> _BLOCK_BITS
            begins = np.flatnonzero(changes(blocks))
            bits = np.uint64(1) << (numbers & _LAST_BIT).astype(np.uint64)
            bitmap[blocks[begins]] = np.bitwise_or.reduceat(bits, begins)
        return bitmap

    def numbered(self, ranges: Sequence[range]) -> Bitmap:
        """See `Kernels`."""
        bitmap = np.zeros(self.size_in_blocks, np.uint64)
        for part in ranges:
            if not part:
                continue
            first, last = part.start // BLOCK_ARTICLES, (part.stop - 1) // BLOCK_ARTICLES
            inside = np.full(last + 1 - first, _ALL)
            inside[0] &= _ALL << np.uint64(part.start & _LAST_BIT)
            inside[-1] &= _ALL >> np.uint64(_LAST_BIT - (part.stop - 1 & _LAST_BIT))
            bitmap[first : last + 1] |= inside
        return bitmap

    def count(self, articles: Bitmap) -> int:
        """See `Kernels`."""
        return int(np.bitwise_count(articles).sum(dtype=np.int64))

    def ascending(self, articles: Bitmap) -> Iterator[int]:
        """See `Kernels`."""
        for first in range(0, len(articles), _AT_ONCE):
            part = numbers_in(articles[first : first + _AT_ONCE])
            yield from (part + first * BLOCK_ARTICLES).tolist()

    def descending(self, articles: Bitmap) -> Iterator[int]:
        """See `Kernels`."""
        for stop in range(len(articles), 0, -_AT_ONCE):
            first = max(0, stop - _AT_ONCE)
            part = numbers_in(articles[first:stop])
            yield from (part[::-1] + first * BLOCK_ARTICLES).tolist()

    def occurring(self, lexicon: Lexicon, terms: Sequence[int]) -> Frequencies:
        """See `Kernels`."""
        runs = list(lexicon.runs(terms))
        if len(terms) == 1:
            return self.frequencies(runs[0])
        numbers = np.concatenate([np.zeros(0, np.int64), *map(articles_of, runs)])
        counts = np.concatenate([np.zeros(0, np.int64), *map(counts_of, runs)])
        if len(numbers) * _SORTED_BELOW > len(self._reader):
            sums = np.bincount(numbers, counts, len(self._reader))
            numbers = np.flatnonzero(sums != 0)
            return ListedFrequencies(self, numbers, sums[numbers].astype(np.int64))
        order = np.argsort(numbers, kind="stable")
        numbers = numbers[order]
        begins = np.flatnonzero(changes(numbers))
        sums = np.add.reduceat(counts[order], begins) if len(begins) else counts
        return ListedFrequencies(self, numbers[begins], sums)

    def holding(self, lexicon: Lexicon, terms: Sequence[int]) -> Bitmap:
        """See `Kernels`."""
        articles = np.zeros(self.size_in_blocks, np.uint64)
        for postings in lexicon.runs(terms):
            articles = articles | self.set(postings)
        return articles

    def similar(self, lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
        """See `Kernels`."""
        signatures = array_of(lexicon.column("signatures").all())
        similar = np.flatnonzero(np.bitwise_count(signatures ^ np.uint32(signature)) <= bits)
        own_lengths = np.diff(array_of(lexicon.column("ends").all()), prepend=np.uint32(0))[similar]
        fits = (own_lengths >= lengths.start) & (own_lengths < lengths.stop)
        found: list[int] = similar[fits].tolist()
        return found

    def frequencies(self, postings: Postings) -> Frequencies:
        """Those of one term's list."""
        if postings.bitmap is not None:
            return CommonFrequencies(self, postings)
        return ListedFrequencies(self, articles_of(postings), counts_of(postings))

    def set(self, postings: Postings) -> Bitmap:
        """The articles of a list, of one term or of several."""
        if postings.bitmap is not None:
            return np.frombuffer(postings.bitmap, np.uint64)
        return self.of_numbers(np.sort(articles_of(postings)))

    def phrase(self, words: Lexicon, slots: Sequence[Sequence[int]]) -> ListedFrequencies:
        """See `Kernels`."""
        of_slots, candidates = self._candidates(words, [slots])
        return self._counted(phrase_starts(of_slots[0], candidates), candidates)

    def window(
        self, words: Lexicon, sides: Sequence[Sequence[Sequence[int]]], slack: int
    ) -> ListedFrequencies:
        """See `Kernels`."""
        of_sides, candidates = self._candidates(words, sides)
        starts = [phrase_starts(of_slots, candidates) for of_slots in of_sides]
        lengths = [len(side) for side in sides]
        width = sum(lengths) + slack
        beginnings = window_starts(starts, lengths, width)
        used = [term for side in sides for slot in side for term in slot]
        if len(sides) > 2 and len(set(used)) < len(used):  # noqa: PLR2004  of two sides one place each is enough
            beginnings = distinct_window_starts(starts, beginnings, slack)
        return self._counted(beginnings, candidates)

    def blocks(self, articles: Bitmap) -> Numbers:
        """See `Kernels`."""
        return np.flatnonzero(articles != 0)

    def blocks_by_bound(self, articles: Bitmap, scored: Sequence[Scored]) -> tuple[Numbers, Floats]:
        """See `Kernels`."""
        sums = np.zeros(self.size_in_blocks)
        for part in scored:
            sums += part.frequencies.bounds(part)
        blocks = self.blocks(articles)
        order = np.argsort(-sums[blocks], kind="stable")
        return blocks[order], sums[blocks[order]]

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored]) -> list[float]:
        """See `Kernels`."""
        scores: list[float] = _scores(np.array(numbers, np.int64), scored).tolist()
        return scores

    def rank(
        self, articles: Bitmap, blocks: Numbers, scored: Sequence[Scored], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """See `Kernels`."""
        numbers = numbers_in(articles, np.sort(blocks))
        chosen = np.zeros(self.size_in_blocks, np.bool_)
        chosen[blocks] = True
        parts = [
            part._replace(frequencies=part.frequencies.in_blocks(chosen))
            if isinstance(part.frequencies, ListedFrequencies)
            else part
            for part in scored
        ]
        scores = np.concatenate((_scores(numbers, parts), [score for score, _ in best]))
        numbers = np.concatenate((numbers, np.array([number for _, number in best], np.int64)))
        if most < len(scores):
            least = np.partition(scores, len(scores) - most)[len(scores) - most] if most else np.inf
            good = scores >= least
            scores, numbers = scores[good], numbers[good]
        days = array_of(self._reader.first_days)[numbers].astype(np.int64)
        order = np.lexsort((numbers, -days, -scores))[:most]
        return list(zip(scores[order].tolist(), numbers[order].tolist(), strict=True))

    def _candidates(
        self, words: Lexicon, sides: Sequence[Sequence[Sequence[int]]]
    ) -> tuple[list[list[Slot]], Numbers]:
        """The slots, and the articles that hold a word of each."""
        of_sides = [[self._slot(words, terms) for terms in side] for side in sides]
        among = self.everything
        for slot in (slot for side in of_sides for slot in side):
            among = among & slot.articles
        return of_sides, numbers_in(among)

    def _slot(self, words: Lexicon, terms: Sequence[int]) -> Slot:
        runs = list(words.runs(terms))
        indexes = self.frequencies(runs[0]).indexes if len(terms) == 1 else None
        return Slot(runs, self.holding(words, terms), indexes)

    def _counted(self, beginnings: Places, candidates: Numbers) -> ListedFrequencies:
        counts = np.bincount(beginnings // PLACE, minlength=len(candidates))
        found = np.flatnonzero(counts != 0)
        return ListedFrequencies(self, candidates[found], counts[found])


def _scores(numbers: Numbers, scored: Sequence[Scored]) -> Floats:
    scores = np.zeros(len(numbers))
    for part in scored:
        _add_scores(scores, numbers, part)
    return scores


def _add_scores(scores: Floats, numbers: Numbers, part: Scored) -> None:
    """Add what a part of the query gives, to the scores of articles of these ascending numbers."""
    frequencies, lengths = part.frequencies, array_of(part.lengths)
    if isinstance(frequencies, ListedFrequencies) and len(frequencies.numbers) < len(numbers):
        places = np.searchsorted(numbers, frequencies.numbers)
        places[places == len(numbers)] = 0
        there = numbers[places] == frequencies.numbers
        counts = frequencies.counts[there].astype(np.float64)
        scores[places[there]] += part.weight.score(counts, lengths[frequencies.numbers[there]])
        return
    if not len(frequencies.counts):
        return
    indexes, there = frequencies.indexes(numbers)
    counts = np.where(there, frequencies.counts[indexes], 0).astype(np.float64)
    scores += part.weight.score(counts, lengths[numbers])
