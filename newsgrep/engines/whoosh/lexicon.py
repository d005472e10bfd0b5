"""A lexicon: the sorted terms of one field of a segment, each with the list of articles that hold it.

Sections of the segment file, for a lexicon called L:

    L.terms      the terms, UTF-8, sorted by code point, one after the other
    L.ends       u32 a term: where it ends in L.terms
    L.df         u32 a term: in how many articles it stands
    L.starts     u64 a term, and one more: where its list begins in L.postings
    L.checksums  u32 a term: CRC-32 of its list
    L.postings   the lists: u32 article numbers, ascending; then, for counted terms, u32 counts; then, for terms
                 with positions, the u32 positions of the first article, of the second, and so on

A list says by its length which of the three it is. Only the lists that a query asks for are read and verified.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from newsgrep.engines.whoosh.layout import SectionFile, pack, unpack

_NUMBER = 4


@dataclass(slots=True)
class PostingList:
    """The articles that hold one term, as it is gathered: see `Postings`."""

    articles: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Postings:
    """The articles that hold one term: their numbers, ascending, and for each its count and its positions.

    `counts` is empty in a lexicon of whole values, `positions` (those of all articles, one after the other)
    in one of stems.
    """

    articles: Sequence[int]
    counts: Sequence[int]
    positions: Sequence[int]

    def positions_by_article(self) -> Iterator[tuple[int, Sequence[int]]]:
        """(article number, its ascending positions), article by article."""
        end = 0
        for article, count in zip(self.articles, self.counts, strict=True):
            start, end = end, end + count
            yield article, self.positions[start:end]


def encode_term(term: str) -> bytes:
    """A term as it is stored: lone surrogates, which file names may hold, pass through."""
    return term.encode("utf-8", "surrogatepass")


def decode_strings(texts: memoryview, ends: Sequence[int], number: int) -> str:
    """String number `number` of strings stored one after the other."""
    start = ends[number - 1] if number else 0
    return texts[start : ends[number]].tobytes().decode("utf-8", "surrogatepass")


def string_sections(name: str, ends_name: str, strings: Iterable[bytes]) -> dict[str, bytes]:
    """Sections for strings stored one after the other."""
    held = list(strings)
    return {name: b"".join(held), ends_name: pack("I", accumulate(map(len, held)))}


def lexicon_sections(name: str, lists: Mapping[str, PostingList]) -> dict[str, bytes]:
    """The sections of a lexicon."""
    terms = sorted((encode_term(term), postings) for term, postings in lists.items())
    packed = [pack("I", (*postings.articles, *postings.counts, *postings.positions)) for _, postings in terms]
    return {
        **string_sections(f"{name}.terms", f"{name}.ends", (term for term, _ in terms)),
        f"{name}.df": pack("I", (len(postings.articles) for _, postings in terms)),
        f"{name}.starts": pack("Q", accumulate(map(len, packed), initial=0)),
        f"{name}.checksums": pack("I", map(zlib.crc32, packed)),
        f"{name}.postings": b"".join(packed),
    }


class Lexicon:
    """A lexicon of a segment, read in place. A term is known by its number in the sorted order."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name
        self._terms = file.section(f"{name}.terms")
        self._ends = file.numbers(f"{name}.ends", "I")
        self._df = file.numbers(f"{name}.df", "I")
        self._starts = file.numbers(f"{name}.starts", "Q")
        self._checksums = file.numbers(f"{name}.checksums", "I")
        self._postings = file.section(f"{name}.postings", verify=False)

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, number: int) -> str:
        """The term of a number."""
        return decode_strings(self._terms, self._ends, number)

    def document_frequency(self, number: int) -> int:
        """In how many articles of the segment, deleted ones included, the term stands."""
        return self._df[number]

    def find(self, term: str) -> int | None:
        """The term's number, None if no article holds it."""
        wanted = encode_term(term)
        number = self._first_not_below(wanted)
        return number if number < len(self) and self._bytes(number) == wanted else None

    def with_prefix(self, prefix: str) -> range:
        """The numbers of the terms that begin with `prefix`: they follow each other."""
        wanted = encode_term(prefix)
        first = self._first_not_below(wanted)
        after = _successor(wanted)
        return range(first, len(self) if after is None else self._first_not_below(after))

    def postings(self, number: int) -> Postings:
        """The articles that hold the term."""
        data = self._postings[self._starts[number] : self._starts[number + 1]]
        if zlib.crc32(data) != self._checksums[number]:
            raise self._file.damaged(f"the checksum of a list of {self._name} differs")
        numbers = unpack(data, "I")
        count = self._df[number]
        return Postings(numbers[:count], numbers[count : 2 * count], numbers[2 * count :])

    def _bytes(self, number: int) -> memoryview:
        return self._terms[self._ends[number - 1] if number else 0 : self._ends[number]]

    def _first_not_below(self, wanted: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle).tobytes() < wanted:
                low = middle + 1
            else:
                high = middle
        return low


def _successor(prefix: bytes) -> bytes | None:
    """The least string above all that begin with `prefix`; None if there is none."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
