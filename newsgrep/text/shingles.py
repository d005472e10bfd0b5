"""Shingles: the set of all runs of five consecutive tokens of a text, by which near copies are recognised.

A text of fewer tokens has one shingle, all of it; a text without a token has none. See Broder, On the resemblance
and containment of documents, 1997. Here a shingle is a hash of 64 bits of its tokens. That any two of a hundred
million shingles have the same one has a probability of about 3 in 10,000; then two sets seem to share one shingle more.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.analyzer import Analyzer
from newsgrep.text.bulk import BulkAnalyzer
from newsgrep.text.runs import changes, ranges_of, starts_of

Shingles = NDArray[np.uint64]

SHINGLE_TOKENS = 5
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_SURFACES_REMEMBERED = 1 << 17
"""More take memory that Python does not give back, and are needed for few texts each."""


class ShingleSets(NamedTuple):
    """The sets of several texts, one after the other.

    `shingles` are distinct and ascend in each set, shape (sum of sizes,); `sizes` has the shape (texts,).
    """

    shingles: Shingles
    sizes: NDArray[np.int64]


class Shingler:
    """Texts to sets of shingles, by the thousand."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._bulk = BulkAnalyzer(analyzer)
        self._hashes = np.zeros(0, np.uint64)

    def sets(self, texts: Iterable[str]) -> ShingleSets:
        """The sets of these texts."""
        if self._bulk.is_full or len(self._hashes) > _SURFACES_REMEMBERED:
            self._bulk.forget()
            self._hashes = self._hashes[:0]
        tokens = self._bulk.tokens((text,) for text in texts)
        self._learn(self._bulk.surfaces)
        lengths = tokens.lengths.astype(np.int64)
        return _distinct(*_hashed_runs(self._hashes[tokens.surfaces], lengths))

    def _learn(self, surfaces: Sequence[str]) -> None:
        """The hashes of the surfaces that are new."""
        new = surfaces[len(self._hashes) :]
        digests = b"".join(
            blake2b(surface.encode("utf-8", "surrogatepass"), digest_size=8).digest() for surface in new
        )
        self._hashes = np.concatenate((self._hashes, np.frombuffer(digests, "<u8")))


def _hashed_runs(
    tokens: NDArray[np.uint64], lengths: NDArray[np.int64]
) -> tuple[Shingles, NDArray[np.int64]]:
    """The hashes of the runs of each text, in the texts' order, and how many each has."""
    firsts = starts_of(lengths)[:-1]
    numbers = np.maximum(lengths - SHINGLE_TOKENS, 0) + (lengths > 0)
    begins = ranges_of(firsts, numbers)
    of_run = np.repeat(np.minimum(lengths, SHINGLE_TOKENS), numbers)
    runs = np.empty(len(begins), np.uint64)
    for length in range(1, SHINGLE_TOKENS + 1):
        chosen = of_run == length
        runs[chosen] = _hashed(tokens, begins[chosen], length)
    return runs, numbers


def _hashed(tokens: NDArray[np.uint64], begins: NDArray[np.int64], length: int) -> Shingles:
    """A hash of the `length` tokens from each place; runs of different lengths have different ones."""
    hashed = np.full(len(begins), length, np.uint64)
    for place in range(length):
        hashed ^= tokens[begins + place]
        hashed *= _MULTIPLIER
        hashed ^= hashed >> _HALF
    return hashed


def _distinct(runs: Shingles, numbers: NDArray[np.int64]) -> ShingleSets:
    starts = starts_of(numbers)
    # Of many short parts each is sorted faster by itself than all at once by two keys.
    for begin, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        runs[begin:end].sort()
    kept = changes(runs)
    kept[starts[:-1][numbers > 0]] = True
    kept_before: NDArray[np.int64] = starts_of(kept.astype(np.int64))[starts]
    return ShingleSets(runs[kept], np.diff(kept_before))
