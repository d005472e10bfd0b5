"""Which blocks of articles may hold the best, on numpy: bounds of a block's scores, and those of its articles' scores."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.kernels import Scored
from newsgrep.engines.whoosh.kernels.vector.article_sets import BLOCK_BITS, ArticleSet
from newsgrep.engines.whoosh.kernels.vector.frequencies import ListedFrequencies
from newsgrep.engines.whoosh.kernels.vector.precision import LOST, SingleNorms, may_lose, relative
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.posting_arrays import Numbers, numbers_in


def promising_blocks(
    size: int, articles: ArticleSet, scored: Sequence[Scored], norms: Callable[[Scored], SingleNorms]
) -> "PromisingBlocks":
    """The blocks of articles whose numbers are below `size`; `norms` gives those for a part.

    What stands in several lists is added up article by article: the highest scores of a block's words are seldom
    those of one article.
    """
    scored, unit = relative(scored)
    bounds = np.zeros(size // BLOCK_ARTICLES, np.float32)
    listed = [part for part in scored if isinstance(part.frequencies, ListedFrequencies)]
    added_up = len(listed) > 1
    for part in scored:
        if not (added_up and isinstance(part.frequencies, ListedFrequencies)):
            bounds += part.frequencies.bounds(norms(part), part.weight)
    bounds *= 1 + may_lose(scored)
    bounds += LOST
    sums = _sums(size, listed, norms) if added_up else None
    if sums is not None:
        sums *= 1 + may_lose(scored)
    return PromisingBlocks(articles, bounds, sums, unit)


def _sums(size: int, listed: Sequence[Scored], norms: Callable[[Scored], SingleNorms]) -> NDArray[np.float32]:
    """For each article what its scores in the lists do not exceed together."""
    sums = np.zeros(size, np.float32)
    for part in listed:
        sums[part.frequencies.numbers] += part.frequencies.scores(norms(part), part.weight)
    return sums


class PromisingBlocks:
    """See `kernels.PromisingBlocks`.

    An article's score exceeds no sum of its block's bound and, where there are any, its own of `sums`; both are
    counted in `unit`.
    """

    def __init__(
        self,
        articles: ArticleSet,
        bounds: NDArray[np.float32],
        sums: NDArray[np.float32] | None,
        unit: float,
    ) -> None:
        self._articles = articles
        self._unit = unit
        self._rest = bounds
        self._sums = sums
        if sums is not None:
            bounds = bounds + np.maximum.reduceat(sums, np.arange(0, len(sums), BLOCK_ARTICLES))
        self._blocks = articles.blocks
        self._bounds = bounds[self._blocks]

    def take(self, most: int, least: float) -> Numbers:
        """See `kernels.PromisingBlocks`."""
        least /= self._unit
        while True:
            left = np.flatnonzero(self._bounds >= least)
            if most < len(left):
                left = left[np.argpartition(-self._bounds[left], most)]
            taken, left = np.sort(self._blocks[left[:most]]), left[most:]
            self._blocks, self._bounds = self._blocks[left], self._bounds[left]
            numbers = numbers_in(self._articles.bitmap, taken)
            if self._sums is not None:
                numbers = numbers[self._sums[numbers] + self._rest[numbers >> BLOCK_BITS] >= least]
            if len(numbers) or not len(taken):
                return numbers
