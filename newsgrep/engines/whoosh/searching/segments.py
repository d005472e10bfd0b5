"""The segments of a generation as one: their articles have consecutive numbers.

The numbers of each segment begin at a multiple of 64, so that the bitmaps of all segments can be joined to
one. Numbers between two segments belong to no article.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import TypeAlias

from newsgrep.engines.whoosh.format.layout import Section
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Lexicon, Postings
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.immutable import NamedTuple

_MOST_KEPT_TERMS = 1 << 14
"""Each takes about a kilobyte of memory, with its posting list, which is a view of a mapped file."""
_MOST_KEPT_OF_A_WORD = 1 << 10
_MOST_KEPT_LARGE_COUNTS = 1 << 4
"""Unlike the rest of a posting list, large counts are copies. Long articles have one for each common word."""


class Segments:
    """The segments in the catalogue's order.

    `firsts` are the numbers of their first articles. `size` is a multiple of 64 above all numbers.
    """

    def __init__(self, readers: Sequence[SegmentReader]) -> None:
        self.readers = tuple(readers)
        self.firsts: list[int] = []
        self.size = 0
        for reader in self.readers:
            self.firsts.append(self.size)
            self.size += -(-len(reader) // BLOCK_ARTICLES) * BLOCK_ARTICLES
        self.found = FoundTerms()

    @cached_property
    def ranges(self) -> list[range]:
        """The numbers of each segment's articles, deleted ones included."""
        return [
            range(first, first + len(reader)) for first, reader in zip(self.firsts, self.readers, strict=True)
        ]

    @cached_property
    def deleted(self) -> list[int]:
        """The numbers of the deleted articles, ascending."""
        return [
            first + number
            for first, reader in zip(self.firsts, self.readers, strict=True)
            for number in sorted(reader.deleted)
        ]

    def posting_lists(self, terms: "Terms") -> "PostingLists":
        """The posting lists of terms. Those of consecutive terms of a segment that are not common are one list."""
        if terms.lists is not None:
            return terms.lists
        lists = [
            (self.firsts[segment], postings)
            for segment, lexicon, numbers in terms
            for postings in (lexicon.runs(numbers) if len(numbers) > 1 else (lexicon.postings(numbers[0]),))
        ]
        if sum(len(postings.large) for _, postings in lists) <= _MOST_KEPT_LARGE_COUNTS:
            terms.lists = lists
        return lists

    def live_frequency(self, terms: "Terms") -> int:
        """The document frequency of terms of which each segment has only one, not counting deleted articles."""
        if terms.frequency is None:
            terms.frequency = sum(
                self.readers[segment].live_frequency(lexicon, number) for segment, lexicon, (number,) in terms
            )
        return terms.frequency

    def segment_of(self, number: int) -> int:
        """The index of the segment of an article."""
        return bisect_right(self.firsts, number) - 1

    def locate(self, number: int) -> tuple[SegmentReader, int]:
        """The segment of an article, and its number there."""
        segment = bisect_right(self.firsts, number) - 1
        return self.readers[segment], number - self.firsts[segment]

    @cached_property
    def first_days(self) -> "Column":
        """For each article the first day that its date may mean, YYYYMMDD; 0 for undated."""
        return Column(self.firsts, [reader.first_days for reader in self.readers])

    def lengths(self, field: str) -> "Column":
        """For each article, the number of tokens in a text field."""
        return Column(self.firsts, [reader.text_field(field).lengths for reader in self.readers])


class Column:
    """A number for each article of a generation: a section of each segment."""

    def __init__(self, firsts: Sequence[int], sections: Sequence[Section]) -> None:
        self._firsts = firsts
        self.sections = sections

    def at(self, number: int) -> int:
        """The number of one article."""
        if len(self.sections) == 1:
            return self.sections[0].at(number)
        segment = bisect_right(self._firsts, number) - 1
        return self.sections[segment].at(number - self._firsts[segment])

    def of(self, numbers: Sequence[int]) -> list[int]:
        """The numbers of several articles, which ascend."""
        values: list[int] = []
        begin = 0
        for first, section in zip(self._firsts, self.sections, strict=True):
            end = bisect_left(numbers, first + len(section), begin)
            column = section.for_reads(end - begin)
            values += [column[number - first] for number in numbers[begin:end]]
            begin = end
        return values


class SegmentTerms(NamedTuple):
    """Terms of a lexicon of one segment, by ascending numbers. `segment` is the index of the segment."""

    segment: int
    lexicon: Lexicon
    numbers: Sequence[int]


PostingLists: TypeAlias = Sequence[tuple[int, Postings]]
"""Posting lists, each with the number of the first article of its segment; in the segments' order."""


class Terms(tuple[SegmentTerms, ...]):  # noqa: SLOT001  what it caches needs a place
    """Terms of a lexicon, by segment, for the segments that have any of them.

    `lists` and `frequency` are what `Segments` computes of them, once; None: not yet.
    """

    lists: PostingLists | None = None
    frequency: int | None = None

    @cached_property
    def one_per_segment(self) -> bool:
        """Whether no segment has more than one of the terms."""
        return all(len(numbers) == 1 for _, _, numbers in self)


class FoundTerms(dict[Hashable, Terms]):
    """The terms that words of queries stand for: bounded, once it is full it begins anew.

    A process that stays is asked for the same words again: for the next hits, in another order, with another
    filter, by a report. Looking up three words and their lists in eight segments takes half of a search for them.
    """

    _terms = 0

    def keep(self, key: Hashable, terms: Terms) -> None:
        """Keep terms, if they are not too many."""
        number = 1 + sum(len(numbers) for _, _, numbers in terms)
        if number > _MOST_KEPT_OF_A_WORD:
            return
        if self._terms + number > _MOST_KEPT_TERMS:
            self.clear()
            self._terms = 0
        self._terms += number
        self[key] = terms
