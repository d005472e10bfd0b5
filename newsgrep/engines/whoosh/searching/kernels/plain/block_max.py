"""Blocks of articles and the highest scores in them, on the standard library alone."""

import heapq
from collections.abc import Sequence

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import words_of


class BlockMax:
    """See `kernels.BlockMax`. `bounds` has one for each block, `articles` are those that are looked for in them."""

    def __init__(self, articles: int, bounds: Sequence[float]) -> None:
        self._words = words_of(len(bounds) * BLOCK_ARTICLES, articles)
        self._bounds = bounds
        self._blocks = [block for block, word in enumerate(self._words) if word]

    def take(self, most: int, least: float) -> int:
        """See `kernels.BlockMax`."""
        bounds = self._bounds
        left = [block for block in self._blocks if bounds[block] >= least]
        taken = set(heapq.nlargest(most, left, key=bounds.__getitem__))
        self._blocks = [block for block in left if block not in taken]
        data = bytearray(len(bounds) * _BLOCK_BYTES)
        for block in taken:
            place = block * _BLOCK_BYTES
            data[place : place + _BLOCK_BYTES] = self._words[block].to_bytes(_BLOCK_BYTES, "little")
        return int.from_bytes(data, "little")


_BLOCK_BYTES = BLOCK_ARTICLES // 8
