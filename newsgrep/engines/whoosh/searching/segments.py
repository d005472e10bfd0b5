"""The segments of a snapshot as one: their articles are numbered through.

Each segment's articles begin at a multiple of 64, so that the bitmaps of all segments stand side by side as one. The
numbers between two segments are no article's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from newsgrep.engines.whoosh.format.layout import Section
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Lexicon, Postings
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader


class Segments:
    """The segments in the catalogue's order; `firsts` are the numbers of their first articles, `size` is above all."""

    def __init__(self, readers: Sequence[SegmentReader]) -> None:
        self.readers = tuple(readers)
        self.firsts: list[int] = []
        self.size = 0
        for reader in self.readers:
            self.firsts.append(self.size)
            self.size += -(-len(reader) // BLOCK_ARTICLES) * BLOCK_ARTICLES

    @cached_property
    def ranges(self) -> list[range]:
        """The numbers of each segment's articles, deleted ones included."""
        return [
            range(first, first + len(reader)) for first, reader in zip(self.firsts, self.readers, strict=True)
        ]

    @cached_property
    def deleted(self) -> list[int]:
        """The numbers of the articles that are deleted, ascending."""
        return [
            first + number
            for first, reader in zip(self.firsts, self.readers, strict=True)
            for number in sorted(reader.deleted)
        ]

    def lists(self, terms: "Terms") -> "Lists":
        """The lists of terms that are single."""
        return [(self.firsts[segment], lexicon.postings(number)) for segment, lexicon, (number,) in terms]

    def segment_of(self, number: int) -> int:
        """The place of the segment that an article is in."""
        return bisect_right(self.firsts, number) - 1

    def place(self, number: int) -> tuple[SegmentReader, int]:
        """The segment that an article is in, and its number there."""
        segment = self.segment_of(number)
        return self.readers[segment], number - self.firsts[segment]

    @cached_property
    def first_days(self) -> "Column":
        """For each article the first day that its date may mean, YYYYMMDD; 0 where undated."""
        return Column(self.firsts, [reader.first_days for reader in self.readers])

    def lengths(self, field: str) -> "Column":
        """For each article, how many tokens a field has."""
        return Column(self.firsts, [reader.text_field(field).lengths for reader in self.readers])


class Column:
    """A number for each article of a snapshot: a section of each segment."""

    def __init__(self, firsts: Sequence[int], sections: Sequence[Section]) -> None:
        self._firsts = firsts
        self.sections = sections

    def at(self, number: int) -> int:
        """That of one article."""
        if len(self.sections) == 1:
            return self.sections[0].at(number)
        segment = bisect_right(self._firsts, number) - 1
        return self.sections[segment].at(number - self._firsts[segment])

    def of(self, numbers: Sequence[int]) -> list[int]:
        """Those of many articles, by ascending numbers."""
        found: list[int] = []
        begin = 0
        for first, section in zip(self._firsts, self.sections, strict=True):
            end = bisect_left(numbers, first + len(section), begin)
            at = section.at
            found += [at(number - first) for number in numbers[begin:end]]
            begin = end
        return found


class SegmentTerms(NamedTuple):
    """Terms of a lexicon of one segment, by their ascending numbers."""

    segment: int
    lexicon: Lexicon
    numbers: Sequence[int]


Terms: TypeAlias = Sequence[SegmentTerms]
"""Terms of one lexicon in the segments that have any of them, in the segments' order."""
Lists: TypeAlias = Sequence[tuple[int, Postings]]
"""Of one word, for each segment that has it, in their order: the number of the segment's first article, and the list."""


def are_single(terms: Terms) -> bool:
    """Say whether no segment has more than one of them."""
    return all(len(numbers) == 1 for _, _, numbers in terms)
