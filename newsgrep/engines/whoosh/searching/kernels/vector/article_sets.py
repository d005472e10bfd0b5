"""Sets of articles, on numpy: ascending numbers if there are few, else a bitmap."""

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
_TABLED_FROM = 512
"""Numbers of at least one in this number of the articles are marked in a table, fewer are searched."""


class ArticleSet:
    """A set of articles of a generation; numbers are below `size`, a multiple of 64.

    `&`, `|` and `~` combine sets.

    It is given as `numbers`, ascending, int64 of one dimension; or as `bitmap`, uint64 of shape (size / 64,).
    """

    def __init__(self, size: int, *, numbers: Numbers | None = None, bitmap: Bitmap | None = None) -> None:
        self._size = size
        self.is_listed = numbers is not None
        """Whether it was given as numbers."""
        if numbers is not None:
            self.numbers = numbers
        if bitmap is not None:
            self.bitmap = bitmap

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the articles: ascending, int64."""
        return numbers_in(self.bitmap)

    @cached_property
    def bitmap(self) -> Bitmap:
        """A bit for each number: uint64 of shape (size / 64,)."""
        return _bits_of(self.numbers, self._size)

    @cached_property
    def blocks(self) -> Numbers:
        """The numbers of the blocks of 64 articles that are not empty: ascending, int64."""
        if self.is_listed:
            blocks = self.numbers >> BLOCK_BITS
            return blocks[changes(blocks)]
        inhabited: Numbers = (self.bitmap != 0).nonzero()[0]
        return inhabited

    @cached_property
    def count(self) -> int:
        """The number of articles."""
        return len(self.numbers) if self.is_listed else int(np.bitwise_count(self.bitmap).sum(dtype=np.int64))

    def extent(self, within: range) -> range:
        """The articles in a range of numbers, for `part`: the indexes of their numbers or of their blocks."""
        if self.is_listed:
            return range(*self.numbers.searchsorted((within.start, within.stop)).tolist())
        return range(within.start // BLOCK_ARTICLES, -(-within.stop // BLOCK_ARTICLES))

    def part(self, part: range, within: range) -> Numbers:
        """The numbers of the articles of a part of `extent(within)`: ascending, int64."""
        if self.is_listed:
            return self.numbers[part.start : part.stop]
        numbers = numbers_in(self.bitmap[part.start : part.stop]) + part.start * BLOCK_ARTICLES
        return numbers[slice(*numbers.searchsorted((within.start, within.stop)).tolist())]

    def contains(self, numbers: Numbers) -> NDArray[np.bool_]:
        """For each of the numbers, which ascend, whether it is in the set: bool of shape (len(numbers),)."""
        if self.is_listed:
            is_contained = np.zeros(len(numbers), np.bool_)
            is_contained[intersect(numbers, self.numbers, self._size)[0]] = True
            return is_contained
        octets = self.bitmap.view(np.uint8)[numbers >> _BYTE_BITS]
        bits: NDArray[np.uint8] = octets >> (numbers & _LAST_BIT_OF_BYTE).astype(np.uint8) & np.uint8(1)
        return bits.astype(np.bool_)

    def __and__(self, other: "ArticleSet") -> "ArticleSet":
        if self.is_listed and other.is_listed:
            indexes, _ = intersect(self.numbers, other.numbers, self._size)
            return ArticleSet(self._size, numbers=self.numbers[indexes])
        if self.is_listed:
            return ArticleSet(self._size, numbers=self.numbers[other.contains(self.numbers)])
        if other.is_listed:
            return other & self
        return ArticleSet(self._size, bitmap=self.bitmap & other.bitmap)

    def __or__(self, other: "ArticleSet") -> "ArticleSet":
        return ArticleSet(self._size, bitmap=self.bitmap | other.bitmap)

    def __invert__(self) -> "ArticleSet":
        return ArticleSet(self._size, bitmap=~self.bitmap)


def set_of(numbers: Numbers, size: int) -> ArticleSet:
    """The set of articles with these numbers: int64, in any order, with repetitions."""
    if len(numbers) * _TABLED_FROM < size:
        numbers = np.sort(numbers)
        return ArticleSet(size, numbers=numbers[changes(numbers)])
    return ArticleSet(size, bitmap=_bits_of(numbers, size))


def _bits_of(numbers: Numbers, size: int) -> Bitmap:
    table = np.zeros(size, np.bool_)
    table[numbers] = True
    return np.packbits(table, bitorder="little").view(np.uint64)


def intersect(left: Numbers, right: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The indexes in `left` and in `right` of the numbers that are in both: int64, both of one length.

    `left` and `right` are int64 and ascend, and all numbers are below `size`.
    """
    if len(left) > len(right):
        in_right, in_left = intersect(right, left, size)
        return in_left, in_right
    if not len(left):
        return left[:0], right[:0]
    if left is right:
        everything = np.arange(len(left))
        return everything, everything
    if len(left) * _TABLED_FROM < size:
        candidates = right.searchsorted(left)
        candidates[candidates == len(right)] = 0
        in_left = (right[candidates] == left).nonzero()[0]
        return in_left, candidates[in_left]
    table = np.zeros(size, np.bool_)
    table[left] = True
    in_right = table[right].nonzero()[0]
    if len(in_right) == len(left):
        return np.arange(len(left)), in_right
    table[left] = False
    table[right[in_right]] = True
    return table[left].nonzero()[0], in_right
