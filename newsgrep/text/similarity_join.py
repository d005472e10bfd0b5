"""All pairs of similar sets among many, exactly: a set similarity join by prefix filtering.

In any one order of all shingles, two sets that share at least s of the n of one have a shingle in common among the
first n - s + 1 of that one, its prefix; and if each shares at least s of its own, both prefixes have it. Rarest
first, few sets meet there. Those that do are compared. See Chaudhuri, Ganti and Kaushik, A primitive operator for
similarity joins, 2006, and Bayardo, Ma and Srikant, Scaling up all pairs similarity search, 2007.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.frequency_sketch import FrequencySketch
from newsgrep.text.prefixes import Entries, Prefixes
from newsgrep.text.runs import changes, ranges_of, starts_of
from newsgrep.text.shingle_store import ShingleStore

Numbers = NDArray[np.int64]

_ROUNDING = 1e-9
"""A prefix that is one too long does no harm; products of fractions may be a little too large."""
_PAIRS_AT_ONCE = 1 << 18
_SHINGLES_COMPARED_AT_ONCE = 1 << 22


class Criteria(NamedTuple):
    """When sets are similar: their Jaccard coefficient, shared / (left + right - shared), is at least `at`.

    With `contained`, also when the smaller has at least `contained_from` shingles, and at least this part of them is
    in the larger.
    """

    at: float
    contained: float | None = None
    contained_from: int = 50

    def similar(self, left: Numbers, right: Numbers, shared: Numbers) -> NDArray[np.bool_]:
        """Whether sets of these sizes are similar that share so many; all of shape (pairs,)."""
        similar: NDArray[np.bool_] = shared / (left + right - shared) >= self.at
        if self.contained is not None:
            smaller = np.minimum(left, right)
            similar |= (smaller >= self.contained_from) & (shared / smaller >= self.contained)
        return similar


class Pairs(NamedTuple):
    """Pairs of sets, by number, the lower one left, and how many shingles they share; all of shape (pairs,)."""

    left: Numbers
    right: Numbers
    shared: Numbers


class Found(Protocol):
    """What becomes of the pairs that are found. The same pair may come up again.

    Settled is transitive: if both are settled with a third, so are two sets with each other.
    """

    def is_settled(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Which of these pairs need not be compared."""
        ...

    def add(self, pairs: Pairs) -> None:
        """Keep similar pairs."""
        ...


def join(store: ShingleStore, chosen: NDArray[np.bool_], criteria: Criteria, found: Found) -> None:
    """Find all similar pairs among the chosen sets of a store, except those that are settled. Raises StorageError."""
    sketch = FrequencySketch(int(store.sizes.sum()))
    for part in store.parts():
        sketch.add(part.of(chosen).sets.shingles)
    for left, right in _candidates(store, chosen, sketch, criteria, found):
        _compare(store, left, right, criteria, found)


def _candidates(
    store: ShingleStore,
    chosen: NDArray[np.bool_],
    sketch: FrequencySketch,
    criteria: Criteria,
    found: Found,
) -> Iterator[tuple[Numbers, Numbers]]:
    lengths = _prefix_lengths(store.sizes, criteria.at)
    with Prefixes(store, chosen, sketch, lengths) as prefixes:
        for entries in prefixes.by_shingle():
            for left, right in _met(entries, found):
                sizes = np.sort((store.sizes[left], store.sizes[right]), axis=0)
                near = sizes[0] >= criteria.at * sizes[1] - _ROUNDING
                yield left[near], right[near]
    if criteria.contained is not None:
        lengths = _prefix_lengths(store.sizes, criteria.contained)
        lengths[store.sizes < criteria.contained_from] = 0
        with Prefixes(store, chosen, sketch, lengths) as prefixes:
            for entries in prefixes.by_shingle():
                yield from _containing(store, chosen, sketch, entries)


def _prefix_lengths(sizes: Numbers, part: float) -> Numbers:
    least_shared: Numbers = np.ceil(part * sizes - _ROUNDING).astype(np.int64)
    return sizes - least_shared + 1


def _met(entries: Entries, found: Found) -> Iterator[tuple[Numbers, Numbers]]:
    """The pairs of sets that have a shingle in common, some at once.

    Thousands of sets may have one; once they are all settled, their pairs, which are millions, are left out.
    """
    is_first = changes(entries.shingles)
    ends = np.append(np.flatnonzero(is_first)[1:], len(is_first))[np.cumsum(is_first) - 1]
    later = ends - np.arange(len(ends)) - 1
    for chunk in _chunks(later):
        others = entries.sets[chunk.start : ends[chunk.start]]
        if chunk.stop <= ends[chunk.start] and found.is_settled(others[:1].repeat(len(others)), others).all():
            continue
        left = np.repeat(entries.sets[chunk], later[chunk])
        right = entries.sets[ranges_of(np.arange(chunk.start, chunk.stop) + 1, later[chunk])]
        yield left, right


def _chunks(numbers: Numbers, most: int = _PAIRS_AT_ONCE) -> Iterator[slice]:
    """Consecutive places, so many that their sum is at most this, but one at least."""
    starts = starts_of(numbers)
    first = 0
    while first < len(numbers):
        full = int(np.searchsorted(starts, starts[first] + most, "right")) - 1
        yield slice(first, first := max(first + 1, full))


def _containing(
    store: ShingleStore, chosen: NDArray[np.bool_], sketch: FrequencySketch, entries: Entries
) -> Iterator[tuple[Numbers, Numbers]]:
    """The pairs of a set and one at least as large that has a shingle of its prefix anywhere."""
    for part in store.parts():
        numbers, sets = part.of(chosen)
        repeated = np.flatnonzero(sketch.of(sets.shingles) > 1)
        begins = np.searchsorted(entries.shingles, sets.shingles[repeated])
        found = entries.shingles.take(begins, mode="clip") == sets.shingles[repeated]
        shingles, begins = sets.shingles[repeated[found]], begins[found]
        of_set = np.repeat(numbers, sets.sizes)[repeated[found]]
        many = np.searchsorted(entries.shingles, shingles, "right") - begins
        for chunk in _chunks(many):
            larger = np.repeat(of_set[chunk], many[chunk])
            smaller = entries.sets[ranges_of(begins[chunk], many[chunk])]
            fits = (store.sizes[smaller] <= store.sizes[larger]) & (smaller != larger)
            yield smaller[fits], larger[fits]


def _compare(store: ShingleStore, one: Numbers, other: Numbers, criteria: Criteria, found: Found) -> None:
    """Give `found` those of these pairs that are similar."""
    keys = np.unique(np.minimum(one, other) << 32 | np.maximum(one, other))
    left, right = keys >> 32, keys & (1 << 32) - 1
    for chunk in _chunks(store.sizes[left] + store.sizes[right], _SHINGLES_COMPARED_AT_ONCE):
        pair = np.flatnonzero(~found.is_settled(left[chunk], right[chunk])) + chunk.start
        pairs = Pairs(left[pair], right[pair], shared_by(store, left[pair], right[pair]))
        similar = criteria.similar(store.sizes[pairs.left], store.sizes[pairs.right], pairs.shared)
        if similar.any():
            found.add(Pairs(*(column[similar] for column in pairs)))


def shared_by(store: ShingleStore, left: Numbers, right: Numbers) -> Numbers:
    """How many shingles the sets of each pair share; all of shape (pairs,). Raises StorageError."""
    shared: list[int] = []
    for chunk in _chunks(store.sizes[left] + store.sizes[right], _SHINGLES_COMPARED_AT_ONCE):
        sets = store.sets(np.unique(np.concatenate((left[chunk], right[chunk]))).tolist())
        for one, other in zip(left[chunk].tolist(), right[chunk].tolist(), strict=True):
            few, many = sorted((sets[one], sets[other]), key=len)
            shared.append(int(np.count_nonzero(many.take(many.searchsorted(few), mode="clip") == few)))
    return np.array(shared, np.int64)
