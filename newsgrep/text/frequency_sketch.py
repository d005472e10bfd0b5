"""A sketch of how many sets have a shingle: never too few, too many where shingles share a counter."""

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.runs import changes
from newsgrep.text.shingles import Shingles

_LEAST_BITS, _MOST_BITS = 24, 26
"""2^24 counters, of a byte each, are enough for a hundred thousand articles; of more articles more would be taken for
frequent that are not. 2^26 take 64 MB."""
_MOST = 255
"""Counters stop here."""


class FrequencySketch:
    """Counters for about `expected` distinct shingles."""

    def __init__(self, expected: int) -> None:
        bits = min(max(expected.bit_length(), _LEAST_BITS), _MOST_BITS)
        self._shift = np.uint64(64 - bits)
        self._counters = np.zeros(1 << bits, np.uint8)

    def add(self, shingles: Shingles) -> None:
        """Count each of these once more."""
        slots = np.sort(self._slots(shingles))
        firsts = np.flatnonzero(changes(slots))
        numbers = np.diff(firsts, append=len(slots))
        slots = slots[firsts]
        self._counters[slots] = np.minimum(self._counters[slots] + numbers, _MOST)

    def of(self, shingles: Shingles) -> NDArray[np.uint8]:
        """The counters of these: 1 for one that was counted once, at most 255."""
        return self._counters[self._slots(shingles)]

    def _slots(self, shingles: Shingles) -> NDArray[np.int64]:
        return (shingles >> self._shift).view(np.int64)
