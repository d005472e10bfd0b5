"""Frequencies: the articles in which something occurs, with the count in each; on numpy, in three ways."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.bm25 import Weight, rate
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
    intersect,
)
from newsgrep.engines.whoosh.searching.segments import PostingLists
from newsgrep.text.runs import changes, starts_of

_NO_NUMBERS = np.zeros(0, np.int64)
_PART = 1 << 14
"""The articles that are scored at once: arrays that fit into a processor's cache take a third of the time."""


class Norms:
    """The norms of the articles' lengths, see `bm25`."""

    def __init__(self, of_articles: Floats) -> None:
        self.of_articles = of_articles
        """The norm of each article: float64 of shape (size,)."""

    @cached_property
    def least(self) -> Floats:
        """For each block, the least norm of its articles: float64 of shape (size / 64,)."""
        return np.minimum.reduceat(self.of_articles, np.arange(0, len(self.of_articles), BLOCK_ARTICLES))


class VectorFrequencies(ABC):
    """The base of the three representations.

    As an array, `norms` is float64: the norm of each article's length, see `bm25`.
    """

    @property
    @abstractmethod
    def articles(self) -> ArticleSet:
        """The articles with a count above 0."""

    @abstractmethod
    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """Add to `scores` those of the articles with these ascending numbers; both arrays have one shape."""

    @abstractmethod
    def bounds(self, norms: Norms, weight: Weight) -> Floats:
        """For each block, an upper bound of the scores in it: float64 of shape (size / 64,)."""


class ArticleFrequencies(VectorFrequencies):
    """Frequencies with an array of counts in the order of the articles."""

    @property
    @abstractmethod
    def counts(self) -> NDArray[np.integer]:
        """The count of each article: integers of any width."""

    @abstractmethod
    def intersect(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The indexes in `numbers`, which ascend, of articles with counts; and those of the counts: int64."""

    def add_scores(self, scores: Floats, numbers: Numbers, norms: Floats, weight: Weight) -> None:
        """See `VectorFrequencies`."""
        if len(numbers) == len(self.counts) and numbers is self.articles.numbers:
            _add_scores(scores, numbers, self.counts, norms, weight)
            return
        rows, indexes = self.intersect(numbers)
        if len(rows) == len(numbers):
            _add_scores(scores, numbers, self.counts[indexes], norms, weight)
        else:
            scores[rows] += _scores(numbers[rows], self.counts[indexes], norms, weight)


class ListedFrequencies(ArticleFrequencies):
    """Frequencies as ascending article numbers, int64, and as many counts."""

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

    def intersect(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ArticleFrequencies`."""
        return intersect(numbers, self.numbers, self._size)

    def scores(self, norms: Floats, weight: Weight) -> Floats:
        """The score of each of its articles: float64."""
        return _scores(self.numbers, self._counts, norms, weight)

    def bounds(self, norms: Norms, weight: Weight) -> Floats:
        """See `VectorFrequencies`."""
        bounds = np.zeros(self._size // BLOCK_ARTICLES)
        if len(self.numbers):
            blocks = self.numbers >> BLOCK_BITS
            begins = changes(blocks).nonzero()[0]
            bounds[blocks[begins]] = np.maximum.reduceat(self.scores(norms.of_articles, weight), begins)
        return bounds


class CommonFrequencies(ArticleFrequencies):
    """Frequencies as a bitmap, and counts in the order of its bits: of a term that is common in a segment."""

    def __init__(self, size: int, lists: PostingLists) -> None:
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
        return _counts_of_lists(self._lists)

    @cached_property
    def _before(self) -> Numbers:
        """For each block, the number of postings in all blocks before it: int64."""
        return starts_of(np.bitwise_count(self._bitmap))

    def intersect(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """See `ArticleFrequencies`."""
        if len(numbers) > len(self.counts):
            return intersect(numbers, self.articles.numbers, self._size)
        rows = self.articles.contains(numbers).nonzero()[0]
        numbers = numbers[rows]
        blocks = numbers >> BLOCK_BITS
        earlier = (np.uint64(1) << (numbers & LAST_BIT).astype(np.uint64)) - np.uint64(1)
        return rows, self._before[blocks] + np.bitwise_count(self._bitmap[blocks] & earlier)

    def bounds(self, norms: Norms, weight: Weight) -> Floats:
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
    """Frequencies as a count for every article, uint32 of shape (size,), 0 for none; for many articles."""

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

    def bounds(self, norms: Norms, weight: Weight) -> Floats:
        """See `VectorFrequencies`."""
        # The highest count and the least norm may be of different articles. That is a higher bound than the best of all
        # articles, and some hundred blocks more are scored; but to find that best takes six times as long.
        counts = np.maximum.reduceat(self._counts, np.arange(0, self._size, BLOCK_ARTICLES))
        return weight.limit * (counts / (counts + norms.least))


def _scores(numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight) -> Floats:
    """The scores of articles with these numbers and counts: float64, of the same shape."""
    return weight.score(counts.astype(np.float64), norms[numbers])


def _add_scores(
    scores: Floats, numbers: Numbers, counts: NDArray[np.integer], norms: Floats, weight: Weight
) -> None:
    """Add `_scores` to `scores`, part by part."""
    if len(numbers) <= _PART:
        scores += _scores(numbers, counts, norms, weight)
        return
    for begin in range(0, len(numbers), _PART):
        part = slice(begin, begin + _PART)
        scores[part] += _scores(numbers[part], counts[part], norms, weight)


def frequencies_of(size: int, lists: PostingLists) -> ListedFrequencies | CommonFrequencies:
    """The frequencies of one term. Article numbers are below `size`."""
    if any(postings.bitmap for _, postings in lists):
        return CommonFrequencies(size, lists)
    return _listed(size, lists)


def _listed(size: int, lists: PostingLists) -> ListedFrequencies:
    """Frequencies as `frequencies_of` gives them, of lists of which none is a bitmap.

    Lists are joined as bytes, because several operations on arrays for each list take longer if the lists are short.
    """
    if len(lists) < 2:  # noqa: PLR2004  nothing is to be joined
        postings = [(articles_of(postings, first), counts_of(postings)) for first, postings in lists]
        return ListedFrequencies(size, *(postings[0] if postings else (_NO_NUMBERS, _NO_NUMBERS)))
    firsts, all_postings = zip(*lists, strict=True)
    lengths, counts, large, _, low, high, *_ = zip(*all_postings, strict=True)
    numbers = np.frombuffer(b"".join(low), np.uint16).astype(np.int64)
    if any(high):
        octets = b"".join([own or bytes(length) for own, length in zip(high, lengths, strict=True)])
        numbers |= np.frombuffer(octets, np.uint8).astype(np.int64) << 16
    numbers += np.array(firsts, np.int64).repeat(lengths)
    if any(large) or None in counts:
        return ListedFrequencies(size, numbers, _counts_of_lists(lists))
    return ListedFrequencies(size, numbers, np.frombuffer(b"".join(counts), np.uint8))


def _counts_of_lists(lists: PostingLists) -> NDArray[np.integer]:
    """The counts of lists, in their order: as those of `counts_of`."""
    return joined([counts_of(postings) for _, postings in lists], np.uint8)


def bitmap_of(size: int, lists: PostingLists) -> Bitmap:
    """The bitmap of the articles in any of the lists: uint64 of shape (size / 64,).

    Several lists may be of one segment.
    """
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
    """For each block of a segment, an upper bound of the scores of a common term: float64."""
    if postings.bounds is None:
        return np.where(np.asarray(postings.bitmap) != 0, weight.limit, 0.0)
    pairs = np.asarray(postings.bounds)
    counts, lengths = pairs >> 16, (pairs & MAX_IN_BOUND).astype(np.float64)
    rates = rate(counts.astype(np.float64), lengths, postings.bounds_length)
    bounds = weight.bound(rates, postings.bounds_length)
    bounds[counts == MAX_IN_BOUND] = weight.limit
    return bounds
