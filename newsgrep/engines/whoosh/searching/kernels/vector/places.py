"""Where words stand in many articles at once: phrases and windows, over sorted arrays of places.

Candidates are the articles in question, given by their ascending numbers.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import Postings
from newsgrep.engines.whoosh.format.posting_arrays import (
    Numbers,
    articles_of,
    counts_of,
    joined,
    positions_of,
)
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import ArticleSet
from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import frequencies_of
from newsgrep.engines.whoosh.searching.segments import Lists, Segments, Terms
from newsgrep.text.proximity import window_beginnings
from newsgrep.text.runs import changes, ranges_of, starts_of

Places = NDArray[np.int64]
"""Ascending, of one dimension: an index among candidates * PLACE + a position."""

PLACE = 1 << 32
_MERGED_FROM = 2000
"""So many are merged with as many others sooner than each is searched for."""


class Run(ABC):
    """Lists of words, and where these stand."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self.postings = sum(postings.length for _, postings in lists)
        """How many postings it has."""

    @property
    @abstractmethod
    def _counts(self) -> NDArray[np.integer]:
        """Of each posting."""

    @abstractmethod
    def _meeting(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        """The indexes of postings in candidates: their articles' indexes among these, and their own, ascending."""

    def places(self, candidates: Numbers) -> Places:
        """Where the words stand in candidates; in no order, unless it is of one word."""
        ranks, indexes = self._meeting(candidates)
        counts = self._counts[indexes].astype(np.int64)
        flat = ranges_of(_starts_at(indexes, self._counts), counts)
        places: Places = np.repeat(ranks * PLACE, counts)
        places += self._positions(flat)
        return places

    def _positions(self, indexes: Numbers) -> NDArray[np.integer]:
        """The positions of these ascending indexes among those of all lists."""
        of_lists = [positions_of(postings) for _, postings in self._lists]
        if len(of_lists) == 1:
            return of_lists[0][indexes]
        starts = starts_of(np.array([len(positions) for positions in of_lists], np.int64))
        parts = np.split(indexes, np.searchsorted(indexes, starts[1:-1]))
        found = [
            positions[part - start] for positions, part, start in zip(of_lists, parts, starts, strict=False)
        ]
        return joined(found, np.uint16)


class WordRun(Run):
    """Lists of one word, one a segment; `size` is above the numbers of all articles."""

    def __init__(self, size: int, lists: Lists) -> None:
        super().__init__(lists)
        self._frequencies = frequencies_of(size, lists)

    @property
    def articles(self) -> ArticleSet:
        """In which the word stands."""
        return self._frequencies.articles

    @property
    def _counts(self) -> NDArray[np.integer]:
        return self._frequencies.counts

    def _meeting(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        return self._frequencies.meeting(candidates)


class WordsRun(Run):
    """Lists of many words, none of them common, of which each ascends for itself."""

    def __init__(self, size: int, lists: Lists) -> None:
        super().__init__(lists)
        self._size = size
        self._numbers = joined([articles_of(postings, first) for first, postings in lists], np.int64)

    @cached_property
    def _counts(self) -> NDArray[np.integer]:
        return joined([counts_of(postings) for _, postings in self._lists], np.uint8)

    def _meeting(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        is_candidate = np.zeros(self._size, np.bool_)
        is_candidate[candidates] = True
        indexes = np.flatnonzero(is_candidate[self._numbers])
        return np.searchsorted(candidates, self._numbers[indexes]), indexes


def _starts_at(indexes: Numbers, counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """The sums of all counts before some, which ascend."""
    if not len(indexes):
        return indexes
    sums = np.add.reduceat(counts, indexes, dtype=np.int64)  # each up to the next
    starts = np.full(len(indexes), counts[: indexes[0]].sum(dtype=np.int64))
    starts[1:] += np.cumsum(sums[:-1])
    return starts


class WordsAt:
    """The words that may stand at one position."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self.postings = sum(run.postings for run in runs)
        """How many postings they have."""

    def places(self, candidates: Numbers) -> Places:
        """Where any of the words stands, in candidates."""
        places = np.concatenate([np.zeros(0, np.int64), *(run.places(candidates) for run in self._runs)])
        places.sort(kind="stable")  # which is quick to merge what ascends
        return places


def words_at(terms: Terms, segments: Segments) -> WordsAt:
    """The words of these terms."""
    listed: list[tuple[int, Postings]] = []
    layers: list[list[tuple[int, Postings]]] = []  # of bitmaps, one of a segment in each
    for segment, lexicon, numbers in terms:
        first, depth = segments.firsts[segment], 0
        for postings in lexicon.runs(numbers):
            if postings.bitmap is None:
                listed.append((first, postings))
                continue
            if depth == len(layers):
                layers.append([])
            layers[depth].append((first, postings))
            depth += 1
    runs: list[Run] = [WordRun(segments.size, lists) for lists in layers]
    return WordsAt([*runs, WordsRun(segments.size, listed)] if listed else runs)


def phrase_starts(slots: Sequence[WordsAt], candidates: Numbers) -> Places:
    """Where the slots stand one after the other, in candidates."""
    starts: Places | None = None
    # From the slot with the fewest postings: what it rules out need not be looked up in the others.
    for offset in sorted(range(len(slots)), key=lambda number: slots[number].postings):
        places = slots[offset].places(candidates)
        if starts is None:
            starts = places - offset
            starts = starts[places % PLACE >= offset]
        else:
            starts = starts[_are_in(starts + offset, places)]
    return starts if starts is not None else np.zeros(0, np.int64)


def _are_in(wanted: Places, places: Places) -> NDArray[np.bool_]:
    """Whether each is among others, which ascend."""
    if not len(places):
        return np.zeros(len(wanted), np.bool_)
    found = _first_not_below(wanted, places)
    found[found == len(places)] = 0
    is_there: NDArray[np.bool_] = places[found] == wanted
    return is_there


def _first_not_below(wanted: Places, places: Places) -> Numbers:
    """For each, ascending, the index of the first of the places that is not below it."""
    if len(wanted) < _MERGED_FROM or 2 * len(wanted) < len(places):
        return np.searchsorted(places, wanted)
    both = np.concatenate((wanted << 1, places << 1 | 1))
    both.sort(kind="stable")  # which is quick to merge what ascends
    return np.flatnonzero(both & 1 == 0) - np.arange(len(wanted))


def window_starts(sides: Sequence[Places], lengths: Sequence[int], width: int) -> Places:
    """Where windows begin that hold a phrase of each side, none overlapping the one that stands first."""
    found = []
    for first, length in zip(sides, lengths, strict=True):
        beginnings = first
        for other, other_length in zip(sides, lengths, strict=True):
            if other is not first:
                following = _first_not_below(beginnings + length, other)
                inside = following < len(other)
                beginnings, following = beginnings[inside], following[inside]
                beginnings = beginnings[other[following] <= beginnings + width - other_length]
        found.append(beginnings)
    beginnings = np.concatenate(found)
    beginnings.sort(kind="stable")
    return beginnings[changes(beginnings)]


def distinct_window_starts(sides: Sequence[Places], beginnings: Places, slop: int) -> Places:
    """Those of the beginnings, of windows of single words, at which no position must serve two sides."""
    kept = []
    for article in np.unique(beginnings // PLACE).tolist():
        places = [
            [(place - article * PLACE, 1) for place in _of_article(side, article).tolist()] for side in sides
        ]
        kept += [article * PLACE + beginning for beginning in window_beginnings(places, slop)]
    return np.array(kept, np.int64)


def _of_article(places: Places, article: int) -> Places:
    first, stop = np.searchsorted(places, [article * PLACE, (article + 1) * PLACE])
    return places[first:stop]
