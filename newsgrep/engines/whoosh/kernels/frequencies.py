"""In which articles of a segment something occurs, and how often: on numpy, three ways to keep it."""

from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.bm25 import Weight, rate
from newsgrep.engines.whoosh.kernels.article_sets import BLOCK_BITS, LAST_BIT, ArticleSet, meeting
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, MOST_IN_BOUNDS, Postings
from newsgrep.engines.whoosh.posting_arrays import Numbers, counts_of
from newsgrep.text.runs import changes, starts_of

_SINGLE_ROUNDING = 1 + 1e-6
Floats = NDArray[np.float64]
Lengths = NDArray[np.unsignedinteger]


class Frequencies(Protocol):
    """What the three have in common."""

    @property
    def articles(self) -> ArticleSet:
        """In which articles it occurs."""
        ...

    def add_scores(self, scores: Floats, numbers: Numbers, lengths: Lengths, weight: Weight) -> None:
        """Add what it gives to the scores of the articles of these ascending numbers."""
        ...

    def bounds(self, lengths: Lengths, weight: Weight) -> Floats:
        """For each block of articles, what no score in it exceeds."""
        ...


class ListedFrequencies:
    """Ascending numbers of articles, and their counts."""

    def __init__(self, size: int, numbers: Numbers, counts: NDArray[np.integer]) -> None:
        self._size = size
        self.numbers = numbers
        self.counts = counts

    @cached_property
    def articles(self) -> ArticleSet:
        """See `Frequencies`."""
        return ArticleSet(self._size, numbers=self.numbers)

    @cached_property
    def _blocks(self) -> Numbers:
        return self.numbers >> BLOCK_BITS

    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The indexes among ascending numbers of articles of those in the list, and their indexes in the list."""
        return meeting(numbers, self.numbers, self._size)

    def add_scores(self, scores: Floats, numbers: Numbers, lengths: Lengths, weight: Weight) -> None:
        """See `Frequencies`."""
        if numbers is self.numbers:
            scores += self.scores(lengths, weight)
            return
        places, indexes = self.meeting(numbers)
        counts = self.counts[indexes].astype(np.float64)
        scores[places] += weight.score(counts, lengths[self.numbers[indexes]])

    def scores(self, lengths: Lengths, weight: Weight) -> Floats:
        """What it gives to the scores of its articles."""
        scores: Floats = weight.score(self.counts.astype(np.float64), lengths[self.numbers])
        return scores

    def bounds(self, lengths: Lengths, weight: Weight) -> Floats:
        """See `Frequencies`."""
        bounds = np.zeros(-(-self._size // BLOCK_ARTICLES))
        if len(self.numbers):
            scores = self.scores(lengths, weight)
            begins = np.flatnonzero(changes(self._blocks))
            bounds[self._blocks[begins]] = np.maximum.reduceat(scores, begins)
        return bounds


class CommonFrequencies:
    """A common term's bitmap, and its counts in the order of its bits."""

    def __init__(self, size: int, postings: Postings) -> None:
        self._bounds = postings.bounds
        self._bounds_length = postings.bounds_length
        self._bitmap = np.frombuffer(postings.bitmap or b"", np.uint64)
        self._counts = counts_of(postings)
        self.articles = ArticleSet(size, bitmap=self._bitmap)

    @cached_property
    def _before(self) -> Numbers:
        """For each block, the postings of all before it."""
        return starts_of(np.bitwise_count(self._bitmap))

    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ListedFrequencies.meeting`."""
        places = np.flatnonzero(self.articles.holds(numbers))
        numbers = numbers[places]
        blocks = numbers >> BLOCK_BITS
        earlier = (np.uint64(1) << (numbers & LAST_BIT).astype(np.uint64)) - np.uint64(1)
        return places, self._before[blocks] + np.bitwise_count(self._bitmap[blocks] & earlier)

    def add_scores(self, scores: Floats, numbers: Numbers, lengths: Lengths, weight: Weight) -> None:
        """See `Frequencies`."""
        if len(numbers) == len(self._counts) and numbers is self.articles.numbers:
            scores += weight.score(self._counts.astype(np.float64), lengths[numbers])
            return
        places, indexes = self.meeting(numbers)
        counts = self._counts[indexes].astype(np.float64)
        if len(places) == len(numbers):
            scores += weight.score(counts, lengths[numbers])
        else:
            scores[places] += weight.score(counts, lengths[numbers[places]])

    def bounds(self, lengths: Lengths, weight: Weight) -> Floats:  # noqa: ARG002  the index holds them
        """See `Frequencies`."""
        if self._bounds is None:
            return np.where(self._bitmap != 0, weight.limit, 0.0)
        pairs = np.frombuffer(self._bounds, np.uint32)
        counts, article_lengths = pairs >> 16, pairs & MOST_IN_BOUNDS
        rates = rate(counts, article_lengths, self._bounds_length)
        bounds: Floats = weight.bound(rates, self._bounds_length)
        bounds[counts == MOST_IN_BOUNDS] = weight.limit
        return bounds


class TabledFrequencies:
    """A count for every article of the segment, of what stands in many."""

    def __init__(self, counts: NDArray[np.integer]) -> None:
        self._counts = counts
        self._size = len(counts)

    @cached_property
    def articles(self) -> ArticleSet:
        """See `Frequencies`."""
        bits = np.zeros(-(-self._size // BLOCK_ARTICLES) * BLOCK_ARTICLES, np.bool_)
        np.not_equal(self._counts, 0, out=bits[: self._size])
        bitmap = np.packbits(bits, bitorder="little").view(np.uint64)
        return ArticleSet(self._size, bitmap=bitmap)

    def add_scores(self, scores: Floats, numbers: Numbers, lengths: Lengths, weight: Weight) -> None:
        """See `Frequencies`."""
        scores += weight.score(self._counts[numbers].astype(np.float64), lengths[numbers])

    def bounds(self, lengths: Lengths, weight: Weight) -> Floats:
        """See `Frequencies`."""
        # In single precision, which is twice as fast, and raised by more than that may lose.
        counts, lengths = self._counts.astype(np.float32), lengths.astype(np.float32)
        rates = rate(counts, lengths, weight.mean)
        highest = np.maximum.reduceat(rates, np.arange(0, self._size, BLOCK_ARTICLES))
        bounds: Floats = weight.bound(highest.astype(np.float64) * _SINGLE_ROUNDING, weight.mean)
        return bounds
