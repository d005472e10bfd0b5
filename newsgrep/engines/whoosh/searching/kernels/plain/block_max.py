"""Blocks of articles and upper bounds of their scores, on the standard library."""

import heapq
from collections.abc import Sequence

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import numbers_in_words, words_of


class Blocks:
    """The blocks of a set of articles. `bounds` has an upper bound of the scores in each block."""

    def __init__(self, articles: int, bounds: Sequence[float]) -> None:
        self._words = words_of(len(bounds) * BLOCK_ARTICLES, articles)
        self._bounds = bounds
        self._left = [block for block, word in enumerate(self._words) if word]

    def take(self, blocks: int, min_score: float) -> list[int]:
        """See `base.TakeBlocks`."""
        bounds = self._bounds
        left = [block for block in self._left if bounds[block] >= min_score]
        taken = set(heapq.nlargest(blocks, left, key=bounds.__getitem__))
        self._left = [block for block in left if block not in taken]
        return numbers_in_words((block, self._words[block]) for block in sorted(taken))
