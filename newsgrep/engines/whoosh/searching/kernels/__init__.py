"""Kernels: operations on many articles of a generation at once. There are two sets of them, chosen here.

`plain` needs only the standard library; short commands use it. `vector` uses numpy, which is worth its import
time if there are many postings or the process stays. Both give the same answers to the bit. The evaluator
(`matching`, `occurrences`, `ranking`) is written once, over this contract. The contract is generic over the
types that belong to one set of kernels, so that mypy finds where the values of one set are given to the
other.

Articles are identified by their numbers in the generation, see `segments`. In arrays these are int64, because
numpy indexes with that type: gathering 100,000 of a million float64 takes 0.08 ms with int64, and 0.11 ms
with uint32.
"""

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeAlias, TypeVar

from newsgrep.engines.bm25 import Weight
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.searching.segments import Segments, Terms
from newsgrep.immutable import NamedTuple

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels
    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels

VECTOR_POSTINGS = 200_000
"""Importing numpy is worth its time if a query reads this number of postings or more."""
VECTOR_WORDS = 100_000
"""Importing numpy is worth its time if a fuzzy word is compared with more words than this."""


class Combinable(Protocol):
    """A set that supports AND, OR and NOT."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


Articles = TypeVar("Articles", bound=Combinable)
"""A set of articles of a generation; each set of kernels has its own type."""
Frequencies = TypeVar("Frequencies")
"""The articles in which something occurs, deleted ones included, with the count in each; each set of kernels
has its own type."""

Ranked: TypeAlias = tuple[float, int]
"""The score of an article, and its number."""


class PositionTerms(NamedTuple):
    """The alternatives for one position of a phrase: any of `words`.

    `article_terms` have the same articles: they are the words, or their stems.
    """

    words: Terms
    article_terms: Terms


Phrase: TypeAlias = Sequence[PositionTerms | None]
"""The alternatives for each position of a phrase, in order; None for any one word, which the first and the last are not."""


class Scored(NamedTuple, Generic[Frequencies]):
    """A scored part of a query: its frequencies in a field, the field, and its weight."""

    frequencies: Frequencies
    field: str
    weight: Weight


class BlockMax(ABC):
    """The articles of a set in blocks of 64, each block with an upper bound of its scores."""

    @abstractmethod
    def rank(self, blocks: int, best: Sequence[Ranked], limit: int) -> list[Ranked] | None:
        """`Kernels.rank` of the articles in `best` and in further blocks.

        These are at most `blocks` blocks, those with the highest bounds. Each block is taken once. A block is
        left out if its bound is below the score of article `limit` of `best`. None if no block is left.
        """


class Kernels(ABC, Generic[Articles, Frequencies]):
    """The operations on sets of articles and on frequencies."""

    @property
    @abstractmethod
    def everything(self) -> Articles:
        """All articles that are not deleted."""

    @abstractmethod
    def live(self, articles: Articles) -> Articles:
        """The articles of a set that are not deleted."""

    @abstractmethod
    def numbered(self, ranges: Iterable[range]) -> Articles:
        """The articles with numbers in these ranges."""

    @abstractmethod
    def count(self, articles: Articles) -> int:
        """The number of articles in a set."""

    @abstractmethod
    def ascending(self, articles: Articles, within: range) -> Iterator[int]:
        """The numbers of a set's articles in a range of numbers, ascending."""

    @abstractmethod
    def descending(self, articles: Articles, within: range) -> Iterator[int]:
        """The numbers of a set's articles in a range of numbers, descending."""

    @abstractmethod
    def frequencies(self, terms: Terms) -> Frequencies:
        """The frequencies of several terms as one: counts are sums."""

    @abstractmethod
    def phrase(self, slots: Phrase, within: Articles | None) -> Frequencies:
        """The frequencies of a phrase: consecutive words, one of each slot. Equal beginnings count once.

        `within`: only in these articles, of which none is deleted.
        """

    @abstractmethod
    def pair(
        self,
        left: Sequence[Phrase],
        right: Sequence[Phrase],
        slop: int,
        within: Articles | None,
        *,
        ordered: bool,
    ) -> Frequencies:
        """The frequencies of any of `left` with any of `right` (see `proximity.pair_beginnings`); `within` as above."""

    @abstractmethod
    def window(self, words: Sequence[PositionTerms], slop: int, within: Articles | None) -> Frequencies:
        """The frequencies of all words in any order, with at most `slop` others among them (see `proximity`); `within` as above."""

    @abstractmethod
    def articles(self, frequencies: Frequencies) -> Articles:
        """The articles of frequencies."""

    @abstractmethod
    def containing(self, terms: Terms) -> Articles:
        """The articles that contain any of the terms."""

    @abstractmethod
    def ranks_exhaustively(self, articles: Articles, limit: int, parts: int) -> bool:
        """Whether scoring all articles is faster than computing bounds, to find the `limit` best of so many scored parts."""

    @abstractmethod
    def block_max(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> BlockMax:
        """The articles in blocks, with bounds."""

    @abstractmethod
    def scores(self, numbers: Sequence[int], scored: Sequence[Scored[Frequencies]]) -> list[float]:
        """The scores of the articles with these ascending numbers."""

    @abstractmethod
    def rank(self, articles: Articles, scored: Sequence[Scored[Frequencies]], limit: int) -> list[Ranked]:
        """The `limit` best articles, best first; `limit` is at least 1.

        They are sorted by score, then by date, newest first, then by id. Within a segment the order of ids is
        that of numbers. Across segments the caller must compare ids. For this, the result may be longer than
        `limit`: it also has further articles that tie with the last one, at most `limit` of each segment.
        """


class TermKernels(Protocol):
    """Operations on many terms of a lexicon, given by their ascending numbers."""

    def with_suffix(
        self, lexicon: Lexicon, terms: Sequence[int], suffix: bytes, min_bytes: int
    ) -> Sequence[int]:
        """The numbers of those `terms` that end with `suffix` and have at least `min_bytes` bytes."""
        ...

    def with_similar_signature(
        self, lexicon: Lexicon, signature: int, bits: int, lengths: range
    ) -> Sequence[int]:
        """The numbers of all terms with a similar signature and a number of bytes in `lengths`.

        A similar signature has at most `bits` bits that `signature` lacks, and lacks at most `bits` of its
        bits.
        """
        ...

    def decoded(self, lexicon: Lexicon, terms: Sequence[int]) -> Iterable[str]:
        """The terms as text."""
        ...


def import_numpy() -> None:
    """Import numpy into a process that answers one query and ends, faster than a plain import.

    numpy brings OpenBLAS, which is needed only to multiply matrices. At its import it starts a thread for
    each further processor that the process may use, and each spins for 40 ms of processor time, as long as
    the rest of the import. So the process is restricted to one processor during the import. Only Linux
    supports this.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):  # if this is forbidden, numpy is imported later without it
        processors = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(processors)})
        try:
            import numpy  # noqa: F401, ICN001, PLC0415  only its import matters
        finally:
            os.sched_setaffinity(0, processors)


def plain_kernels(segments: Segments) -> "PlainKernels":
    """The kernels on the standard library."""
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels  # noqa: PLC0415  one of the two is needed

    return PlainKernels(segments)


def vector_kernels(segments: Segments) -> "VectorKernels":
    """The kernels on numpy. They may be kept as long as the segments."""
    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels  # noqa: PLC0415  imports numpy

    return VectorKernels(segments)


def term_kernels(*, vector: bool) -> TermKernels:
    """The term kernels of one of the two sets."""
    if vector:
        from newsgrep.engines.whoosh.searching.kernels.vector import terms as vector_terms  # noqa: PLC0415  imports numpy

        return vector_terms
    from newsgrep.engines.whoosh.searching.kernels.plain import terms as plain_terms  # noqa: PLC0415  one of the two is needed

    return plain_terms
