"""What both sets of kernels do alike: the steps, over operations that each has its own way for."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence, Sized
from functools import cached_property, partial, reduce
from operator import and_
from typing import Generic, TypeAlias, TypeVar

from newsgrep.engines.whoosh.searching.kernels import (
    Articles,
    BlockMax,
    Frequencies,
    Kernels,
    Ranked,
    Scored,
    Wanted,
)
from newsgrep.engines.whoosh.searching.segments import Lists, Segments, Terms, are_single

Numbers = TypeVar("Numbers", bound=Sized)
"""The numbers of articles, ascending."""
Words = TypeVar("Words")
"""The words of which one may stand at a position."""
Starts = TypeVar("Starts")
"""For articles given by their numbers, where something begins in each."""

TakeBlocks: TypeAlias = Callable[[int, float], Numbers]
"""Gives the numbers of the articles in so many blocks, at most, of the highest bounds; of none whose bound is lower than that."""


class _BlockMax(BlockMax, Generic[Numbers]):
    def __init__(
        self,
        take: TakeBlocks[Numbers],
        rank: Callable[[Numbers, Sequence[Ranked], int], list[Ranked]],
    ) -> None:
        self._take = take
        self._rank = rank

    def rank(self, blocks: int, best: Sequence[Ranked], most: int) -> list[Ranked] | None:
        numbers = self._take(blocks, best[most - 1][0] if len(best) >= most else 0.0)
        return self._rank(numbers, best, most) if len(numbers) else None


class BaseKernels(Kernels[Articles, Frequencies], Generic[Articles, Frequencies, Numbers, Words, Starts]):
    """The kernels of a generation's segments: see `Kernels`."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._size = segments.size

    @cached_property
    def everything(self) -> Articles:
        """See `Kernels`."""
        articles = self.numbered(self._segments.ranges)
        deleted = self._segments.deleted
        return articles & ~self._set_of(deleted) if deleted else articles

    def live(self, articles: Articles) -> Articles:
        """See `Kernels`."""
        return articles & self.everything if self._segments.deleted else articles

    def occurring(self, terms: Terms) -> Frequencies:
        """See `Kernels`."""
        return self._of_one(self._segments.lists(terms)) if are_single(terms) else self._of_several(terms)

    def phrase(self, slots: Sequence[Wanted]) -> Frequencies:
        """See `Kernels`."""
        (words,), candidates = self._candidates([slots])
        return self._counted(self._phrase_starts(words, candidates), candidates)

    def window(self, sides: Sequence[Sequence[Wanted]], slop: int) -> Frequencies:
        """See `Kernels`."""
        of_sides, candidates = self._candidates(sides)
        starts = [self._phrase_starts(words, candidates) for words in of_sides]
        return self._counted(self._window_starts(sides, starts, slop), candidates)

    def block_max(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> BlockMax:
        """See `Kernels`."""
        return _BlockMax(self._blocks(articles, scored), partial(self._rank, scored))

    def rank(self, articles: Articles, scored: Sequence[Scored[Frequencies]], most: int) -> list[Ranked]:
        """See `Kernels`."""
        return self._rank(scored, self._numbers(articles), (), most)

    def _rank(
        self, scored: Sequence[Scored[Frequencies]], numbers: Numbers, best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """`rank`, of articles and of those in `best`."""
        ranked = self._in_order(numbers, scored, best, most)
        if len(ranked) <= most or len(self._segments.readers) == 1:
            return ranked[:most]
        taken: Counter[int] = Counter()
        kept = []
        for one in ranked:
            segment = self._segments.segment_of(one[1])
            if taken[segment] < most:
                taken[segment] += 1
                kept.append(one)
        return kept

    def _candidates(self, sides: Sequence[Sequence[Wanted]]) -> tuple[list[list[Words]], Numbers]:
        """The words of each slot of each side, and the articles that hold one of each slot."""
        of_sides = [[self._words_at(slot) for slot in side] for side in sides]
        sets = sorted((articles for side in of_sides for _, articles in side), key=self.count)
        words = [[words for words, _ in side] for side in of_sides]
        return words, self._numbers(self.live(reduce(and_, sets)))

    @abstractmethod
    def _set_of(self, numbers: Sequence[int]) -> Articles:
        """The articles of these ascending numbers."""

    @abstractmethod
    def _numbers(self, articles: Articles) -> Numbers:
        """The numbers of articles."""

    @abstractmethod
    def _of_one(self, lists: Lists) -> Frequencies:
        """Where one word occurs."""

    @abstractmethod
    def _of_several(self, terms: Terms) -> Frequencies:
        """`occurring`, of several terms of a segment."""

    @abstractmethod
    def _words_at(self, slot: Wanted) -> tuple[Words, Articles]:
        """The words of a slot, and the articles that hold any of them."""

    @abstractmethod
    def _phrase_starts(self, slots: Sequence[Words], candidates: Numbers) -> Starts:
        """Where words of the slots stand one after the other, in candidates."""

    @abstractmethod
    def _window_starts(
        self, sides: Sequence[Sequence[Wanted]], starts: Sequence[Starts], slop: int
    ) -> Starts:
        """Where windows begin that hold a phrase of each side, which begin at `starts`."""

    @abstractmethod
    def _counted(self, starts: Starts, candidates: Numbers) -> Frequencies:
        """The candidates in which something begins, and how often."""

    @abstractmethod
    def _blocks(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> TakeBlocks[Numbers]:
        """What takes blocks of articles by their bounds."""

    @abstractmethod
    def _in_order(
        self, numbers: Numbers, scored: Sequence[Scored[Frequencies]], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """`_rank`, but for how many there may be of a segment: those alike the last that is wanted are all there."""
