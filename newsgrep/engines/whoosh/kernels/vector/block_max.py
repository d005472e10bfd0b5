"""Which blocks of articles may hold the best, on numpy: bounds of a block's scores, and those of its articles' scores."""

from collections.abc import Callable, Sequence

import numpy as np

from newsgrep.engines.whoosh.bm25 import not_below
from newsgrep.engines.whoosh.kernels import Scored
from newsgrep.engines.whoosh.kernels.vector.article_sets import BLOCK_BITS, ArticleSet
from newsgrep.engines.whoosh.kernels.vector.frequencies import Floats, ListedFrequencies
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.posting_arrays import Numbers, numbers_in


def promising_blocks(
    size: int, articles: ArticleSet, scored: Sequence[Scored], norms: Callable[[Scored], Floats]
) -> "PromisingBlocks":
    """The blocks of articles whose numbers are below `size`; `norms` gives those for a part.

    What stands in several lists is added up article by article: the highest scores of a block's words are seldom
    those of one article.
    """
    bounds = np.zeros(size // BLOCK_ARTICLES, np.float64)
    listed = [part for part in scored if isinstance(part.frequencies, ListedFrequencies)]
    added_up = len(listed) > 1
    for part in scored:
        if not (added_up and isinstance(part.frequencies, ListedFrequencies)):
            bounds += part.frequencies.bounds(norms(part), part.weight)
    sums = _sums(size, listed, norms) if added_up else None
    return PromisingBlocks(articles, bounds, sums)


def _sums(size: int, listed: Sequence[Scored], norms: Callable[[Scored], Floats]) -> Floats:
    """For each article what its scores in the lists do not exceed together."""
    sums = np.zeros(size, np.float64)
    for part in listed:
        sums[part.frequencies.numbers] += part.frequencies.scores(norms(part), part.weight)
    return sums


class PromisingBlocks:
    """See `kernels.PromisingBlocks`.

    An article's score exceeds no sum of its block's bound and, where there are any, its own of `sums`.
    """

    def __init__(
        self,
        articles: ArticleSet,
        bounds: Floats,
        sums: Floats | None,
    ) -> None:
        self._articles = articles
        self._rest = bounds
        self._sums = sums
        if sums is not None:
            bounds = bounds + np.maximum.reduceat(sums, np.arange(0, len(sums), BLOCK_ARTICLES))
        self._blocks = articles.blocks
        self._bounds = not_below(bounds[self._blocks])

    def take(self, most: int, least: float) -> Numbers:
        """See `kernels.PromisingBlocks`."""
        while True:
            left = np.flatnonzero(self._bounds >= least)
            if most < len(left):
                left = left[np.argpartition(-self._bounds[left], most)]
            taken, left = np.sort(self._blocks[left[:most]]), left[most:]
            self._blocks, self._bounds = self._blocks[left], self._bounds[left]
            numbers = numbers_in(self._articles.bitmap, taken)
            if self._sums is not None:
                bounds = not_below(self._sums[numbers] + self._rest[numbers >> BLOCK_BITS])
                numbers = numbers[bounds >= least]
            if len(numbers) or not len(taken):
                return numbers
