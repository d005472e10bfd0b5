"""Posting lists of several terms at once, as arrays."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.layout import Section
from newsgrep.engines.whoosh.format.lexicon import LARGE_COUNT, Lexicon, Postings
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of, joined
from newsgrep.engines.whoosh.searching.segments import Terms
from newsgrep.text.runs import ranges_of

_SLICED_BELOW = 32
"""Fewer parts of a section than this are sliced one by one; more are gathered at once."""


class TermLists(NamedTuple):
    """The concatenated lists of several terms: article `numbers`, int64, and as many `counts`.

    `common` has the lists of common terms, each with the number of its segment's first article.
    """

    numbers: Numbers
    counts: NDArray[np.integer]
    common: list[tuple[int, Postings]]


def lists_of(terms: Terms, firsts: Sequence[int]) -> TermLists:
    """The lists of terms. `firsts` are the numbers of the segments' first articles."""
    parts = [_lists_in(lexicon, numbers, firsts[segment]) for segment, lexicon, numbers in terms]
    return TermLists(
        joined([part.numbers for part in parts], np.int64),
        joined([part.counts for part in parts], np.uint8),
        [one for part in parts for one in part.common],
    )


def _lists_in(lexicon: Lexicon, terms: Sequence[int], first_article: int) -> TermLists:
    """The lists of terms of one segment."""
    numbers = np.arange(terms.start, terms.stop) if isinstance(terms, range) else np.array(terms, np.int64)
    common = array_of(lexicon.common)
    ranks = common.searchsorted(numbers)
    is_common = ranks < len(common)
    is_common[is_common] = common[ranks[is_common]] == numbers[is_common]
    rare = numbers[~is_common]
    starts = array_of(lexicon.starts.all())
    begins, ends = starts[rare].astype(np.int64), starts[rare + 1].astype(np.int64)
    before = array_of(lexicon.common_postings)[ranks[~is_common]].astype(np.int64)
    is_last = np.ones(len(rare), np.bool_)  # of each run of adjacent lists
    np.not_equal(begins[1:], ends[:-1], out=is_last[:-1])
    last = is_last.nonzero()[0]
    first = np.zeros(len(last), np.int64)
    first[1:] = last[:-1] + 1
    begins, ends, before = begins[first], ends[last], before[first]
    parts = _Parts(begins - before, ends - before)
    return TermLists(
        _articles(lexicon, parts) + first_article,
        _counts(lexicon, parts.moved(before)),
        [(first_article, lexicon.postings(number, ("counts",))) for number in numbers[is_common].tolist()],
    )


class _Parts:
    """Parts of a section, none empty: part n is from index `begins[n]` up to `ends[n]`, both int64 of one shape."""

    def __init__(self, begins: Numbers, ends: Numbers) -> None:
        self.begins = begins
        self.ends = ends

    @cached_property
    def indexes(self) -> Numbers:
        """The indexes in all parts."""
        return ranges_of(self.begins, self.ends - self.begins)

    def moved(self, by: Numbers) -> "_Parts":
        """Parts of the same lengths, each so much further on."""
        moved = _Parts(self.begins + by, self.ends + by)
        if "indexes" in self.__dict__:
            moved.indexes = self.indexes + by.repeat(self.ends - self.begins)
        return moved

    def of(self, section: Section) -> NDArray[np.unsignedinteger]:
        """The parts of a section, concatenated: of the section's type, in one dimension."""
        if len(self.begins) < _SLICED_BELOW:
            bounds = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
            parts = [array_of(section.part(begin, end)) for begin, end in bounds]
            return np.concatenate(parts) if parts else array_of(section.part(0, 0))
        if section.is_verified:
            return array_of(section.all())[self.indexes]
        first, last = section.blocks(self.begins), section.blocks(self.ends - 1)
        blocks = ranges_of(first, last + 1 - first)
        unverified = blocks[np.frombuffer(section.verified, np.uint8)[blocks] == 0]
        return array_of(section.raw(np.unique(unverified).tolist()))[self.indexes]


def _articles(lexicon: Lexicon, parts: _Parts) -> Numbers:
    numbers = parts.of(lexicon.column("articles")).astype(np.int64)
    high = lexicon.column_if_any("articles_high")
    if high is not None:
        numbers |= parts.of(high).astype(np.int64) << 16
    return numbers


def _counts(lexicon: Lexicon, parts: _Parts) -> NDArray[np.integer]:
    section = lexicon.column_if_any("counts")
    if section is None:
        return np.ones(int((parts.ends - parts.begins).sum()), np.uint8)
    counts = parts.of(section)
    large = array_of(lexicon.column("large").all())
    if len(large):
        counts = counts.astype(np.uint32)
        are_large = (counts == LARGE_COUNT).nonzero()[0]
        places = large.searchsorted(parts.indexes[are_large].astype(np.uint64))
        counts[are_large] = array_of(lexicon.column("large_counts").all())[places]
    return counts
