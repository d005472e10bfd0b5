"""In which articles something occurs, and how often: on numpy, three ways to keep it."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.bm25 import Weight, rate
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, MAX_IN_BOUND, Postings
from newsgrep.engines.whoosh.format.posting_arrays import (
    Bitmap,
    Floats,
    Numbers,
    articles_of,
    counts_of,
    joined,
)
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import (
    BLOCK_BITS,
    LAST_BIT,
    ArticleSet,
    meeting,
)
from newsgrep.engines.whoosh.searching.segments import Lists
from newsgrep.text.runs import changes, starts_of

_AT_ONCE = 1 << 14
"""So many articles are scored at once: arrays that fit the processor's cache take a third of the time of large ones."""


class VectorFrequencies(ABC):
    """What the three have in common. `norms` are float64, for each article that of its length, see `bm25`."""

    @property
    @abstractmethod
    def articles(self) -> ArticleSet:
        """In which articles it occurs."""

    @abstractmethod
    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """Add what it gives to the scores of the articles of these ascending numbers; both have one shape."""

    @abstractmethod
    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """For each block of articles what no score in it exceeds: float64."""


class ArticleFrequencies(VectorFrequencies):
    """Articles, and their counts in the order of their numbers."""

    @property
    @abstractmethod
    def counts(self) -> NDArray[np.integer]:
        """The counts: an integer of any width for each article."""

    @abstractmethod
    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The indexes among ascending numbers of those that are here too, and the indexes of their counts: int64."""

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `VectorFrequencies`."""
        if len(numbers) == len(self.counts) and numbers is self.articles.numbers:
            _add_scores(scores, numbers, self.counts, norms, weight)
            return
        places, indexes = self.meeting(numbers)
        if len(places) == len(numbers):
            _add_scores(scores, numbers, self.counts[indexes], norms, weight)
        else:
            scores[places] += _scores(numbers[places], self.counts[indexes], norms, weight)


class ListedFrequencies(ArticleFrequencies):
    """The ascending numbers of articles, int64, and as many counts."""

    def __init__(self, size: int, numbers: Numbers, counts: NDArray[np.integer]) -> None:
        self._size = size
        self.numbers = numbers
        self._counts = counts

    @cached_property
    def articles(self) -> ArticleSet:
        """See `VectorFrequencies`."""
        return ArticleSet(self._size, numbers=self.numbers)

    @property
    def counts(self) -> NDArray[np.integer]:
        """See `ArticleFrequencies`."""
        return self._counts

    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ArticleFrequencies`."""
        return meeting(numbers, self.numbers, self._size)

    def scores(self, norms: Floats, weight: Weight) -> Floats:
        """What it gives to the score of each of its articles: float64."""
        return _scores(self.numbers, self._counts, norms, weight)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `VectorFrequencies`."""
        bounds = np.zeros(self._size // BLOCK_ARTICLES)
        if len(self.numbers):
            blocks = self.numbers >> BLOCK_BITS
            begins = np.flatnonzero(changes(blocks))
            bounds[blocks[begins]] = np.maximum.reduceat(self.scores(norms, weight), begins)
        return bounds


class CommonFrequencies(ArticleFrequencies):
    """A bitmap, and counts in the order of its bits: of a term that is common in some segments."""

    def __init__(self, size: int, lists: Lists) -> None:
        self._size = size
        self._lists = lists
        self._bitmap = bitmap_of(size, lists)

    @cached_property
    def articles(self) -> ArticleSet:
        """See `VectorFrequencies`."""
        return ArticleSet(self._size, bitmap=self._bitmap)

    @cached_property
    def counts(self) -> NDArray[np.integer]:
        """See `ArticleFrequencies`."""
        return joined([counts_of(postings) for _, postings in self._lists], np.uint8)

    @cached_property
    def _before(self) -> Numbers:
        """For each block, the postings of all before it."""
        return starts_of(np.bitwise_count(self._bitmap))

    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ArticleFrequencies`."""
        if len(numbers) > len(self.counts):
            return meeting(numbers, self.articles.numbers, self._size)
        places = np.flatnonzero(self.articles.holds(numbers))
        numbers = numbers[places]
        blocks = numbers >> BLOCK_BITS
        earlier = (np.uint64(1) << (numbers & LAST_BIT).astype(np.uint64)) - np.uint64(1)
        return places, self._before[blocks] + np.bitwise_count(self._bitmap[blocks] & earlier)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `VectorFrequencies`."""
        bounds = np.zeros(self._size // BLOCK_ARTICLES)
        for first, postings in self._lists:
            if postings.bitmap is None:
                bounds += _listed(self._size, [(first, postings)]).bounds(norms, weight)
            else:
                block = first // BLOCK_ARTICLES
                bounds[block : block + len(postings.bitmap)] = _common_bounds(postings, weight)
        return bounds


class TabledFrequencies(VectorFrequencies):
    """A count for every article, uint32, of what stands in many."""

    def __init__(self, counts: NDArray[np.uint32]) -> None:
        self._counts = counts
        self._size = len(counts)

    @cached_property
    def articles(self) -> ArticleSet:
        """See `VectorFrequencies`."""
        bitmap = np.packbits(self._counts != 0, bitorder="little").view(np.uint64)
        return ArticleSet(self._size, bitmap=bitmap)

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `VectorFrequencies`."""
        _add_scores(scores, numbers, self._counts[numbers], norms, weight)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `VectorFrequencies`."""
        begins = np.arange(0, _AT_ONCE, BLOCK_ARTICLES)
        highest = np.empty(self._size // BLOCK_ARTICLES)
        for begin in range(0, self._size, _AT_ONCE):
            rates = self._counts[begin : begin + _AT_ONCE] / norms[begin : begin + _AT_ONCE]
            first, blocks = begin // BLOCK_ARTICLES, len(rates) // BLOCK_ARTICLES
            highest[first : first + blocks] = np.maximum.reduceat(rates, begins[:blocks])
        return weight.limit * (highest / (highest + 1))


def _scores(numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight) -> Floats:
    """What articles of these numbers score for these counts: of one shape all three."""
    return weight.score(counts.astype(np.float64), norms[numbers])


def _add_scores(
    scores: Floats, numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight
) -> None:
    """Add `_scores`, part by part."""
    for begin in range(0, len(numbers), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        scores[part] += _scores(numbers[part], counts[part], norms, weight)


def frequencies_of(size: int, lists: Lists) -> ListedFrequencies | CommonFrequencies:
    """Those of one word, in articles below `size`."""
    if any(postings.bitmap is not None for _, postings in lists):
        return CommonFrequencies(size, lists)
    return _listed(size, lists)


def _listed(size: int, lists: Lists) -> ListedFrequencies:
    numbers = joined([articles_of(postings, first) for first, postings in lists], np.int64)
    counts = joined([counts_of(postings) for _, postings in lists], np.uint8)
    return ListedFrequencies(size, numbers, counts)


def bitmap_of(size: int, lists: Lists) -> Bitmap:
    """A bit for each article below `size`, uint64 of size / 64: those in the lists, which may be several of a segment."""
    if len(lists) == 1 and len(lists[0][1].bitmap or b"") * BLOCK_ARTICLES == size:
        return np.asarray(lists[0][1].bitmap)
    bitmap = np.zeros(size // BLOCK_ARTICLES, np.uint64)
    for first, postings in lists:
        if postings.bitmap is None:
            bitmap |= ArticleSet(size, numbers=articles_of(postings, first)).bitmap
        else:
            block = first // BLOCK_ARTICLES
            bitmap[block : block + len(postings.bitmap)] |= np.asarray(postings.bitmap)
    return bitmap


def _common_bounds(postings: Postings, weight: Weight) -> Floats:
    """For each block of a segment, what no score of a common term in it exceeds."""
    if postings.bounds is None:
        return np.where(np.asarray(postings.bitmap) != 0, weight.limit, 0.0)
    pairs = np.asarray(postings.bounds)
    counts, lengths = pairs >> 16, (pairs & MAX_IN_BOUND).astype(np.float64)
    rates = rate(counts.astype(np.float64), lengths, postings.bounds_length)
    bounds = weight.bound(rates, postings.bounds_length)
    bounds[counts == MAX_IN_BOUND] = weight.limit
    return bounds
