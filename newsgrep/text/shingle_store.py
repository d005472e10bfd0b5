"""The sets of shingles of many texts, in a temporary file."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.runs import starts_of
from newsgrep.text.shingles import Shingles, ShingleSets
from newsgrep.text.spool import Spool

_SETS_AT_ONCE = 1 << 12
_SHINGLES_AT_ONCE = 1 << 18


class Part(NamedTuple):
    """Some of the sets, with their numbers, which ascend: int64 of shape (sets,)."""

    numbers: NDArray[np.int64]
    sets: ShingleSets

    def of(self, chosen: NDArray[np.bool_]) -> "Part":
        """Those of the sets that are chosen; `chosen` has a value for each set of the store."""
        kept = chosen[self.numbers]
        if kept.all():
            return self
        shingles = self.sets.shingles[np.repeat(kept, self.sets.sizes)]
        return Part(self.numbers[kept], ShingleSets(shingles, self.sets.sizes[kept]))


class ShingleStore:
    """Sets, numbered from 0 in the order in which they were added. Every method may raise StorageError."""

    def __init__(self) -> None:
        self._spool: Spool[np.uint64] = Spool(np.dtype(np.uint64))
        self._sizes = [np.zeros(0, np.int64)]
        self._digests = [np.zeros((0, 2), np.uint64)]
        self.sizes = self._sizes[0]
        """The size of each set, shape (sets,); complete after `finish`."""
        self.firsts = self.sizes
        """For each set the number of the first that is equal to it; likewise. Two sets of a size count as equal if two
        sums of 64 bits over their shingles are."""

    def close(self) -> None:
        """Give back the disk's space."""
        self._spool.close()

    def __len__(self) -> int:
        return len(self.sizes)

    def add(self, sets: ShingleSets) -> None:
        """Add sets behind all others."""
        self._spool.append(sets.shingles)
        self._sizes.append(sets.sizes)
        self._digests.append(_digests(sets))

    def finish(self) -> None:
        """Say that all are added."""
        self.sizes = np.concatenate(self._sizes)
        self._starts = starts_of(self.sizes)
        self.firsts = _firsts(np.concatenate(self._digests), self.sizes)
        self._sizes.clear()
        self._digests.clear()

    def parts(self) -> Iterator[Part]:
        """All sets in their order, some thousands at once."""
        first = 0
        while first < len(self):
            full = int(np.searchsorted(self._starts, self._starts[first] + _SHINGLES_AT_ONCE, "right")) - 1
            stop = min(max(first + 1, full), first + _SETS_AT_ONCE, len(self))
            begin, end = int(self._starts[first]), int(self._starts[stop])
            yield Part(
                np.arange(first, stop),
                ShingleSets(self._spool.read(begin, end - begin), self.sizes[first:stop]),
            )
            first = stop

    def sets(self, numbers: Iterable[int]) -> dict[int, Shingles]:
        """The sets of these numbers."""
        return {
            number: self._spool.read(int(self._starts[number]), int(self.sizes[number])) for number in numbers
        }


def _digests(sets: ShingleSets) -> NDArray[np.uint64]:
    """Two sums over the shingles of each set, shape (sets, 2)."""
    mixed = sets.shingles * sets.shingles ^ sets.shingles >> np.uint64(32)
    starts = starts_of(sets.sizes)
    sums = [np.concatenate((np.zeros(1, np.uint64), np.cumsum(one))) for one in (sets.shingles, mixed)]
    return np.stack([np.diff(one[starts]) for one in sums], axis=1)


def _firsts(digests: NDArray[np.uint64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    order = np.lexsort((digests[:, 0], digests[:, 1], sizes))  # stable: equal sets stay in order
    digests, sizes = digests[order], sizes[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (digests[1:] != digests[:-1]).any(axis=1) | (sizes[1:] != sizes[:-1])
    firsts = np.empty(len(order), np.int64)
    firsts[order] = order[is_new][np.cumsum(is_new) - 1]
    return firsts
