"""The steps that both sets of kernels share, over operations that each implements."""

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
    PositionTerms,
    Ranked,
    Scored,
)
from newsgrep.engines.whoosh.searching.segments import PostingLists, Segments, Terms, one_per_segment

Numbers = TypeVar("Numbers", bound=Sized)
"""The numbers of articles, ascending."""
Words = TypeVar("Words")
"""The alternative words for one position."""
Starts = TypeVar("Starts")
"""The positions at which something begins, in each of several articles."""

TakeBlocks: TypeAlias = Callable[[int, float], Numbers]
"""take(blocks, min_score): the numbers of the articles in at most `blocks` blocks, those with the highest
bounds.

Blocks with a bound below `min_score` are left out, and each block is taken once.
"""


class _BlockMax(BlockMax, Generic[Numbers]):
    def __init__(
        self,
        take: TakeBlocks[Numbers],
        rank: Callable[[Numbers, Sequence[Ranked], int], list[Ranked]],
    ) -> None:
        self._take = take
        self._rank = rank

    def rank(self, blocks: int, best: Sequence[Ranked], limit: int) -> list[Ranked] | None:
        numbers = self._take(blocks, best[limit - 1][0] if len(best) >= limit else 0.0)
        return self._rank(numbers, best, limit) if len(numbers) else None


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
        return articles & ~self._articles_of(deleted) if deleted else articles

    def live(self, articles: Articles) -> Articles:
        """See `Kernels`."""
        return articles & self.everything if self._segments.deleted else articles

    def frequencies(self, terms: Terms) -> Frequencies:
        """See `Kernels`."""
        return (
            self._term_frequencies(self._segments.posting_lists(terms))
            if one_per_segment(terms)
            else self._summed_frequencies(terms)
        )

    def phrase(self, slots: Sequence[PositionTerms | None]) -> Frequencies:
        """See `Kernels`."""
        (words,), candidates = self._candidates([slots])
        return self._counted(self._phrase_starts(words, candidates), candidates)

    def window(self, phrases: Sequence[Sequence[PositionTerms | None]], slop: int) -> Frequencies:
        """See `Kernels`."""
        words_of_phrases, candidates = self._candidates(phrases)
        starts = [self._phrase_starts(words, candidates) for words in words_of_phrases]
        return self._counted(self._window_starts(phrases, starts, slop), candidates)

    def block_max(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> BlockMax:
        """See `Kernels`."""
        return _BlockMax(self._blocks(articles, scored), partial(self._rank, scored))

    def rank(self, articles: Articles, scored: Sequence[Scored[Frequencies]], limit: int) -> list[Ranked]:
        """See `Kernels`."""
        return self._rank(scored, self._numbers(articles), (), limit)

    def _rank(
        self, scored: Sequence[Scored[Frequencies]], numbers: Numbers, best: Sequence[Ranked], limit: int
    ) -> list[Ranked]:
        """`rank` of the articles with these numbers and of those in `best`."""
        ranked = self._ranked(numbers, scored, best, limit)
        if len(ranked) <= limit or len(self._segments.readers) == 1:
            return ranked[:limit]
        taken: Counter[int] = Counter()
        kept = []
        for one in ranked:
            segment = self._segments.segment_of(one[1])
            if taken[segment] < limit:
                taken[segment] += 1
                kept.append(one)
        return kept

    def _candidates(
        self, phrases: Sequence[Sequence[PositionTerms | None]]
    ) -> tuple[list[list[Words | None]], Numbers]:
        """The words of each slot of each phrase, and the articles that contain a word of each slot."""
        slots = [[slot and self._words_at(slot) for slot in phrase] for phrase in phrases]
        sets = sorted((slot[1] for phrase in slots for slot in phrase if slot), key=self.count)
        words = [[slot and slot[0] for slot in phrase] for phrase in slots]
        return words, self._numbers(self.live(reduce(and_, sets)))

    @abstractmethod
    def _articles_of(self, numbers: Sequence[int]) -> Articles:
        """The set of articles with these ascending numbers."""

    @abstractmethod
    def _numbers(self, articles: Articles) -> Numbers:
        """The numbers of a set's articles, ascending."""

    @abstractmethod
    def _term_frequencies(self, lists: PostingLists) -> Frequencies:
        """`frequencies` of one term, given by its posting lists."""

    @abstractmethod
    def _summed_frequencies(self, terms: Terms) -> Frequencies:
        """`frequencies` of several terms of a segment."""

    @abstractmethod
    def _words_at(self, slot: PositionTerms) -> tuple[Words, Articles]:
        """The words of a slot, and the articles that contain any of them."""

    @abstractmethod
    def _phrase_starts(self, slots: Sequence[Words | None], candidates: Numbers) -> Starts:
        """The positions in the candidates at which the phrase of these slots begins."""

    @abstractmethod
    def _window_starts(
        self, phrases: Sequence[Sequence[PositionTerms | None]], starts: Sequence[Starts], slop: int
    ) -> Starts:
        """The positions at which windows begin that contain each phrase.

        `starts[n]`: where phrase n begins.
        """

    @abstractmethod
    def _counted(self, starts: Starts, candidates: Numbers) -> Frequencies:
        """The candidates that have any of `starts`, and how many."""

    @abstractmethod
    def _blocks(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> TakeBlocks[Numbers]:
        """The function that takes blocks of the articles by their bounds."""

    @abstractmethod
    def _ranked(
        self, numbers: Numbers, scored: Sequence[Scored[Frequencies]], best: Sequence[Ranked], limit: int
    ) -> list[Ranked]:
        """As `_rank`, but with all articles that tie with the last one in score and date."""
