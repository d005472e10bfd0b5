"""The kernels: operations on many articles of a snapshot at once, and the choice between two sets of them.

`plain` needs the standard library alone, and is what a short command uses. `vector` is numpy's: worth its import
where postings are many, or where the process stays. Both give the same answers to the bit; the evaluator (`matching`,
`ranking`, `answer`) is written once, over this contract.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from newsgrep.engines.whoosh.bm25 import Weight
from newsgrep.engines.whoosh.lexicon import Lexicon
from newsgrep.engines.whoosh.segments import Segments, Terms

ArticleSet: TypeAlias = Any
"""Articles of a snapshot, the kernels' own; `&`, `|` and `~` combine them."""
Vector: TypeAlias = Any
"""A list of numbers or an array of them, the kernels' own."""

Ranked: TypeAlias = tuple[float, int]
"""The score of an article and its number."""

VECTOR_FROM = 200_000
"""From so many postings on, to be looked at one by one, importing numpy pays."""


class Frequencies(Protocol):
    """In which articles something occurs, and how often; deleted articles may be among them."""

    @property
    def articles(self) -> ArticleSet:
        """In which."""
        ...


class Wanted(NamedTuple):
    """What may stand at one position: any of the words. `holders` stand in the same articles: the words, or their stems."""

    words: Terms
    holders: Terms


class Scored(NamedTuple):
    """What scores: frequencies in a field, the field, and their weight."""

    frequencies: Any
    field: str
    weight: Weight


class PromisingBlocks(Protocol):
    """Blocks of 64 articles, each taken at most once."""

    def take(self, most: int, least: float) -> Vector:
        """The ascending numbers of the articles in the most promising blocks, at most so many blocks.

        None of a block in which no score can be `least` or more.
        """
        ...


class Kernels(Protocol):
    """The operations. Articles are known by their numbers in the snapshot, see `segments`."""

    @property
    def everything(self) -> ArticleSet:
        """All articles that are not deleted."""
        ...

    def live(self, articles: ArticleSet) -> ArticleSet:
        """Those of them that are not deleted."""
        ...

    def numbered(self, ranges: Sequence[range]) -> ArticleSet:
        """The articles of these numbers."""
        ...

    def count(self, articles: ArticleSet) -> int:
        """How many there are."""
        ...

    def ascending(self, articles: ArticleSet, segment: int) -> Iterator[int]:
        """The numbers of those in a segment."""
        ...

    def descending(self, articles: ArticleSet, segment: int) -> Iterator[int]:
        """The numbers of those in a segment, the highest first."""
        ...

    def occurring(self, terms: Terms) -> Frequencies:
        """Where any of the terms occurs; counts are the sums of theirs."""
        ...

    def holding(self, terms: Terms) -> ArticleSet:
        """The articles that hold any of the terms."""
        ...

    def phrase(self, slots: Sequence[Wanted]) -> Frequencies:
        """Where words stand one after the other, one of each slot; counted by where it begins."""
        ...

    def window(self, sides: Sequence[Sequence[Wanted]], slack: int) -> Frequencies:
        """Where phrases stand together, in any order, with at most `slack` words among them (see `proximity`)."""
        ...

    def are_few(self, articles: ArticleSet, most: int) -> bool:
        """Say whether scoring them all, to find so many of the best, is sooner done than computing bounds."""
        ...

    def numbers(self, articles: ArticleSet) -> Vector:
        """Their numbers, ascending."""
        ...

    def promising(self, articles: ArticleSet, scored: Sequence[Scored]) -> PromisingBlocks:
        """Their blocks, and for each what no score in it exceeds."""
        ...

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored]) -> Sequence[float]:
        """The scores of the articles of these ascending numbers."""
        ...

    def rank(
        self,
        numbers: Vector,
        scored: Sequence[Scored],
        best: Sequence[Ranked],
        most: int,
    ) -> list[Ranked]:
        """The best of the articles of these ascending numbers and of those in `best`, the best first.

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


def vector_kernels_are_there() -> bool:
    """Say whether numpy is imported already: then its kernels cost nothing more."""
    return "numpy" in sys.modules


def plain_kernels(segments: Segments) -> Kernels:
    """Those on the standard library."""
    from newsgrep.engines.whoosh.kernels.plain import PlainKernels  # noqa: PLC0415  one of the two is needed

    return PlainKernels(segments)


def vector_kernels(segments: Segments) -> Kernels:
    """Those on numpy. They may be kept as long as the segments."""
    _prepare_import()
    from newsgrep.engines.whoosh.kernels.vector import VectorKernels  # noqa: PLC0415  imports numpy

    return VectorKernels(segments)


def term_kernels(*, vector: bool) -> TermKernels:
    """Those of either set."""
    if vector:
        _prepare_import()
        from newsgrep.engines.whoosh.kernels.vector import terms as vector_terms  # noqa: PLC0415  imports numpy

        return vector_terms
    from newsgrep.engines.whoosh.kernels.plain import terms as plain_terms  # noqa: PLC0415  one of the two is needed

    return plain_terms


def _prepare_import() -> None:
    # Nothing here multiplies matrices: threads for that would only lengthen numpy's import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
