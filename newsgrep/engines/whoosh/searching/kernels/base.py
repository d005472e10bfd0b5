"""The steps that both sets of kernels share, over operations that each implements."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence, Sized
from functools import cached_property, partial, reduce
from operator import and_, or_
from typing import Generic, TypeAlias, TypeVar

from newsgrep.engines.whoosh.searching.kernels import (
    Articles,
    BlockMax,
    Frequencies,
    Kernels,
    Phrase,
    PositionTerms,
    Ranked,
    Scored,
)
from newsgrep.engines.whoosh.searching.segments import PostingLists, Segments, Terms

Numbers = TypeVar("Numbers", bound=Sized)
"""The numbers of articles, ascending."""
Words = TypeVar("Words")
"""The alternative words for one position."""
Starts = TypeVar("Starts")
"""The positions at which something begins, in each of several articles."""


PhraseStarts: TypeAlias = tuple[int, Starts]
"""How many words a phrase has, and where it begins."""

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
            if terms.one_per_segment
            else self._summed_frequencies(terms)
        )

    def phrase(self, slots: Phrase, within: Articles | None) -> Frequencies:
        """See `Kernels`."""
        words, articles = self._read(slots)
        return self._counted(self._phrase_starts(words, self._numbers(self.among(within, articles))))

    def pair(
        self,
        left: Sequence[Phrase],
        right: Sequence[Phrase],
        slop: int,
        within: Articles | None,
        *,
        ordered: bool,
    ) -> Frequencies:
        """See `Kernels`."""
        sides = [[self._read(phrase) for phrase in side] for side in (left, right)]
        articles = self.among(within, reduce(and_, (reduce(or_, (own for _, own in side)) for side in sides)))
        starts = [self._side_starts(side, articles) for side in sides]
        return self._counted(self._pair_starts(starts[0], starts[1], slop, ordered=ordered))

    def window(self, words: Sequence[PositionTerms], slop: int, within: Articles | None) -> Frequencies:
        """See `Kernels`."""
        read = [self._read([word]) for word in words]
        articles = reduce(and_, sorted((own for _, own in read), key=self.count))
        numbers = self._numbers(self.among(within, articles))
        starts = [self._phrase_starts(slots, numbers) for slots, _ in read]
        return self._counted(self._window_starts(words, starts, slop))

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

    def among(self, within: Articles | None, articles: Articles) -> Articles:
        """Those of a set that are `within`; None: that are not deleted."""
        return self.live(articles) if within is None else articles & within

    def _read(self, phrase: Phrase) -> tuple[list[Words | None], Articles]:
        """The words of each slot of a phrase, and the articles that contain a word of each slot."""
        slots = [slot and self._words_at(slot) for slot in phrase]
        sets = sorted((slot[1] for slot in slots if slot), key=self.count)
        return [slot and slot[0] for slot in slots], reduce(and_, sets)

    def _side_starts(
        self, side: Sequence[tuple[list[Words | None], Articles]], articles: Articles
    ) -> list[PhraseStarts[Starts]]:
        """Where each phrase of a side begins in the articles; each is looked for only where its words are."""
        return [
            (
                len(words),
                self._phrase_starts(words, self._numbers(articles if len(side) == 1 else own & articles)),
            )
            for words, own in side
        ]

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
    def _pair_starts(
        self,
        left: Sequence[PhraseStarts[Starts]],
        right: Sequence[PhraseStarts[Starts]],
        slop: int,
        *,
        ordered: bool,
    ) -> Starts:
        """The positions at which matches of a pair begin, of any of `left` with any of `right`."""

    @abstractmethod
    def _window_starts(self, words: Sequence[PositionTerms], starts: Sequence[Starts], slop: int) -> Starts:
        """The positions at which windows begin that contain each word. `starts[n]`: where word n stands."""

    @abstractmethod
    def _counted(self, starts: Starts) -> Frequencies:
        """The articles that have any of `starts`, and how many."""

    @abstractmethod
    def _blocks(self, articles: Articles, scored: Sequence[Scored[Frequencies]]) -> TakeBlocks[Numbers]:
        """The function that takes blocks of the articles by their bounds."""

    @abstractmethod
    def _ranked(
        self, numbers: Numbers, scored: Sequence[Scored[Frequencies]], best: Sequence[Ranked], limit: int
    ) -> list[Ranked]:
        """As `_rank`, but with all articles that tie with the last one in score and date."""
