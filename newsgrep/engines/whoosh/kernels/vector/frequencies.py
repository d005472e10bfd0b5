"""In which articles something occurs, and how often: on numpy, three ways to keep it."""

from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.bm25 import Weight, rate
from newsgrep.engines.whoosh.kernels.vector.article_sets import BLOCK_BITS, LAST_BIT, ArticleSet, meeting
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, MOST_IN_BOUNDS, Postings
from newsgrep.engines.whoosh.posting_arrays import Bitmap, Numbers, articles_of, counts_of, joined
from newsgrep.engines.whoosh.segments import Lists
from newsgrep.text.runs import changes, starts_of

Floats = NDArray[np.float64]

_AT_ONCE = 1 << 14


class Frequencies(Protocol):
    """What the three have in common."""

    @property
    def articles(self) -> ArticleSet:
        """In which articles it occurs."""
        ...

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """Add what it gives to the scores of the articles of these ascending numbers."""
        ...

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
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

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `Frequencies`."""
        if numbers is self.numbers:
            add_scores(scores, self.numbers, self.counts, norms, weight)
            return
        places, indexes = self.meeting(numbers)
        scores[places] += scores_of(self.numbers[indexes], self.counts[indexes], norms, weight)

    def scores(self, norms: Floats, weight: Weight) -> Floats:
        """What it gives to the scores of its articles."""
        return scores_of(self.numbers, self.counts, norms, weight)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `Frequencies`."""
        bounds = np.zeros(self._size // BLOCK_ARTICLES, np.float64)
        if len(self.numbers):
            scores = self.scores(norms, weight)
            begins = np.flatnonzero(changes(self._blocks))
            bounds[self._blocks[begins]] = np.maximum.reduceat(scores, begins)
        return bounds


class CommonFrequencies:
    """A bitmap, and counts in the order of its bits: of a term that is common in some segments."""

    def __init__(self, size: int, lists: Lists) -> None:
        self._size = size
        self._lists = lists
        self._bitmap = bitmap_of(size, lists)
        self.articles = ArticleSet(size, bitmap=self._bitmap)

    @cached_property
    def _counts(self) -> NDArray[np.integer]:
        return joined([counts_of(postings) for _, postings in self._lists])

    @cached_property
    def _before(self) -> Numbers:
        """For each block, the postings of all before it."""
        return starts_of(np.bitwise_count(self._bitmap))

    def meeting(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ListedFrequencies.meeting`."""
        if len(numbers) > len(self._counts):
            return meeting(numbers, self.articles.numbers, self._size)
        places = np.flatnonzero(self.articles.holds(numbers))
        numbers = numbers[places]
        blocks = numbers >> BLOCK_BITS
        earlier = (np.uint64(1) << (numbers & LAST_BIT).astype(np.uint64)) - np.uint64(1)
        return places, self._before[blocks] + np.bitwise_count(self._bitmap[blocks] & earlier)

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `Frequencies`."""
        if len(numbers) == len(self._counts) and numbers is self.articles.numbers:
            add_scores(scores, numbers, self._counts, norms, weight)
            return
        places, indexes = self.meeting(numbers)
        counts = self._counts[indexes]
        if len(places) == len(numbers):
            add_scores(scores, numbers, counts, norms, weight)
        else:
            scores[places] += scores_of(numbers[places], counts, norms, weight)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `Frequencies`."""
        bounds = np.zeros(self._size // BLOCK_ARTICLES, np.float64)
        for first, postings in self._lists:
            if postings.bitmap is None:
                bounds += _listed(self._size, [(first, postings)]).bounds(norms, weight)
            else:
                block = first // BLOCK_ARTICLES
                bounds[block : block + len(postings.bitmap)] = _common_bounds(postings, weight)
        return bounds


class TabledFrequencies:
    """A count for every article, of what stands in many."""

    def __init__(self, counts: NDArray[np.integer]) -> None:
        self._counts = counts
        self._size = len(counts)

    @cached_property
    def articles(self) -> ArticleSet:
        """See `Frequencies`."""
        bitmap = np.packbits(self._counts != 0, bitorder="little").view(np.uint64)
        return ArticleSet(self._size, bitmap=bitmap)

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `Frequencies`."""
        add_scores(scores, numbers, self._counts[numbers], norms, weight)

    def bounds(self, norms: Floats, weight: Weight) -> Floats:
        """See `Frequencies`."""
        highest = np.empty(self._size // BLOCK_ARTICLES)
        begins = np.arange(0, _AT_ONCE, BLOCK_ARTICLES)
        for begin in range(0, self._size, _AT_ONCE):
            rates = self._counts[begin : begin + _AT_ONCE] / norms[begin : begin + _AT_ONCE]
            first, blocks = begin // BLOCK_ARTICLES, len(rates) // BLOCK_ARTICLES
            highest[first : first + blocks] = np.maximum.reduceat(rates, begins[:blocks])
        bounds: Floats = weight.limit * (highest / (highest + 1))
        return bounds


def scores_of(numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight) -> Floats:
    scores = np.zeros(len(numbers))
    add_scores(scores, numbers, counts, norms, weight)
    return scores


def add_scores(
    scores: Floats, numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight
) -> None:
    for begin in range(0, len(numbers), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        scores[part] += weight.score(counts[part].astype(np.float64), norms[numbers[part]])


def frequencies_of(size: int, lists: Lists) -> ListedFrequencies | CommonFrequencies:
    """Those of one word."""
    if any(postings.bitmap is not None for _, postings in lists):
        return CommonFrequencies(size, lists)
    return _listed(size, lists)


def _listed(size: int, lists: Lists) -> ListedFrequencies:
    numbers = joined([articles_of(postings, first) for first, postings in lists])
    return ListedFrequencies(size, numbers, joined([counts_of(postings) for _, postings in lists]))


def bitmap_of(size: int, lists: Lists) -> Bitmap:
    """A bit for each article below `size`: those in the lists, which may be several of a segment."""
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
        return np.where(np.asarray(postings.bitmap) != 0, np.float64(weight.limit), np.float64(0))
    pairs = np.asarray(postings.bounds)
    counts, lengths = (pairs >> 16).astype(np.float64), (pairs & MOST_IN_BOUNDS).astype(np.float64)
    bounds: Floats = weight.bound(rate(counts, lengths, postings.bounds_length), postings.bounds_length)
    bounds[counts == MOST_IN_BOUNDS] = weight.limit
    return bounds
