"""Blocks of articles and upper bounds of their scores, on numpy."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from newsgrep.engines.bm25 import not_below
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.format.posting_arrays import Floats, Numbers, numbers_in
from newsgrep.engines.whoosh.searching.kernels import Scored
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import BLOCK_BITS, ArticleSet
from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import (
    ListedFrequencies,
    Norms,
    VectorFrequencies,
)

_Part: TypeAlias = tuple[Scored[VectorFrequencies], Norms]
"""A scored part of a query, and the norms of the articles."""


class Blocks:
    """The blocks of a set of articles, with bounds.

    `bounds` is float64 with a number for each block, `sums` float64 with a number for each article, or None.
    Apart from rounding, the score of an article is at most the bound of its block plus its own number of
    `sums`.
    """

    def __init__(self, articles: ArticleSet, bounds: Floats, sums: Floats | None) -> None:
        self._articles = articles
        self._rest = bounds
        self._sums = sums
        if sums is not None:
            bounds = bounds + np.maximum.reduceat(sums, np.arange(0, len(sums), BLOCK_ARTICLES))
        self._left = articles.blocks
        self._bounds = not_below(bounds[self._left])

    def take(self, blocks: int, min_score: float) -> Numbers:
        """See `base.TakeBlocks`."""
        while True:
            left = (self._bounds >= min_score).nonzero()[0]
            if blocks < len(left):
                left = left[np.argpartition(-self._bounds[left], blocks)]
            taken, left = np.sort(self._left[left[:blocks]]), left[blocks:]
            self._left, self._bounds = self._left[left], self._bounds[left]
            numbers = numbers_in(self._articles.bitmap, taken)
            if self._sums is not None:
                bounds = self._sums[numbers] + self._rest[numbers >> BLOCK_BITS]
                numbers = numbers[not_below(bounds) >= min_score]
            if len(numbers) or not len(taken):
                return numbers


def blocks_of(size: int, articles: ArticleSet, scored: Sequence[_Part]) -> Blocks:
    """The blocks of a set of articles, whose numbers are below `size`.

    If several parts have posting lists, their scores are added article by article. This gives lower bounds
    than adding the highest scores in a block, which are seldom of the same article.
    """
    lists = [part.frequencies for part, _ in scored if isinstance(part.frequencies, ListedFrequencies)]
    bounds = np.zeros(size // BLOCK_ARTICLES)
    sums = np.zeros(size) if len(lists) > 1 else None
    for part, norms in scored:
        if sums is not None and isinstance(part.frequencies, ListedFrequencies):
            sums[part.frequencies.numbers] += part.frequencies.scores(norms.of_articles, part.weight)
        else:
            bounds += part.frequencies.bounds(norms, part.weight)
    return Blocks(articles, bounds, sums)
