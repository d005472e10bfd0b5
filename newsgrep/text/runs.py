"""Arrays that are runs of several lengths, one after the other."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray


def starts_of(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each of consecutive parts begins, and where the last ends: (parts,) to (parts + 1,)."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    lengths.cumsum(out=starts[1:])
    return starts


def ranges_of(starts: NDArray[np.integer], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """The numbers of ranges, one after the other, `lengths[i]` of them from `starts[i]`: shape (sum of lengths,)."""
    begins = starts_of(lengths)
    return (starts - begins[:-1]).repeat(lengths) + np.arange(begins[-1])


def changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """True for each value that is the first or differs from the one before; the same shape, (n,)."""
    differs = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def groups_of(starts: NDArray[np.int64], most: int) -> Iterator[slice]:
    """Consecutive runs in groups of at most `most` elements, or of one run. `starts`: see `starts_of`."""
    first = 0
    while first < len(starts) - 1:
        stop = max(first + 1, int(np.searchsorted(starts, starts[first] + most, "right")) - 1)
        yield slice(first, stop)
        first = stop
