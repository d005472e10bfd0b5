"""A lexicon: the sorted terms of one field of a segment, each with the list of articles that hold it.

Sections of the segment file, for a lexicon called L of a segment of N articles. A posting is one article of one
term's list. A term is *common* when it stands in more than one of 32 articles: then its list is a bitmap.

    L.terms            B  the terms, UTF-8, sorted by code point, one after the other
    L.ends             I  for each term: where it ends in L.terms
    L.signatures       I  for each term: see `signature`; for words alone
    L.starts           Q  for each term, and one more: the number of its first posting
    L.common           I  the numbers of the common terms, ascending
    L.common_postings  Q  for each of them, and one more: the postings of all common terms before it
    L.bitmaps          Q  for each of them: ceil(N / 64) numbers; bit B of number W stands for article 64 * W + B
    L.bounds           I  for each of them, as many numbers: the posting of the highest score among each 64 articles,
                          its count * 65,536 + the article's length; for stems alone
    L.bounds_length    Q  one number, the mean length of an article for which that posting was the highest
    L.articles         H  for each posting of the other terms: its article's number, ascending in a list, the lower 16 bits
    L.articles_high    B  and the upper 8 bits; missing where a segment has at most 65,536 articles
    L.counts           B  for each posting: how often the term stands in the article; 255: see below
    L.large            Q  the numbers of postings with counts of 255 and more, ascending
    L.large_counts     I  their counts
    L.position_starts  Q  for each term, and one more: where its first posting's positions begin
    L.positions        H  ascending, posting after posting; of type I where one is above 65,535
    L.surfaces         I  the numbers of each term's surfaces in another lexicon: those of the first term, of the second,
                          and so on; of stems among the words, of values among the values as they are written
    L.surfaces_ends    I  for each term: where its surfaces end

Lexicons of whole values have no counts, those of values and of stems no positions. Nothing is read but what is asked
for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from operator import or_
from typing import NamedTuple

from newsgrep.engines.whoosh.format.layout import Section, SectionFile

BLOCK_ARTICLES = 64
"""A block is so many articles: one number of a bitmap."""
COMMON_SHARE = 32
"""A term in more than one of so many articles is common: a list would be about as long as the bitmap."""
ARTICLES_IN_16_BITS = 1 << 16
LARGE_COUNT = 255
"""A count, in its byte, that is kept elsewhere."""
_DENSE = 4
"""One string of so many, or more: then all are read at once."""
_PIVOTS = 1 << 12
"""So many strings, about, are remembered to begin a search among sorted ones with."""
MOST_IN_BOUNDS = 0xFFFF
"""In a bound: a count of so much or more, which bounds nothing; or a length of so much or more."""


class Postings(NamedTuple):
    """The list of one term, in place: a bitmap, or ascending article numbers, and columns of equal length.

    `low` and `high` are the lower 16 and the upper 8 bits of the numbers; without `high` these are all zero.

    `count_bytes` is None where every count is 1; `large` has (index in the list, count) of each count whose byte is
    LARGE_COUNT. `positions` has those of all articles, one after the other.
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
        """The numbers of the articles, of a list that is no bitmap."""
        low: Sequence[int] = self.low if self.low is not None else ()
        if self.high is None:
            return low
        return list(map(or_, low, [byte << 16 for byte in self.high]))


def encode_term(term: str) -> bytes:
    """A term as it is stored: lone surrogates, which file names may hold, pass through."""
    return term.encode("utf-8", "surrogatepass")


def signature(term: bytes) -> int:
    """Which characters a term has: a bit for each class of them, that of a character its first byte modulo 32.

    An edit of one character takes at most one bit of it away and adds at most one.
    """
    bits = 0
    for byte in term:
        if byte & 0xC0 != 0x80:  # noqa: PLR2004  not a character's second byte or a later one
            bits |= 1 << (byte & 31)
    return bits


def decode_term(term: bytes) -> str:
    """What `encode_term` has encoded."""
    return term.decode("utf-8", "surrogatepass")


class Strings:
    """Strings stored one after the other, UTF-8, each known by its number."""

    def __init__(self, texts: Section, ends: Section) -> None:
        self._texts = texts
        self._ends = ends
        self._pivots: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return decode_term(self.encoded(number))

    def encoded(self, number: int) -> bytes:
        """A string's bytes."""
        start = self._ends.at(number - 1) if number else 0
        return self._texts.part(start, self._ends.at(number)).tobytes()

    def length(self, number: int) -> int:
        """How many bytes a string has."""
        end: int = self._ends[number]
        return end - self._ends[number - 1] if number else end

    def slice(self, first: int, stop: int) -> list[bytes]:
        """The bytes of the strings from `first` to below `stop`."""
        if first == stop:
            return []
        start: int = self._ends[first - 1] if first else 0
        ends = self._ends[first:stop].tolist()
        texts = self._texts[start : ends[-1]].tobytes()
        places = [0, *(end - start for end in ends)]
        return [texts[begin:end] for begin, end in pairwise(places)]

    def several(self, numbers: Sequence[int]) -> list[bytes]:
        """The bytes of the strings of these numbers."""
        if isinstance(numbers, range):
            return self.slice(numbers.start, numbers.stop)
        if len(numbers) * _DENSE > len(self):
            strings = self.slice(0, len(self))
            return [strings[number] for number in numbers]
        end_of, part = self._ends.at, self._texts.part
        return [part(end_of(number - 1) if number else 0, end_of(number)).tobytes() for number in numbers]

    def first_not_below(self, wanted: bytes) -> int:
        """The number of the first string that is not less, of sorted ones."""
        low, high = 0, len(self)
        near, pivots = high // _PIVOTS, self._pivots
        while high - low > near:
            middle = (low + high) // 2
            pivot = pivots.get(middle)
            if pivot is None:
                pivot = pivots[middle] = self.encoded(middle)
            if pivot < wanted:
                low = middle + 1
            else:
                high = middle
        while low < high:
            middle = (low + high) // 2
            if self.encoded(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def containing(self, wanted: bytes) -> list[int]:
        """The numbers of the strings that hold `wanted`, ascending: all texts are looked through once."""
        if not len(self):
            return []
        texts, ends = self._texts.all().tobytes(), self._ends.all()
        numbers: list[int] = []
        place = texts.find(wanted)
        while place >= 0:
            number = bisect_right(ends, place)
            if place + len(wanted) <= ends[number]:
                numbers.append(number)
                place = texts.find(wanted, ends[number])
            else:  # it stands across two of them
                place = texts.find(wanted, place + 1)
        return numbers


class Lexicon:
    """A lexicon of a segment, read in place. A term is known by its number in the sorted order."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self.name = name
        self._file = file
        self._columns: dict[str, Section] = {}
        self.terms = Strings(self.column("terms"), self.column("ends"))
        self.starts = self.column("starts")

    def __len__(self) -> int:
        return len(self.terms)

    def column(self, name: str) -> Section:
        """A section by its name; see the module."""
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._file.section(f"{self.name}.{name}")
        return column

    def has(self, name: str) -> bool:
        """Say whether the lexicon has this section."""
        return name in self._columns or f"{self.name}.{name}" in self._file

    @cached_property
    def common(self) -> memoryview:
        """The numbers of the common terms."""
        return self.column("common").all()

    @cached_property
    def common_postings(self) -> memoryview:
        """For each common term, and one more, the postings of all common terms before it."""
        return self.column("common_postings").all()

    def document_frequency(self, number: int) -> int:
        """In how many articles of the segment, deleted ones included, the term stands."""
        return self.starts.at(number + 1) - self.starts.at(number)

    def find(self, term: str) -> int | None:
        """The term's number, None if no article holds it."""
        wanted = encode_term(term)
        number = self.terms.first_not_below(wanted)
        return number if number < len(self) and self.terms.encoded(number) == wanted else None

    def find_several(self, terms: Collection[bytes]) -> dict[bytes, int]:
        """The numbers of those of the terms that it holds."""
        if len(terms) * len(self).bit_length() > len(self):
            own = self.terms.slice(0, len(self))
            return {term: number for number, term in enumerate(own) if term in terms}
        places = ((term, self.terms.first_not_below(term)) for term in terms)
        return {
            term: number
            for term, number in places
            if number < len(self) and self.terms.encoded(number) == term
        }

    def surfaces(self, number: int) -> memoryview:
        """The numbers of a term's surfaces, in the lexicon that they stand in."""
        ends = self.column("surfaces_ends")
        return self.column("surfaces").part(ends.at(number - 1) if number else 0, ends.at(number))

    def with_prefix(self, prefix: str) -> range:
        """The numbers of the terms that begin with `prefix`: they follow each other."""
        wanted = encode_term(prefix)
        first = self.terms.first_not_below(wanted)
        after = _successor(wanted)
        return range(first, len(self) if after is None else self.terms.first_not_below(after))

    def postings(self, number: int) -> Postings:
        """The articles that hold the term."""
        rank = bisect_left(self.common, number)
        if rank < len(self.common) and self.common[rank] == number:
            return self._of_common_term(number, rank)
        return self._of_run(number, number + 1, rank)

    def runs(self, terms: Sequence[int]) -> Iterator[Postings]:
        """The lists of ascending terms: of terms that follow each other as one, unless they are common.

        Such a list ascends for each of its terms only.
        """
        for first, stop in consecutive(terms):
            begin = first
            rank = bisect_left(self.common, first)
            while rank < len(self.common) and self.common[rank] < stop:
                number = self.common[rank]
                if begin < number:
                    yield self._of_run(begin, number, rank)
                yield self._of_common_term(number, rank)
                begin, rank = number + 1, rank + 1
            if begin < stop:
                yield self._of_run(begin, stop, rank)

    def _of_common_term(self, number: int, rank: int) -> Postings:
        has_bounds = self.has("bounds")
        return Postings(
            *self._counts_and_positions(number, number + 1),
            bitmap=self._of_common("bitmaps", rank),
            bounds=self._of_common("bounds", rank) if has_bounds else None,
            bounds_length=self.column("bounds_length")[0] if has_bounds else 0,
        )

    def _of_run(self, first: int, stop: int, rank: int) -> Postings:
        """The lists of terms, none of them common, that have so many common ones before them."""
        before = self.common_postings[rank]
        begin, end = self.starts.at(first) - before, self.starts.at(stop) - before
        return Postings(
            *self._counts_and_positions(first, stop),
            low=self.column("articles").part(begin, end),
            high=self.column("articles_high").part(begin, end) if self.has("articles_high") else None,
        )

    def _counts_and_positions(
        self, first: int, stop: int
    ) -> tuple[int, memoryview | None, Sequence[tuple[int, int]], memoryview | None]:
        begin, end = self.starts.at(first), self.starts.at(stop)
        count_bytes = positions = None
        large: Sequence[tuple[int, int]] = ()
        if self.has("counts"):
            count_bytes = self.column("counts").part(begin, end)
            large = self._large_counts(begin, end)
        if self.has("positions"):
            starts = self.column("position_starts")
            positions = self.column("positions").part(starts.at(first), starts.at(stop))
        return end - begin, count_bytes, large, positions

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
        return [(numbers[place] - begin, counts[place]) for place in range(first, stop)]


def consecutive(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as (first, after the last) of those that follow each other."""
    if isinstance(numbers, range) or len(numbers) == 1:
        if len(numbers):
            yield numbers[0], numbers[-1] + 1
        return
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        together = [number for _, number in group]
        yield together[0], together[-1] + 1


def _successor(prefix: bytes) -> bytes | None:
    """The least string above all that begin with `prefix`; None if there is none."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
