"""Blocks of articles and what no score in them exceeds, on numpy."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from newsgrep.engines.whoosh.bm25 import not_below
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.format.posting_arrays import Floats, Numbers, numbers_in
from newsgrep.engines.whoosh.searching.kernels import Scored
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import BLOCK_BITS, ArticleSet
from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import ListedFrequencies, VectorFrequencies

_Part: TypeAlias = tuple[Scored[VectorFrequencies], Floats]
"""What scores, and for each article the norm of its length."""


class Blocks:
    """Those of articles, with bounds.

    Before rounding an article's score exceeds no sum of its block's bound and, where there are any, its own of `sums`.
    Both are float64, of a number for each block and for each article.
    """

    def __init__(self, articles: ArticleSet, bounds: Floats, sums: Floats | None) -> None:
        self._articles = articles
        self._rest = bounds
        self._sums = sums
        if sums is not None:
            bounds = bounds + np.maximum.reduceat(sums, np.arange(0, len(sums), BLOCK_ARTICLES))
        self._left = articles.blocks
        self._bounds = not_below(bounds[self._left])

    def take(self, most: int, least: float) -> Numbers:
        """See `base.TakeBlocks`."""
        while True:
            left = np.flatnonzero(self._bounds >= least)
            if most < len(left):
                left = left[np.argpartition(-self._bounds[left], most)]
            taken, left = np.sort(self._left[left[:most]]), left[most:]
            self._left, self._bounds = self._left[left], self._bounds[left]
            numbers = numbers_in(self._articles.bitmap, taken)
            if self._sums is not None:
                bounds = self._sums[numbers] + self._rest[numbers >> BLOCK_BITS]
                numbers = numbers[not_below(bounds) >= least]
            if len(numbers) or not len(taken):
                return numbers


def blocks_of(size: int, articles: ArticleSet, scored: Sequence[_Part]) -> Blocks:
    """The blocks of articles whose numbers are below `size`.

    What stands in several lists is added up article by article: the highest scores of a block's words are seldom
    those of one article.
    """
    lists = [part.frequencies for part, _ in scored if isinstance(part.frequencies, ListedFrequencies)]
    bounds = np.zeros(size // BLOCK_ARTICLES)
    sums = np.zeros(size) if len(lists) > 1 else None
    for part, norms in scored:
        if sums is not None and isinstance(part.frequencies, ListedFrequencies):
            sums[part.frequencies.numbers] += part.frequencies.scores(norms, part.weight)
        else:
            bounds += part.frequencies.bounds(norms, part.weight)
    return Blocks(articles, bounds, sums)
