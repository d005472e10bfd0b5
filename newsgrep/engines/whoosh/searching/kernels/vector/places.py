"""Phrases and windows of words in many articles at once: operations on sorted arrays of places.

Candidates are the articles in question, given by their ascending numbers: int64.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import accumulate, groupby
from operator import itemgetter

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
from newsgrep.engines.whoosh.searching.segments import PostingLists, Segments, Terms
from newsgrep.text.proximity import window_beginnings
from newsgrep.text.runs import changes, ranges_of

Places = NDArray[np.int64]
"""Places in articles, of one dimension: number of the article << PLACE_BITS | position. They ascend."""

PLACE_BITS = 32
_POSITION = (1 << PLACE_BITS) - 1
_MERGED_FROM = 2000
"""From this number on, merging two arrays is faster than searching for each element."""


class Run(ABC):
    """Posting lists of words, with the positions of the words."""

    def __init__(self, lists: PostingLists) -> None:
        self._lists = lists
        self.postings = sum(postings.length for _, postings in lists)
        """The number of postings."""

    @property
    @abstractmethod
    def _counts(self) -> NDArray[np.integer]:
        """The count of each posting."""

    @abstractmethod
    def _intersect(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        """The postings in candidates: the numbers of their articles, and their indexes, which ascend; int64."""

    def places(self, candidates: Numbers) -> Places:
        """The places of the words in candidates. They ascend only if the run has one word."""
        numbers, indexes = self._intersect(candidates)
        counts = self._counts[indexes].astype(np.int64)
        flat = ranges_of(_starts_at(indexes, self._counts), counts)
        places: Places = (numbers << PLACE_BITS).repeat(counts)
        places += self._positions(flat)
        return places

    def _positions(self, indexes: Numbers) -> NDArray[np.integer]:
        """The positions at these ascending indexes into the concatenated positions of all lists."""
        of_lists = [positions_of(postings) for _, postings in self._lists]
        if len(of_lists) == 1:
            return of_lists[0][indexes]
        starts = list(accumulate(map(len, of_lists), initial=0))
        bounds = indexes.searchsorted(starts).tolist()
        found = [
            positions[indexes[begin:end] - start]
            for positions, start, begin, end in zip(of_lists, starts, bounds, bounds[1:], strict=False)
            if begin < end
        ]
        return joined(found, np.uint16)


class WordRun(Run):
    """The posting lists of one word, one for each segment. Article numbers are below `size`."""

    def __init__(self, size: int, lists: PostingLists) -> None:
        super().__init__(lists)
        self._frequencies = frequencies_of(size, lists)

    @property
    def articles(self) -> ArticleSet:
        """The articles that contain the word."""
        return self._frequencies.articles

    @property
    def _counts(self) -> NDArray[np.integer]:
        return self._frequencies.counts

    def _intersect(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        ranks, indexes = self._frequencies.intersect(candidates)
        return candidates[ranks], indexes


class WordsRun(Run):
    """Posting lists of many words that are not common. Articles ascend only within each word."""

    def __init__(self, size: int, lists: PostingLists) -> None:
        super().__init__(lists)
        self._size = size
        self._numbers = joined([articles_of(postings, first) for first, postings in lists], np.int64)

    @cached_property
    def _counts(self) -> NDArray[np.integer]:
        return joined([counts_of(postings) for _, postings in self._lists], np.uint8)

    def _intersect(self, candidates: Numbers) -> tuple[Numbers, Numbers]:
        is_candidate = np.zeros(self._size, np.bool_)
        is_candidate[candidates] = True
        indexes = is_candidate[self._numbers].nonzero()[0]
        return self._numbers[indexes], indexes


def _starts_at(indexes: Numbers, counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """For each index, which ascend, the sum of all counts before it: int64."""
    if not len(indexes):
        return indexes
    sums = np.add.reduceat(counts, indexes, dtype=np.int64)  # each up to the next
    starts = np.full(len(indexes), counts[: indexes[0]].sum(dtype=np.int64))
    starts[1:] += sums[:-1].cumsum()
    return starts


class WordsAt:
    """The alternative words for one position of a phrase."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self.postings = sum(run.postings for run in runs)
        """The number of their postings."""

    def places(self, candidates: Numbers) -> Places:
        """The places of any of the words in candidates."""
        places = np.concatenate([np.zeros(0, np.int64), *(run.places(candidates) for run in self._runs)])
        places.sort(kind="stable")  # fast for runs that ascend
        return places


def words_at(terms: Terms, segments: Segments) -> WordsAt:
    """The terms, as alternatives for one position."""
    listed: list[tuple[int, Postings]] = []
    layers: list[list[tuple[int, Postings]]] = []  # of bitmaps, at most one of each segment in each layer
    for first, lists in groupby(segments.posting_lists(terms), key=itemgetter(0)):
        depth = 0
        for _, postings in lists:
            if postings.bitmap is None:
                listed.append((first, postings))
                continue
            if depth == len(layers):
                layers.append([])
            layers[depth].append((first, postings))
            depth += 1
    runs: list[Run] = [WordRun(segments.size, lists) for lists in layers]
    return WordsAt([*runs, WordsRun(segments.size, listed)] if listed else runs)


def phrase_starts(slots: Sequence[WordsAt | None], candidates: Numbers) -> Places:
    """The places in candidates at which the slots are consecutive; None is any one word."""
    starts: Places | None = None
    # The slot with the fewest postings first, so that later slots have fewer places to check.
    known = [(offset, words) for offset, words in enumerate(slots) if words is not None]
    for offset, words in sorted(known, key=lambda slot: slot[1].postings):
        places = words.places(candidates)
        if starts is None:
            starts = places - offset
            starts = starts[places & _POSITION >= offset]
        else:
            starts = starts[_are_in(starts + offset, places)]
    return starts if starts is not None else np.zeros(0, np.int64)


def _are_in(targets: Places, places: Places) -> NDArray[np.bool_]:
    """For each target, whether it is one of the places. Both ascend; the result is bool."""
    if not len(places):
        return np.zeros(len(targets), np.bool_)
    indexes = _first_not_below(targets, places)
    indexes[indexes == len(places)] = 0
    is_place: NDArray[np.bool_] = places[indexes] == targets
    return is_place


def _first_not_below(targets: Places, places: Places) -> Numbers:
    """For each target, the index of the first place that is not below it: int64. Both ascend."""
    if len(targets) < _MERGED_FROM or 2 * len(targets) < len(places):
        return places.searchsorted(targets)
    both = np.concatenate((targets << 1, places << 1 | 1))
    both.sort(kind="stable")  # fast for runs that ascend
    indexes: Numbers = (both & 1 == 0).nonzero()[0] - np.arange(len(targets))
    return indexes


def pair_starts(
    left: Sequence[tuple[int, Places]], right: Sequence[tuple[int, Places]], slop: int, *, ordered: bool
) -> Places:
    """The places at which a match of a pair begins: see `proximity.pair_beginnings`.

    Each side has, for each of its phrases, the number of its words and the places at which it begins.
    """
    starts = []
    for first, second in ((left, right),) if ordered else ((left, right), (right, left)):
        following = _union([places for _, places in second])
        starts += [_followed(places, length, following, slop) for length, places in first]
    return _union(starts)


def window_starts(words: Sequence[Places], slop: int) -> Places:
    """The places at which windows begin in which each word stands, none at the first one's position.

    `words` has the places of each, at most `slop` others are among them.
    """
    most_between = len(words) - 2 + slop
    starts = []
    for number, first in enumerate(words):
        others = (*words[:number], *words[number + 1 :])
        starts.append(reduce(lambda some, other: _followed(some, 1, other, most_between), others, first))
    return _union(starts)


def _followed(starts: Places, length: int, following: Places, slop: int) -> Places:
    """Those of `starts` behind whose `length` positions one of `following` comes, at most `slop` between."""
    if not len(following):
        return following
    ends = starts + length
    nearest = following.take(_first_not_below(ends, following), mode="clip")
    # Where none follows, the last of all is before the end: as an unsigned number the difference is large.
    return starts[(nearest - ends).view(np.uint64) <= slop]


def _union(several: Sequence[Places]) -> Places:
    """All places of several arrays, each once."""
    if len(several) == 1:
        return several[0]
    places = np.concatenate(several)
    places.sort(kind="stable")  # fast for runs that ascend
    return places[changes(places)]


def distinct_window_starts(words: Sequence[Places], beginnings: Places, slop: int) -> Places:
    """Those of `beginnings` at which windows begin in which each word has a position of its own.

    `words` has the places of each; some may be equal.
    """
    kept = []
    for number in np.unique(beginnings >> PLACE_BITS).tolist():
        positions = [(_of_article(word, number) & _POSITION).tolist() for word in words]
        kept += [number << PLACE_BITS | beginning for beginning in window_beginnings(positions, slop)]
    return np.array(kept, np.int64)


def _of_article(places: Places, number: int) -> Places:
    first, stop = np.searchsorted(places, [number << PLACE_BITS, number + 1 << PLACE_BITS])
    return places[first:stop]
