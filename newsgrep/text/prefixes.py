"""Prefixes of sets of shingles: the rarest of each that other sets may have too."""

from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.frequency_sketch import FrequencySketch
from newsgrep.text.runs import starts_of
from newsgrep.text.shingle_store import Part, ShingleStore
from newsgrep.text.shingles import Shingles, ShingleSets
from newsgrep.text.spool import Spool

_ENTRY = np.dtype([("shingle", np.uint64), ("set", np.uint32)])
_ENTRIES_AT_ONCE = 1 << 19
_MIXED = np.uint64(20)


class Entries(NamedTuple):
    """Shingles, ascending, each with the number of a set whose prefix has it; both of shape (entries,)."""

    shingles: Shingles
    sets: NDArray[np.int64]


class Prefixes:
    """The prefixes of the chosen sets of a store, of these lengths, shape (sets,). Raises StorageError.

    Shingles that only one set has are left out: no other set meets it there.
    """

    def __init__(
        self,
        store: ShingleStore,
        chosen: NDArray[np.bool_],
        sketch: FrequencySketch,
        lengths: NDArray[np.int64],
    ) -> None:
        self._spool: Spool[np.void] = Spool(_ENTRY)
        with ExitStack() as undo:
            undo.callback(self._spool.close)
            for part in store.parts():
                self._spool.append(_entries(part.of(chosen), sketch, lengths))
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def by_shingle(self) -> Iterator[Entries]:
        """All entries, in parts that fit in memory; all entries of a shingle are in one part."""
        parts = np.uint64(-(-len(self._spool) // _ENTRIES_AT_ONCE))
        for number in range(int(parts)):
            entries = np.concatenate(
                [entries[(entries["shingle"] >> _MIXED) % parts == number] for entries in self._spool.parts()]
            )
            order = np.argsort(entries["shingle"])
            if not len(order):
                continue
            yield Entries(entries["shingle"][order], entries["set"][order].astype(np.int64))


def _entries(part: Part, sketch: FrequencySketch, lengths: NDArray[np.int64]) -> NDArray[np.void]:
    places, of_set = rarest(part.sets, sketch, lengths[part.numbers])
    entries = np.empty(len(places), _ENTRY)
    entries["shingle"], entries["set"] = part.sets.shingles[places], part.numbers[of_set]
    return entries


def rarest(
    sets: ShingleSets, sketch: FrequencySketch, lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the rarest shingles of each set, at most so many, and the places of their sets.

    The order is by frequency, then by the shingle itself, in all sets alike.
    """
    counters = sketch.of(sets.shingles)
    of_set = np.repeat(np.arange(len(sets.sizes), dtype=np.uint16), sets.sizes)
    order = np.argsort(counters, kind="stable")  # of 16 bits or fewer: a radix sort, in linear time
    order = order[np.argsort(of_set[order], kind="stable")]
    ranks = np.arange(len(order)) - np.repeat(starts_of(sets.sizes)[:-1], sets.sizes)
    order = order[ranks < np.repeat(lengths, sets.sizes)]
    order = order[counters[order] > 1]
    return order, of_set[order].astype(np.int64)
