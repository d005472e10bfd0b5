"""The kernels on numpy."""

from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.kernels import Ranked, Scored
from newsgrep.engines.whoosh.kernels.article_sets import LAST_BIT, ArticleSet, set_of
from newsgrep.engines.whoosh.kernels.frequencies import (
    CommonFrequencies,
    Floats,
    Frequencies,
    ListedFrequencies,
    TabledFrequencies,
)
from newsgrep.engines.whoosh.kernels.lists import Lists, lists_of
from newsgrep.engines.whoosh.kernels.places import (
    PLACE,
    Places,
    Run,
    Slot,
    distinct_window_starts,
    phrase_starts,
    window_starts,
)
from newsgrep.engines.whoosh.kernels.promising import PromisingBlocks, promising_blocks
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, Lexicon, Postings
from newsgrep.engines.whoosh.posting_arrays import Numbers, array_of, articles_of, counts_of, numbers_in
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.text.runs import changes

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_AT_ONCE = 1024
_SORTED_BELOW = 16
"""Postings that are less than one in so many of the articles are summed by sorting, more in a table of the articles."""
_FEW = 4096
"""So many articles are scored one by one sooner than bounds are computed."""
_FEW_FOR_EACH = 64
"""So many, too, for each that is wanted: few blocks could be left out."""


class VectorKernels:
    """The kernels of one segment. They may be kept as long as its reader: nothing of a query stays in them."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._size = len(reader)
        self.everything = self.numbered([range(self._size)])
        if reader.deleted:
            deleted = np.array(sorted(reader.deleted), np.int64)
            self.everything &= ~ArticleSet(self._size, numbers=deleted)

    @cached_property
    def _days(self) -> NDArray[np.unsignedinteger]:
        return array_of(self._reader.first_days.all())

    def live(self, articles: ArticleSet) -> ArticleSet:
        """See `Kernels`."""
        return articles & self.everything if self._reader.deleted else articles

    def numbered(self, ranges: Sequence[range]) -> ArticleSet:
        """See `Kernels`."""
        bitmap = np.zeros(-(-self._size // BLOCK_ARTICLES), np.uint64)
        for part in ranges:
            if not part:
                continue
            first, last = part.start // BLOCK_ARTICLES, (part.stop - 1) // BLOCK_ARTICLES
            inside = np.full(last + 1 - first, _ALL)
            inside[0] &= _ALL << np.uint64(part.start & LAST_BIT)
            inside[-1] &= _ALL >> np.uint64(LAST_BIT - (part.stop - 1 & LAST_BIT))
            bitmap[first : last + 1] |= inside
        return ArticleSet(self._size, bitmap=bitmap)

    def count(self, articles: ArticleSet) -> int:
        """See `Kernels`."""
        return articles.count

    def ascending(self, articles: ArticleSet) -> Iterator[int]:
        """See `Kernels`."""
        if articles.is_listed:
            for first in range(0, articles.count, _AT_ONCE):
                yield from articles.numbers[first : first + _AT_ONCE].tolist()
            return
        bitmap = articles.bitmap
        for first in range(0, len(bitmap), _AT_ONCE):
            part = numbers_in(bitmap[first : first + _AT_ONCE])
            yield from (part + first * BLOCK_ARTICLES).tolist()

    def descending(self, articles: ArticleSet) -> Iterator[int]:
        """See `Kernels`."""
        if articles.is_listed:
            for stop in range(articles.count, 0, -_AT_ONCE):
                yield from articles.numbers[max(0, stop - _AT_ONCE) : stop][::-1].tolist()
            return
        bitmap = articles.bitmap
        for stop in range(len(bitmap), 0, -_AT_ONCE):
            first = max(0, stop - _AT_ONCE)
            part = numbers_in(bitmap[first:stop])
            yield from (part[::-1] + first * BLOCK_ARTICLES).tolist()

    def occurring(self, lexicon: Lexicon, terms: Sequence[int]) -> Frequencies:
        """See `Kernels`."""
        if len(terms) == 1:
            return self._of_term(lexicon.postings(terms[0]))
        lists = lists_of(lexicon, terms)
        if lists.common or len(lists.numbers) * _SORTED_BELOW > self._size:
            return self._tabled(lists)
        order = np.argsort(lists.numbers, kind="stable")
        numbers = lists.numbers[order]
        begins = np.flatnonzero(changes(numbers))
        counts = lists.counts[order].astype(np.int64)
        sums = np.add.reduceat(counts, begins) if len(begins) else counts
        return ListedFrequencies(self._size, numbers[begins], sums)

    def holding(self, lexicon: Lexicon, terms: Sequence[int]) -> ArticleSet:
        """See `Kernels`."""
        if len(terms) == 1:
            return self._of_term(lexicon.postings(terms[0])).articles
        lists = lists_of(lexicon, terms)
        listed = set_of(lists.numbers, self._size)
        return reduce(or_, (CommonFrequencies(self._size, one).articles for one in lists.common), listed)

    def ending(self, lexicon: Lexicon, terms: Sequence[int], suffix: bytes) -> list[int]:
        """See `Kernels`."""
        numbers = (
            np.arange(terms.start, terms.stop) if isinstance(terms, range) else np.array(terms, np.int64)
        )
        ends = array_of(lexicon.column("ends").all())[numbers].astype(np.int64)
        texts = array_of(lexicon.column("terms").all())
        for back, byte in enumerate(reversed(suffix), start=1):
            kept = (
                texts[ends - back] == byte
            )  # of a shorter term this looks at the one before: `glob` will tell
            numbers, ends = numbers[kept], ends[kept]
        found: list[int] = numbers.tolist()
        return found

    def similar(self, lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
        """See `Kernels`."""
        signatures = array_of(lexicon.column("signatures").all())
        similar = np.flatnonzero(np.bitwise_count(signatures ^ np.uint32(signature)) <= bits)
        ends = array_of(lexicon.column("ends").all())
        own_lengths = ends[similar] - np.where(similar > 0, ends[similar - 1], np.uint32(0))
        fits = (own_lengths >= lengths.start) & (own_lengths < lengths.stop)
        found: list[int] = similar[fits].tolist()
        return found

    def phrase(self, words: Lexicon, slots: Sequence[Sequence[int]]) -> ListedFrequencies:
        """See `Kernels`."""
        of_slots, candidates = self._candidates(words, [slots])
        return self._counted(phrase_starts(of_slots[0], candidates, self._table(candidates)), candidates)

    def window(
        self, words: Lexicon, sides: Sequence[Sequence[Sequence[int]]], slack: int
    ) -> ListedFrequencies:
        """See `Kernels`."""
        of_sides, candidates = self._candidates(words, sides)
        table = self._table(candidates)
        starts = [phrase_starts(of_slots, candidates, table) for of_slots in of_sides]
        lengths = [len(side) for side in sides]
        width = sum(lengths) + slack
        beginnings = window_starts(starts, lengths, width)
        used = [term for side in sides for slot in side for term in slot]
        if len(sides) > 2 and len(set(used)) < len(used):  # noqa: PLR2004  of two sides one place each is enough
            beginnings = distinct_window_starts(starts, beginnings, slack)
        return self._counted(beginnings, candidates)

    def are_few(self, articles: ArticleSet, most: int) -> bool:
        """See `Kernels`."""
        return articles.is_listed or articles.count <= max(_FEW, most * _FEW_FOR_EACH)

    def numbers(self, articles: ArticleSet) -> Numbers:
        """See `Kernels`."""
        return articles.numbers

    def promising(self, articles: ArticleSet, scored: Sequence[Scored]) -> PromisingBlocks:
        """See `Kernels`."""
        return promising_blocks(self._size, articles, scored)

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored]) -> list[float]:
        """See `Kernels`."""
        scores: list[float] = _scores(np.array(numbers, np.int64), scored).tolist()
        return scores

    def rank(
        self, numbers: Numbers, scored: Sequence[Scored], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """See `Kernels`."""
        scores = _scores(numbers, scored)
        if best:
            scores = np.concatenate((scores, [score for score, _ in best]))
            numbers = np.concatenate((numbers, np.array([number for _, number in best], np.int64)))
        if most < len(scores):
            least = np.partition(scores, len(scores) - most)[len(scores) - most] if most else np.inf
            good = np.flatnonzero(scores >= least)
            scores, numbers = scores[good], numbers[good]
        days = self._days[numbers].astype(np.int64)
        order = np.lexsort((numbers, -days, -scores))[:most]
        return list(zip(scores[order].tolist(), numbers[order].tolist(), strict=True))

    def _of_term(self, postings: Postings) -> ListedFrequencies | CommonFrequencies:
        if postings.bitmap is not None:
            return CommonFrequencies(self._size, postings)
        return ListedFrequencies(self._size, articles_of(postings), counts_of(postings))

    def _tabled(self, lists: Lists) -> TabledFrequencies:
        sums = np.zeros(self._size, np.uint32)
        # Of one type `add.at` is quick; it is needed, for lists of several terms may repeat an article.
        np.add.at(sums, lists.numbers, lists.counts.astype(np.uint32))
        for postings in lists.common:
            np.add.at(sums, articles_of(postings), counts_of(postings).astype(np.uint32))
        return TabledFrequencies(sums)

    def _candidates(
        self, words: Lexicon, sides: Sequence[Sequence[Sequence[int]]]
    ) -> tuple[list[list[Slot]], Numbers]:
        """The slots, and the articles that hold a word of each."""
        of_sides = [[self._slot(words, terms) for terms in side] for side in sides]
        sets = [slot.articles for side in of_sides for slot in side]
        return of_sides, self.live(reduce(and_, sorted(sets, key=lambda one: one.count))).numbers

    def _table(self, numbers: Numbers) -> NDArray[np.bool_]:
        table = np.zeros(self._size, np.bool_)
        table[numbers] = True
        return table

    def _slot(self, words: Lexicon, terms: Sequence[int]) -> Slot:
        runs = [Run(self._size, postings) for postings in words.runs(terms)]
        return Slot(self._size, runs, runs[0].articles if len(terms) == 1 else self.holding(words, terms))

    def _counted(self, beginnings: Places, candidates: Numbers) -> ListedFrequencies:
        counts = np.bincount(beginnings // PLACE, minlength=len(candidates))
        found = np.flatnonzero(counts != 0)
        return ListedFrequencies(self._size, candidates[found], counts[found])


def _scores(numbers: Numbers, scored: Sequence[Scored]) -> Floats:
    scores = np.zeros(len(numbers))
    for part in scored:
        part.frequencies.add_scores(scores, numbers, array_of(part.lengths.all()), part.weight)
    return scores
