"""Blocks of articles and upper bounds of their scores, on the standard library."""

from collections.abc import Sequence
from itertools import islice

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import numbers_in_words, words_of


class Blocks:
    """The blocks of a set of articles. `bounds` has an upper bound of the scores in each block."""

    def __init__(self, articles: int, bounds: Sequence[float]) -> None:
        self._words = words_of(len(bounds) * BLOCK_ARTICLES, articles)
        self._bounds = bounds
        blocks = [block for block, word in enumerate(self._words) if word]
        self._left = iter(sorted(blocks, key=bounds.__getitem__, reverse=True))

    def take(self, blocks: int, min_score: float) -> list[int]:
        """See `base.TakeBlocks`."""
        taken = [block for block in islice(self._left, blocks) if self._bounds[block] >= min_score]
        return numbers_in_words((block, self._words[block]) for block in sorted(taken))
