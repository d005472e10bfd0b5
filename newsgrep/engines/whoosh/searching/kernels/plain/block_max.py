"""Blocks of articles and the highest scores in them, on the standard library alone."""

import heapq
from collections.abc import Sequence

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import numbers_in_words, words_of


class Blocks:
    """Those of articles; `bounds` has a number for each block, which no score in it exceeds."""

    def __init__(self, articles: int, bounds: Sequence[float]) -> None:
        self._words = words_of(len(bounds) * BLOCK_ARTICLES, articles)
        self._bounds = bounds
        self._left = [block for block, word in enumerate(self._words) if word]

    def take(self, most: int, least: float) -> list[int]:
        """See `base.TakeBlocks`."""
        bounds = self._bounds
        left = [block for block in self._left if bounds[block] >= least]
        taken = set(heapq.nlargest(most, left, key=bounds.__getitem__))
        self._left = [block for block in left if block not in taken]
        return numbers_in_words((block, self._words[block]) for block in sorted(taken))
