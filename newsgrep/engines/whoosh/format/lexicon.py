"""A lexicon: the term dictionary of one field of a segment, with the posting list of each term.

Sections of the segment file, for a lexicon L of a segment of N articles. A posting is one article of one
term. A term is *common* if it occurs in more than one of 32 articles; its posting list is a bitmap.

    L.terms            B  the terms, UTF-8, sorted by code point, concatenated
    L.ends             I  for each term: where it ends in L.terms
    L.signatures       I  for each term: see `signature`; only for words
    L.starts           Q  for each term, and for the end: the number of its first posting
    L.common           I  the numbers of the common terms, ascending
    L.common_postings  Q  for each common term, and for the end: the postings of all common terms before it
    L.bitmaps          Q  for each common term ceil(N / 64) numbers: bit B of number W is article 64 * W + B
    L.bounds           I  for each common term as many numbers: the highest-scoring posting of 64 articles,
                          as its count * 65,536 + the length of its article; only for stems
    L.bounds_length    Q  one number: the mean length by which these scores were compared
    L.articles         H  for each posting of the other terms: the lower 16 bits of its article's number
    L.articles_high    B  the upper 8 bits; missing if the segment has at most 65,536 articles
    L.counts           B  for each posting: how often the term occurs in the article; 255 for 255 or more
    L.large            Q  the numbers of the postings with counts of 255 or more, ascending
    L.large_counts     I  the counts of these postings
    L.position_starts  Q  for each term, and for the end: where the positions of its first posting begin
    L.positions        H  the positions of each posting, ascending; of type I if one is above 65,535
    L.surfaces         I  for each term, the numbers of its surfaces in another lexicon: those of a stem are
                          words, those of a value are values as articles write them
    L.surfaces_ends    I  for each term: where its surfaces end

Only words and stems have counts, and only words have positions. Sections are read when they are needed.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import or_

from newsgrep.engines.whoosh.format.layout import Section, SectionFile
from newsgrep.engines.whoosh.format.strings import Strings
from newsgrep.immutable import NamedTuple

BLOCK_ARTICLES = 64
"""The articles of a block: those of one number of a bitmap."""
COMMON_SHARE = 32
"""A term in more than one of this number of articles is common: a list would be about as long as a bitmap."""
ARTICLES_IN_16_BITS = 1 << 16
LARGE_COUNT = 255
"""The byte of a count that is stored in `large_counts`."""
COUNTS_AND_POSITIONS = ("counts", "positions")
MAX_IN_BOUND = 0xFFFF
"""The highest count, and the highest length, in a bound. It stands for higher values too."""


class Postings(NamedTuple):
    """The posting list of one term, as views of the mapped file.

    The articles are a bitmap, or else ascending numbers: `low` has the lower 16 bits (H), `high` the upper 8
    (B), which are zero without `high`. `length` is the number of postings.

    `count_bytes` (B) has a count for each posting; None: every count is 1. `large` has (index of the posting,
    count) for each byte that is LARGE_COUNT. `positions` (H or I) has the positions of all postings,
    concatenated. `bounds` (I) has a number for each block.
    """

    length: int
    count_bytes: memoryview | None
    large: Sequence[tuple[int, int]]
    positions: memoryview | None
    low: memoryview | None = None
    high: memoryview | None = None
    bitmap: memoryview | None = None
    bounds: memoryview | None = None
    bounds_length: int = 0

    @property
    def articles(self) -> Sequence[int]:
        """The numbers of the articles, ascending; only for a list that is not a bitmap."""
        low: Sequence[int] = self.low if self.low is not None else ()
        if self.high is None:
            return low
        return list(map(or_, low, [byte << 16 for byte in self.high]))


def encode_term(term: str) -> bytes:
    """A term as UTF-8. Lone surrogates, which file names may contain, are kept."""
    return term.encode("utf-8", "surrogatepass")


def signature(term: bytes) -> int:
    """The set of a term's characters as 32 bits; the bit of a character is its first byte modulo 32.

    One edit removes at most one bit and adds at most one.
    """
    bits = 0
    for byte in term:
        if byte & 0xC0 != 0x80:  # noqa: PLR2004  the first byte of a character
            bits |= 1 << (byte & 31)
    return bits


def decode_term(term: bytes) -> str:
    """The inverse of `encode_term`."""
    return term.decode("utf-8", "surrogatepass")


class Lexicon:
    """A lexicon of a mapped segment. Terms are numbered in their sorted order."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self.name = name
        self._file = file
        self._columns: dict[str, Section | None] = {}
        self.terms = Strings(self.column("terms"), self.column("ends"))
        self.starts = self.column("starts")
        self._length = len(self.terms)

    def __len__(self) -> int:
        return self._length

    def column(self, name: str) -> Section:
        """A section, by its name without the lexicon's: see the module."""
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._file.section(f"{self.name}.{name}")
        return column

    def column_if_any(self, name: str) -> Section | None:
        """A section, if the lexicon has it."""
        if name not in self._columns:
            is_there = f"{self.name}.{name}" in self._file
            self._columns[name] = self.column(name) if is_there else None
        return self._columns[name]

    def has(self, name: str) -> bool:
        """Whether the lexicon has a section."""
        return self.column_if_any(name) is not None

    @cached_property
    def common(self) -> memoryview:
        """The numbers of the common terms, ascending."""
        return self.column("common").all()

    @cached_property
    def common_postings(self) -> memoryview:
        """For each common term, and for the end, the number of postings of all common terms before it."""
        return self.column("common_postings").all()

    def document_frequency(self, number: int) -> int:
        """The number of articles of the segment in which a term occurs, deleted ones included."""
        return self.starts.at(number + 1) - self.starts.at(number)

    def find(self, term: str) -> int | None:
        """The number of a term; None if the lexicon does not have it."""
        encoded = encode_term(term)
        number = self.terms.first_not_below(encoded)
        return number if number < self._length and self.terms.encoded(number) == encoded else None

    def find_several(self, terms: Collection[bytes]) -> dict[bytes, int]:
        """{term: number} of the terms that the lexicon has."""
        if len(terms) * len(self).bit_length() > len(self):
            own = self.terms.slice(0, len(self))
            return {term: number for number, term in enumerate(own) if term in terms}
        candidates = ((term, self.terms.first_not_below(term)) for term in terms)
        return {
            term: number
            for term, number in candidates
            if number < len(self) and self.terms.encoded(number) == term
        }

    def surfaces(self, number: int) -> memoryview:
        """The numbers of a term's surfaces in their own lexicon."""
        ends = self.column("surfaces_ends")
        return self.column("surfaces").part(ends.at(number - 1) if number else 0, ends.at(number))

    def with_prefix(self, prefix: str) -> range:
        """The numbers of the terms that begin with `prefix`, which are consecutive."""
        encoded = encode_term(prefix)
        first = self.terms.first_not_below(encoded)
        after = _successor(encoded)
        return range(first, len(self) if after is None else self.terms.first_not_below(after))

    def postings(self, number: int, read: Collection[str] = COUNTS_AND_POSITIONS) -> Postings:
        """The posting list of a term; `read` as in `runs`."""
        rank = bisect_left(self.common, number)
        if rank < len(self.common) and self.common[rank] == number:
            return self._of_common_term(number, rank, read)
        return self._of_run(number, number + 1, rank, read)

    def runs(self, terms: Sequence[int], read: Collection[str] = COUNTS_AND_POSITIONS) -> Iterator[Postings]:
        """The posting lists of ascending terms. Those of consecutive terms that are not common are one list.

        Articles in such a list ascend only within each term. `read`: counts and positions only as far as named, for
        reading them takes longer than reading the articles.
        """
        for first, stop in consecutive(terms):
            begin = first
            rank = bisect_left(self.common, first)
            while rank < len(self.common) and self.common[rank] < stop:
                number = self.common[rank]
                if begin < number:
                    yield self._of_run(begin, number, rank, read)
                yield self._of_common_term(number, rank, read)
                begin, rank = number + 1, rank + 1
            if begin < stop:
                yield self._of_run(begin, stop, rank, read)

    def _of_common_term(self, number: int, rank: int, read: Collection[str]) -> Postings:
        has_bounds = self.has("bounds")
        begin, end = self.starts.at(number), self.starts.at(number + 1)
        return Postings(
            end - begin,
            *self._counts(begin, end, read),
            self._positions(number, number + 1, read),
            bitmap=self._of_common("bitmaps", rank),
            bounds=self._of_common("bounds", rank) if has_bounds else None,
            bounds_length=self.column("bounds_length")[0] if has_bounds else 0,
        )

    def _of_run(self, first: int, stop: int, rank: int, read: Collection[str]) -> Postings:
        """The lists of terms that are not common. `rank` is the number of common terms before them."""
        begin, end = self.starts.at(first), self.starts.at(stop)
        before, high = self.common_postings[rank], self.column_if_any("articles_high")
        return Postings(
            end - begin,
            *self._counts(begin, end, read),
            self._positions(first, stop, read),
            self.column("articles").part(begin - before, end - before),
            None if high is None else high.part(begin - before, end - before),
        )

    def _counts(
        self, begin: int, end: int, read: Collection[str]
    ) -> tuple[memoryview | None, Sequence[tuple[int, int]]]:
        """The bytes of the counts of postings, and the large counts."""
        counts = self.column_if_any("counts") if "counts" in read else None
        return (None, ()) if counts is None else (counts.part(begin, end), self._large_counts(begin, end))

    def _positions(self, first: int, stop: int, read: Collection[str]) -> memoryview | None:
        """The positions of the postings of terms."""
        positions = self.column_if_any("positions") if "positions" in read else None
        if positions is None:
            return None
        starts = self.column("position_starts")
        return positions.part(starts.at(first), starts.at(stop))

    def _of_common(self, name: str, rank: int) -> memoryview:
        column = self.column(name)
        blocks = len(column) // len(self.common)
        return column.part(rank * blocks, (rank + 1) * blocks)

    def _large_counts(self, begin: int, end: int) -> list[tuple[int, int]]:
        numbers = self.column("large")
        if not len(numbers):
            return []
        first = bisect_left(numbers, begin)
        stop = bisect_left(numbers, end, first)
        counts = self.column("large_counts")
        return [(numbers[index] - begin, counts[index]) for index in range(first, stop)]


def consecutive(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as (first, last + 1) of each run of consecutive ones."""
    if isinstance(numbers, range) or len(numbers) == 1:
        if len(numbers):
            yield numbers[0], numbers[-1] + 1
        return
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        together = [number for _, number in group]
        yield together[0], together[-1] + 1


def _successor(prefix: bytes) -> bytes | None:
    """The least string that is greater than all that begin with `prefix`; None if there is none."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
