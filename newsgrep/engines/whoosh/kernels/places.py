"""Where words stand in many articles at once: phrases and windows, over sorted arrays of places."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.kernels.article_sets import ArticleSet
from newsgrep.engines.whoosh.kernels.frequencies import CommonFrequencies, ListedFrequencies
from newsgrep.engines.whoosh.lexicon import Postings
from newsgrep.engines.whoosh.posting_arrays import Numbers, articles_of, counts_of, positions_of
from newsgrep.text.proximity import window_beginnings
from newsgrep.text.runs import ranges_of, starts_of

Places = NDArray[np.int64]
"""Ascending: an index among candidates * PLACE + a position."""

PLACE = 1 << 32


class Slot:
    """The words that may stand at one position of a phrase: their lists, and the articles that hold any of them.

    `alone`: the frequencies of the word, where it is only one.
    """

    def __init__(
        self,
        size: int,
        runs: Sequence[Postings],
        articles: ArticleSet,
        alone: ListedFrequencies | CommonFrequencies | None = None,
    ) -> None:
        self._size = size
        self._runs = runs
        self._alone = alone
        self.articles = articles
        self.postings = sum(run.length for run in runs)

    def places(self, candidates: Numbers) -> Places:
        """Where any of the words stands, in candidates."""
        if self._alone is not None:
            ranks, indexes = self._alone.meeting(candidates)
            return _places(self._runs[0], indexes, ranks)
        is_candidate = np.zeros(self._size, np.bool_)
        is_candidate[candidates] = True
        found = [np.zeros(0, np.int64)]
        for run in self._runs:
            numbers = articles_of(run)
            indexes = np.flatnonzero(is_candidate[numbers])
            found.append(_places(run, indexes, np.searchsorted(candidates, numbers[indexes])))
        places = np.concatenate(found)
        places.sort()
        return places


def _places(postings: Postings, indexes: Numbers, ranks: Numbers) -> Places:
    """Where the postings of these indexes stand, in the candidates of these ranks."""
    all_counts = counts_of(postings)
    starts = starts_of(all_counts)[indexes]
    counts = all_counts[indexes].astype(np.int64)
    flat = ranges_of(starts, counts)
    places: Places = np.repeat(ranks * PLACE, counts)
    places += positions_of(postings)[flat]
    return places


def phrase_starts(slots: Sequence[Slot], candidates: Numbers) -> Places:
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
    found = np.searchsorted(places, wanted)
    found[found == len(places)] = 0
    is_there: NDArray[np.bool_] = places[found] == wanted
    return is_there


def window_starts(sides: Sequence[Places], lengths: Sequence[int], width: int) -> Places:
    """Where windows begin that hold a phrase of each side, none overlapping the one that stands first."""
    found = []
    for first, length in zip(sides, lengths, strict=True):
        beginnings = first
        for other, other_length in zip(sides, lengths, strict=True):
            if other is not first:
                following = np.searchsorted(other, beginnings + length)
                inside = following < len(other)
                beginnings, following = beginnings[inside], following[inside]
                beginnings = beginnings[other[following] <= beginnings + width - other_length]
        found.append(beginnings)
    return np.unique(np.concatenate(found))


def distinct_window_starts(sides: Sequence[Places], beginnings: Places, slack: int) -> Places:
    """Those of the beginnings, of windows of single words, at which no position must serve two sides."""
    kept = []
    for article in np.unique(beginnings // PLACE).tolist():
        places = [
            [(place - article * PLACE, 1) for place in _of_article(side, article).tolist()] for side in sides
        ]
        kept += [article * PLACE + beginning for beginning in window_beginnings(places, slack)]
    return np.array(kept, np.int64)


def _of_article(places: Places, article: int) -> Places:
    first, stop = np.searchsorted(places, [article * PLACE, (article + 1) * PLACE])
    return places[first:stop]
