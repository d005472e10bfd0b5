"""A set of a snapshot's articles, on numpy: ascending numbers where they are few, else a bitmap, a bit an article."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.format.posting_arrays import Bitmap, Numbers, numbers_in
from newsgrep.text.runs import changes

LAST_BIT = BLOCK_ARTICLES - 1
BLOCK_BITS = LAST_BIT.bit_length()
_BYTE_BITS = 3
_LAST_BIT_OF_BYTE = 7
_SEARCHED_BELOW = 512
"""Numbers fewer than one in so many of the articles are searched for one by one, more are ticked off in a table."""


class ArticleSet:
    """Articles whose numbers are below `size`, a multiple of 64. `&`, `|` and `~` combine those of one snapshot."""

    def __init__(self, size: int, *, numbers: Numbers | None = None, bitmap: Bitmap | None = None) -> None:
        self._size = size
        self.is_listed = numbers is not None
        """Whether it was made of numbers."""
        if numbers is not None:
            self.numbers = numbers
        if bitmap is not None:
            self.bitmap = bitmap

    @cached_property
    def numbers(self) -> Numbers:
        """Their numbers, ascending: int64."""
        return numbers_in(self.bitmap)

    @cached_property
    def bitmap(self) -> Bitmap:
        """A bit for each number: uint64, of size / 64."""
        return _bits_of(self.numbers, self._size)

    @cached_property
    def blocks(self) -> Numbers:
        """The numbers of the blocks of 64 articles in which there are any, ascending: int64."""
        if self.is_listed:
            blocks = self.numbers >> BLOCK_BITS
            return blocks[changes(blocks)]
        return np.flatnonzero(self.bitmap != 0)

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return len(self.numbers) if self.is_listed else int(np.bitwise_count(self.bitmap).sum(dtype=np.int64))

    def parts(self, among: range, most: int) -> list[range]:
        """Those whose numbers are in a range, in parts for `part`: at most so many numbers, or blocks, in each."""
        if self.is_listed:
            first, stop = np.searchsorted(self.numbers, (among.start, among.stop)).tolist()
        else:
            first, stop = among.start // BLOCK_ARTICLES, -(-among.stop // BLOCK_ARTICLES)
        return [range(begin, min(begin + most, stop)) for begin in range(first, stop, most)]

    def part(self, part: range, among: range) -> Numbers:
        """The ascending numbers of a part of those whose numbers are in a range: int64."""
        if self.is_listed:
            return self.numbers[part.start : part.stop]
        numbers = numbers_in(self.bitmap[part.start : part.stop]) + part.start * BLOCK_ARTICLES
        return numbers[slice(*np.searchsorted(numbers, (among.start, among.stop)).tolist())]

    def holds(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Whether each article, given by ascending numbers, is among them: a truth value for each."""
        if self.is_listed:
            there = np.zeros(len(numbers), np.bool_)
            there[meeting(numbers, self.numbers, self._size)[0]] = True
            return there
        eights = self.bitmap.view(np.uint8)[numbers >> _BYTE_BITS]
        bits: NDArray[np.uint8] = eights >> (numbers & _LAST_BIT_OF_BYTE).astype(np.uint8) & np.uint8(1)
        return bits.astype(np.bool_)

    def __and__(self, other: "ArticleSet") -> "ArticleSet":
        if self.is_listed and other.is_listed:
            indexes, _ = meeting(self.numbers, other.numbers, self._size)
            return ArticleSet(self._size, numbers=self.numbers[indexes])
        if self.is_listed:
            return ArticleSet(self._size, numbers=self.numbers[other.holds(self.numbers)])
        if other.is_listed:
            return other & self
        return ArticleSet(self._size, bitmap=self.bitmap & other.bitmap)

    def __or__(self, other: "ArticleSet") -> "ArticleSet":
        return ArticleSet(self._size, bitmap=self.bitmap | other.bitmap)

    def __invert__(self) -> "ArticleSet":
        return ArticleSet(self._size, bitmap=~self.bitmap)


def set_of(numbers: Numbers, size: int) -> ArticleSet:
    """The set of articles of these numbers, int64, in any order, some of them more than once."""
    if len(numbers) * _SEARCHED_BELOW < size:
        numbers = np.sort(numbers)
        return ArticleSet(size, numbers=numbers[changes(numbers)])
    return ArticleSet(size, bitmap=_bits_of(numbers, size))


def _bits_of(numbers: Numbers, size: int) -> Bitmap:
    table = np.zeros(size, np.bool_)
    table[numbers] = True
    return np.packbits(table, bitorder="little").view(np.uint64)


def meeting(left: Numbers, right: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The indexes in `left` and in `right` of what is in both; all are int64, ascending, all numbers below `size`."""
    if len(left) > len(right):
        in_right, in_left = meeting(right, left, size)
        return in_left, in_right
    if not len(left):
        return left[:0], right[:0]
    if left is right:
        everywhere = np.arange(len(left))
        return everywhere, everywhere
    if len(left) * _SEARCHED_BELOW < size:
        found = np.searchsorted(right, left)
        found[found == len(right)] = 0
        there = np.flatnonzero(right[found] == left)
        return there, found[there]
    table = np.zeros(size, np.bool_)
    table[left] = True
    in_right = np.flatnonzero(table[right])
    if len(in_right) == len(left):
        return np.arange(len(left)), in_right
    table[left] = False
    table[right[in_right]] = True
    return np.flatnonzero(table[left]), in_right
