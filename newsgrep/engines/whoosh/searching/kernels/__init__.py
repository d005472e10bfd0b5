"""The kernels: operations on many articles of a generation at once, and the choice between two sets of them.

`plain` needs the standard library alone, and is what a short command uses. `vector` is numpy's: worth its import
where postings are many, or where the process stays. Both give the same answers to the bit; the evaluator (`matching`,
`occurrences`, `ranking`) is written once, over this contract. It is generic over the two types that a set of kernels
keeps to itself, so that mypy finds where one set's values are given to the other.

Articles are known by their numbers in the generation, see `segments`. In arrays these numbers are int64, the type that
numpy indexes by: to gather 100,000 of a million float64 takes 0.08 ms by int64 and 0.11 ms by uint32, which it converts.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, Self, TypeAlias, TypeVar

from newsgrep.engines.whoosh.bm25 import Weight
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.searching.segments import Segments, Terms

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels
    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels

VECTOR_FROM = 200_000
"""From so many postings on, to be looked at one by one, importing numpy pays."""
COMPARED_BY_VECTORS = 100_000
"""If a fuzzy word is compared with more words than this, importing numpy pays."""


class Combinable(Protocol):
    """What combines with its like."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


Articles = TypeVar("Articles", bound=Combinable)
"""A set of articles of a generation, the kernels' own."""
Articles_co = TypeVar("Articles_co", bound=Combinable, covariant=True)
Frequencies = TypeVar("Frequencies")
"""In which articles something occurs, and how often, the kernels' own; deleted articles may be among them."""

Ranked: TypeAlias = tuple[float, int]
"""The score of an article and its number."""


class Wanted(NamedTuple):
    """What may stand at one position: any of the words. `holders` stand in the same articles: the words, or their stems."""

    words: Terms
    holders: Terms


class Scored(NamedTuple, Generic[Frequencies]):
    """What scores: frequencies in a field, the field, and their weight."""

    frequencies: Frequencies
    field: str
    weight: Weight


class BlockMax(Protocol[Articles_co]):
    """Blocks of 64 articles, each with a bound that no score in it exceeds."""

    def take(self, most: int, least: float) -> Articles_co:
        """The articles in the blocks of the highest bounds, at most so many blocks; each is taken once.

        None of a block in which no score can be `least` or more.
        """
        ...


class Kernels(Protocol[Articles, Frequencies]):
    """The operations."""

    @property
    def everything(self) -> Articles:
        """All articles that are not deleted."""
        ...

    def live(self, articles: Articles) -> Articles:
        """Those of them that are not deleted."""
        ...

    def numbered(self, ranges: Iterable[range]) -> Articles:
        """The articles of these numbers."""
        ...

    def count(self, articles: Articles) -> int:
        """How many there are."""
        ...

    def ascending(self, articles: Articles, among: range) -> Iterator[int]:
        """The numbers of those whose numbers are in a range, the lowest first."""
        ...

    def descending(self, articles: Articles, among: range) -> Iterator[int]:
        """The numbers of those whose numbers are in a range, the highest first."""
        ...

    def occurring(self, terms: Terms) -> Frequencies:
        """Where any of the terms occurs; counts are the sums of theirs."""
        ...

    def phrase(self, slots: Sequence[Wanted]) -> Frequencies:
        """Where words stand one after the other, one of each slot; counted by where it begins."""
        ...

    def window(self, sides: Sequence[Sequence[Wanted]], slop: int) -> Frequencies:
        """Where phrases stand together, in any order, with at most `slop` words among them (see `proximity`)."""
        ...

    def articles(self, frequencies: Frequencies) -> Articles:
        """The articles in which something occurs."""
        ...

    def holding(self, terms: Terms) -> Articles:
        """The articles in which any of the terms occurs."""
        ...

    def are_few(self, articles: Articles, most: int) -> bool:
        """Say whether scoring them all, to find so many of the best, is sooner done than computing bounds."""
        ...

    def block_max(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> BlockMax[Articles]:
        """Their blocks, with bounds."""
        ...

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored[Frequencies]]) -> list[float]:
        """The scores of the articles of these ascending numbers."""
        ...

    def rank(
        self,
        articles: Articles,
        scored: Sequence[Scored[Frequencies]],
        best: Sequence[Ranked],
        most: int,
    ) -> list[Ranked]:
        """The best of these articles and of those in `best`, at least one of which is wanted, the best first.

        The best has the highest score, then the newest date, then the least id, which in a segment is the least
        number. Which of two segments holds the lesser id is the caller's to see: so there are as many as are
        wanted of each segment, of those that score no less than the last that is wanted.
        """
        ...


class TermKernels(Protocol):
    """Operations on many terms of a lexicon, which are known by their numbers."""

    def ending(self, lexicon: Lexicon, terms: Sequence[int], suffix: bytes, shortest: int) -> Sequence[int]:
        """Those of a lexicon's terms, by ascending numbers, that end with these bytes and have so many at least."""
        ...

    def similar(self, lexicon: Lexicon, signature: int, bits: int, lengths: range) -> Sequence[int]:
        """A lexicon's terms that have so many bytes, and whose signatures have at most so many bits more, and less."""
        ...

    def spelled(self, lexicon: Lexicon, terms: Sequence[int]) -> Iterable[str]:
        """A lexicon's terms as they are written."""
        ...


def import_numpy() -> None:
    """Import numpy into a process that answers one question and ends: sooner than a plain import.

    OpenBLAS, which comes with numpy and only multiplies matrices, starts a thread for each further processor that it
    may use, and these spin: 40 ms of processor time each, as much as the rest of the import. So the process may use
    one processor until numpy is there. Only Linux offers that; a process that stays may want the threads.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):  # where this is forbidden, those who use numpy import it as it is
        processors = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(processors)})
        try:
            import numpy  # noqa: F401, ICN001, PLC0415  imported for those who use it
        finally:
            os.sched_setaffinity(0, processors)


def plain_kernels(segments: Segments) -> "PlainKernels":
    """Those on the standard library."""
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels  # noqa: PLC0415  one of the two is needed

    return PlainKernels(segments)


def vector_kernels(segments: Segments) -> "VectorKernels":
    """Those on numpy. They may be kept as long as the segments."""
    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels  # noqa: PLC0415  imports numpy

    return VectorKernels(segments)


def term_kernels(*, vector: bool) -> TermKernels:
    """Those of either set."""
    if vector:
        from newsgrep.engines.whoosh.searching.kernels.vector import terms as vector_terms  # noqa: PLC0415  imports numpy

        return vector_terms
    from newsgrep.engines.whoosh.searching.kernels.plain import terms as plain_terms  # noqa: PLC0415  one of the two is needed

    return plain_terms
