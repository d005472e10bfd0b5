"""The kernels on numpy."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, reduce
from operator import and_

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.kernels import Ranked, Scored, Wanted
from newsgrep.engines.whoosh.kernels.vector.article_sets import LAST_BIT, ArticleSet, set_of
from newsgrep.engines.whoosh.kernels.vector.block_max import PromisingBlocks, promising_blocks
from newsgrep.engines.whoosh.kernels.vector.frequencies import (
    Floats,
    Frequencies,
    ListedFrequencies,
    TabledFrequencies,
    bitmap_of,
    frequencies_of,
)
from newsgrep.engines.whoosh.kernels.vector.lists import ManyLists, lists_of
from newsgrep.engines.whoosh.kernels.vector.places import (
    PLACE,
    Places,
    Run,
    Standing,
    distinct_window_starts,
    phrase_starts,
    window_starts,
)
from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.posting_arrays import Numbers, array_of, articles_of, counts_of
from newsgrep.engines.whoosh.segments import Column, Segments, Terms, are_single
from newsgrep.text.runs import changes

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_AT_ONCE = 1024
_SORTED_BELOW = 32
"""Postings that are less than one in so many of the articles are summed by sorting, more in a table of the articles."""
_COUNT_BITS = 32
_FEW = 4096
"""So many articles are scored one by one sooner than bounds are computed."""
_FEW_FOR_EACH = 128
"""So many, too, for each that is wanted: few blocks could be left out."""


class VectorKernels:
    """The kernels of a snapshot's segments. They may be kept as long as these: nothing of a query stays in them."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._size = segments.size
        self._norms_of: dict[str, Floats] = {}

    @cached_property
    def everything(self) -> ArticleSet:
        """See `Kernels`."""
        articles = self.numbered(self._segments.ranges)
        deleted = np.array(self._segments.deleted, np.int64)
        return articles & ~ArticleSet(self._size, numbers=deleted) if len(deleted) else articles

    @cached_property
    def _days(self) -> NDArray[np.uint32]:
        """For each article the first day that its date may mean."""
        return self._whole(self._segments.first_days)

    def _norms(self, part: Scored) -> Floats:
        found = self._norms_of.get(part.field)
        if found is None:
            norms: Floats = part.weight.norm(self._whole(self._segments.lengths(part.field)))
            found = self._norms_of[part.field] = norms
        return found

    def _whole(self, column: Column) -> NDArray[np.uint32]:
        """A number for each article, 0 for numbers that are no article's."""
        numbers = np.zeros(self._size, np.uint32)
        for first, section in zip(self._segments.firsts, column.sections, strict=True):
            numbers[first : first + len(section)] = array_of(section.all())
        return numbers

    def live(self, articles: ArticleSet) -> ArticleSet:
        """See `Kernels`."""
        return articles & self.everything if self._segments.deleted else articles

    def numbered(self, ranges: Sequence[range]) -> ArticleSet:
        """See `Kernels`."""
        bitmap = np.zeros(self._size // BLOCK_ARTICLES, np.uint64)
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

    def ascending(self, articles: ArticleSet, segment: int) -> Iterator[int]:
        """See `Kernels`."""
        for part in self._parts(articles, segment):
            yield from articles.part(part).tolist()

    def descending(self, articles: ArticleSet, segment: int) -> Iterator[int]:
        """See `Kernels`."""
        for part in reversed(self._parts(articles, segment)):
            yield from articles.part(part)[::-1].tolist()

    def occurring(self, terms: Terms) -> Frequencies:
        """See `Kernels`."""
        if are_single(terms):
            return frequencies_of(self._size, self._segments.lists(terms))
        lists = lists_of(terms, self._segments.firsts)
        if lists.common or len(lists.numbers) * _SORTED_BELOW > self._size:
            return self._tabled(lists)
        keys = lists.numbers << _COUNT_BITS | lists.counts
        keys.sort()
        numbers, counts = keys >> _COUNT_BITS, keys & (1 << _COUNT_BITS) - 1
        begins = np.flatnonzero(changes(numbers))
        sums = np.add.reduceat(counts, begins) if len(begins) else counts
        return ListedFrequencies(self._size, numbers[begins], sums)

    def holding(self, terms: Terms) -> ArticleSet:
        """See `Kernels`."""
        if are_single(terms):
            return frequencies_of(self._size, self._segments.lists(terms)).articles
        lists = lists_of(terms, self._segments.firsts)
        listed = set_of(lists.numbers, self._size)
        if not lists.common:
            return listed
        return listed | ArticleSet(self._size, bitmap=bitmap_of(self._size, lists.common))

    def phrase(self, slots: Sequence[Wanted]) -> ListedFrequencies:
        """See `Kernels`."""
        of_slots, candidates = self._candidates([slots])
        return self._counted(phrase_starts(of_slots[0], candidates, self._table(candidates)), candidates)

    def window(self, sides: Sequence[Sequence[Wanted]], slack: int) -> ListedFrequencies:
        """See `Kernels`."""
        of_sides, candidates = self._candidates(sides)
        table = self._table(candidates)
        starts = [phrase_starts(of_slots, candidates, table) for of_slots in of_sides]
        lengths = [len(side) for side in sides]
        width = sum(lengths) + slack
        beginnings = window_starts(starts, lengths, width)
        if len(sides) > 2 and _share_words(sides):  # noqa: PLR2004  of two sides one place each is enough
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
        return promising_blocks(self._size, articles, scored, self._norms)

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored]) -> list[float]:
        """See `Kernels`."""
        scores: list[float] = self._scores(np.array(numbers, np.int64), scored).tolist()
        return scores

    def rank(
        self, numbers: Numbers, scored: Sequence[Scored], best: Sequence[Ranked], most: int
    ) -> list[Ranked]:
        """See `Kernels`."""
        scores = self._scores(numbers, scored)
        if best:
            scores = np.concatenate((scores, [score for score, _ in best]))
            numbers = np.concatenate((numbers, np.array([number for _, number in best], np.int64)))
        if most < len(scores):
            least = np.partition(scores, len(scores) - most)[len(scores) - most] if most else np.inf
            good = np.flatnonzero(scores >= least)
            scores, numbers = scores[good], numbers[good]
        days = self._days[numbers].astype(np.int64)
        order = np.lexsort((numbers, -days, -scores))
        if len(order) > most:
            order = order[self._first_of_each_segment(numbers[order], most)]
        return list(zip(scores[order].tolist(), numbers[order].tolist(), strict=True))

    def _first_of_each_segment(self, numbers: Numbers, most: int) -> Numbers:
        """The indexes, ascending, of the first so many of each segment."""
        if len(self._segments.readers) == 1:
            return np.arange(most)
        segments = np.searchsorted(self._segments.firsts, numbers, side="right") - 1
        found = [np.flatnonzero(segments == one)[:most] for one in range(len(self._segments.readers))]
        indexes: Numbers = np.sort(np.concatenate(found))
        return indexes

    def _parts(self, articles: ArticleSet, segment: int) -> list[range]:
        """Those of a segment, as parts for `ArticleSet.part`."""
        own = self._segments.ranges[segment]
        if articles.is_listed:
            first, stop = np.searchsorted(articles.numbers, (own.start, own.stop)).tolist()
        else:
            first, stop = own.start // BLOCK_ARTICLES, -(-own.stop // BLOCK_ARTICLES)
        return [range(begin, min(begin + _AT_ONCE, stop)) for begin in range(first, stop, _AT_ONCE)]

    def _scores(self, numbers: Numbers, scored: Sequence[Scored]) -> Floats:
        scores = np.zeros(len(numbers))
        for part in scored:
            part.frequencies.add_scores(scores, numbers, self._norms(part), part.weight)
        return scores

    def _tabled(self, lists: ManyLists) -> TabledFrequencies:
        sums = np.zeros(self._size, np.uint32)
        # Of one type `add.at` is quick; it is needed, for lists of several terms may repeat an article.
        np.add.at(sums, lists.numbers, lists.counts.astype(np.uint32))
        for first, postings in lists.common:
            np.add.at(sums, articles_of(postings, first), counts_of(postings).astype(np.uint32))
        return TabledFrequencies(sums)

    def _candidates(self, sides: Sequence[Sequence[Wanted]]) -> tuple[list[list[Standing]], Numbers]:
        """The slots, and the articles that hold a word of each."""
        of_sides = [[self._standing(slot) for slot in side] for side in sides]
        sets = [slot.articles for side in of_sides for slot in side]
        return of_sides, self.live(reduce(and_, sorted(sets, key=lambda one: one.count))).numbers

    def _table(self, numbers: Numbers) -> NDArray[np.bool_]:
        table = np.zeros(self._size, np.bool_)
        table[numbers] = True
        return table

    def _standing(self, slot: Wanted) -> Standing:
        if are_single(slot.words):
            run = Run(self._size, self._segments.lists(slot.words))
            return Standing([run], run.articles)
        listed: list[tuple[int, Postings]] = []
        layers: list[list[tuple[int, Postings]]] = []  # of bitmaps, one of a segment in each
        for segment, lexicon, numbers in slot.words:
            first, depth = self._segments.firsts[segment], 0
            for postings in lexicon.runs(numbers):
                if postings.bitmap is None:
                    listed.append((first, postings))
                    continue
                if depth == len(layers):
                    layers.append([])
                layers[depth].append((first, postings))
                depth += 1
        runs = [Run(self._size, lists) for lists in (listed, *layers) if lists]
        return Standing(runs, self.holding(slot.holders))

    def _counted(self, beginnings: Places, candidates: Numbers) -> ListedFrequencies:
        counts = np.bincount(beginnings // PLACE, minlength=len(candidates))
        found = np.flatnonzero(counts != 0)
        return ListedFrequencies(self._size, candidates[found], counts[found])


def _share_words(sides: Sequence[Sequence[Wanted]]) -> bool:
    """Say whether one word may stand for two slots."""
    used = [
        (segment, number)
        for side in sides
        for slot in side
        for segment, _, numbers in slot.words
        for number in numbers
    ]
    return len(set(used)) < len(used)
