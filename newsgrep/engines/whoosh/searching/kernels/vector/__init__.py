"""The kernels on numpy."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.format.posting_arrays import Floats, Numbers, array_of, articles_of, counts_of
from newsgrep.engines.whoosh.searching.kernels import PositionTerms, Ranked, Scored
from newsgrep.engines.whoosh.searching.kernels.base import BaseKernels, PhraseStarts, TakeBlocks
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import LAST_BIT, ArticleSet, set_of
from newsgrep.engines.whoosh.searching.kernels.vector.block_max import blocks_of
from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import (
    CommonFrequencies,
    ListedFrequencies,
    Norms,
    TabledFrequencies,
    VectorFrequencies,
    bitmap_of,
    frequencies_of,
)
from newsgrep.engines.whoosh.searching.kernels.vector.lists import TermLists, lists_of
from newsgrep.engines.whoosh.searching.kernels.vector.places import (
    PLACE_BITS,
    Places,
    WordRun,
    WordsAt,
    distinct_window_starts,
    pair_starts,
    phrase_starts,
    window_starts,
    words_at,
)
from newsgrep.engines.whoosh.searching.segments import Column, PostingLists, Segments, Terms
from newsgrep.text.runs import changes

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_FIRST_PART, _LARGEST_PART = 16, 1024
"""The numbers, or blocks, that are read at once when a set is iterated: few at first, for often few are asked for."""
_TABLED_FROM = 32
"""Postings of at least one in this number of the articles are summed in a table, fewer by sorting."""
_COUNT_BITS = 32
_EXHAUSTIVE_UP_TO = 4096
"""Up to this number, scoring all articles is faster than computing bounds."""
_EXHAUSTIVE_SHARE = 40
"""Likewise up to one in this number of all articles, because bounds are computed for all blocks."""
_EXHAUSTIVE_PER_RESULT = 128
"""Likewise up to this number for each of the `limit` best, because few blocks could be left out."""


class VectorKernels(BaseKernels[ArticleSet, VectorFrequencies, Numbers, WordsAt, Places]):
    """The kernels of a generation's segments. They cache norms and days, but nothing about a query."""

    def __init__(self, segments: Segments) -> None:
        super().__init__(segments)
        self._norms_of: dict[str, Norms] = {}

    def numbered(self, ranges: Iterable[range]) -> ArticleSet:
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

    def ascending(self, articles: ArticleSet, within: range) -> Iterator[int]:
        """See `Kernels`."""
        extent = articles.extent(within)
        for part in _growing_parts(len(extent)):
            yield from articles.part(extent[part], within).tolist()

    def descending(self, articles: ArticleSet, within: range) -> Iterator[int]:
        """See `Kernels`."""
        extent = articles.extent(within)
        for part in _growing_parts(len(extent)):
            backwards = slice(len(extent) - part.stop, len(extent) - part.start)
            yield from articles.part(extent[backwards], within)[::-1].tolist()

    def articles(self, frequencies: VectorFrequencies) -> ArticleSet:
        """See `Kernels`."""
        return frequencies.articles

    def containing(self, terms: Terms) -> ArticleSet:
        """See `Kernels`."""
        if terms.one_per_segment:
            return self._term_frequencies(self._segments.posting_lists(terms)).articles
        lists = lists_of(terms, self._segments.firsts)
        listed = set_of(lists.numbers, self._size)
        if not lists.common:
            return listed
        return listed | ArticleSet(self._size, bitmap=bitmap_of(self._size, lists.common))

    def ranks_exhaustively(self, articles: ArticleSet, limit: int, parts: int) -> bool:  # noqa: ARG002  as `Kernels` says
        """See `Kernels`."""
        most = max(_EXHAUSTIVE_UP_TO, self._size // _EXHAUSTIVE_SHARE, limit * _EXHAUSTIVE_PER_RESULT)
        return articles.is_listed or articles.count <= most

    def _blocks(
        self, articles: ArticleSet, scored: Sequence[Scored[VectorFrequencies]]
    ) -> TakeBlocks[Numbers]:
        return blocks_of(self._size, articles, [(part, self._norms(part)) for part in scored]).take

    def scores(self, numbers: Sequence[int], scored: Sequence[Scored[VectorFrequencies]]) -> list[float]:
        """See `Kernels`."""
        scores: list[float] = self._scores(np.array(numbers, np.int64), scored).tolist()
        return scores

    @cached_property
    def _days(self) -> NDArray[np.uint32]:
        """For each article the first day that its date may mean: uint32, YYYYMMDD; 0 for undated."""
        return self._whole(self._segments.first_days)

    def _norms(self, part: Scored[VectorFrequencies]) -> Norms:
        """The norms of the lengths of the articles' field."""
        found = self._norms_of.get(part.field)
        if found is None:
            lengths = self._whole(self._segments.lengths(part.field))
            found = self._norms_of[part.field] = Norms(part.weight.norm(lengths.astype(np.float64)))
        return found

    def _whole(self, column: Column) -> NDArray[np.uint32]:
        """A column as an array of shape (size,), uint32; 0 at numbers of no article."""
        numbers = np.zeros(self._size, np.uint32)
        for first, section in zip(self._segments.firsts, column.sections, strict=True):
            numbers[first : first + len(section)] = array_of(section.all())
        return numbers

    def _articles_of(self, numbers: Sequence[int]) -> ArticleSet:
        return ArticleSet(self._size, numbers=np.array(numbers, np.int64))

    def _numbers(self, articles: ArticleSet) -> Numbers:
        return articles.numbers

    def _term_frequencies(self, lists: PostingLists) -> ListedFrequencies | CommonFrequencies:
        return frequencies_of(self._size, lists)

    def _summed_frequencies(self, terms: Terms) -> ListedFrequencies | TabledFrequencies:
        lists = lists_of(terms, self._segments.firsts)
        if lists.common or len(lists.numbers) * _TABLED_FROM > self._size:
            return self._tabled(lists)
        keys = lists.numbers << _COUNT_BITS | lists.counts
        keys.sort()
        numbers, counts = keys >> _COUNT_BITS, keys & (1 << _COUNT_BITS) - 1
        begins = changes(numbers).nonzero()[0]
        sums = np.add.reduceat(counts, begins) if len(begins) else counts
        return ListedFrequencies(self._size, numbers[begins], sums)

    def _tabled(self, lists: TermLists) -> TabledFrequencies:
        sums = np.zeros(self._size, np.uint32)
        # `add.at` is needed because several lists may have the same article. It is fast for equal types.
        np.add.at(sums, lists.numbers, lists.counts.astype(np.uint32))
        for first, postings in lists.common:
            np.add.at(sums, articles_of(postings, first), counts_of(postings).astype(np.uint32))
        return TabledFrequencies(sums)

    def _words_at(self, slot: PositionTerms) -> tuple[WordsAt, ArticleSet]:
        if slot.words.one_per_segment:
            run = WordRun(self._size, self._segments.posting_lists(slot.words))
            return WordsAt([run]), run.articles
        return words_at(slot.words, self._segments), self.containing(slot.article_terms)

    def _phrase_starts(self, slots: Sequence[WordsAt | None], candidates: Numbers) -> Places:
        return phrase_starts(slots, candidates)

    def _pair_starts(
        self,
        left: Sequence[PhraseStarts[Places]],
        right: Sequence[PhraseStarts[Places]],
        slop: int,
        *,
        ordered: bool,
    ) -> Places:
        return pair_starts(left, right, slop, ordered=ordered)

    def _window_starts(self, words: Sequence[PositionTerms], starts: Sequence[Places], slop: int) -> Places:
        beginnings = window_starts(starts, slop)
        return distinct_window_starts(starts, beginnings, slop) if _have_common_words(words) else beginnings

    def _counted(self, starts: Places) -> ListedFrequencies:
        numbers = starts >> PLACE_BITS
        begins = changes(numbers).nonzero()[0]
        counts = np.empty(len(begins), np.int64)
        np.subtract(begins[1:], begins[:-1], out=counts[:-1])
        counts[-1:] = len(numbers) - begins[-1:]
        return ListedFrequencies(self._size, numbers[begins], counts)

    def _ranked(
        self,
        numbers: Numbers,
        scored: Sequence[Scored[VectorFrequencies]],
        best: Sequence[Ranked],
        limit: int,
    ) -> list[Ranked]:
        scores = self._scores(numbers, scored)
        if best:
            scores = np.concatenate((scores, [score for score, _ in best]))
            numbers = np.concatenate((numbers, np.array([number for _, number in best], np.int64)))
        if limit < len(scores):
            rank = len(scores) - limit
            kept = (scores >= np.partition(scores, rank)[rank]).nonzero()[0]
            scores, numbers = scores[kept], numbers[kept]
        days = self._days[numbers].astype(np.int64)
        order = np.lexsort((numbers, -days, -scores))
        if limit < len(order):
            last, rest = order[limit - 1], order[limit:]
            is_tied = (scores[rest] == scores[last]) & (days[rest] == days[last])
            order = np.concatenate((order[:limit], rest[is_tied]))
        return list(zip(scores[order].tolist(), numbers[order].tolist(), strict=True))

    def _scores(self, numbers: Numbers, scored: Sequence[Scored[VectorFrequencies]]) -> Floats:
        scores = np.zeros(len(numbers))
        for part in scored:
            norms = self._norms(part).of_articles
            part.frequencies.add_scores(scores, numbers, norms, part.weight)
        return scores


def _growing_parts(length: int) -> Iterator[slice]:
    """The slices of consecutive parts of so many elements."""
    start, size = 0, _FIRST_PART
    while start < length:
        yield slice(start, min(start + size, length))
        start += size
        size = min(4 * size, _LARGEST_PART)


def _have_common_words(slots: Sequence[PositionTerms]) -> bool:
    """Whether a word may match two slots."""
    used = [(segment, number) for slot in slots for segment, _, numbers in slot.words for number in numbers]
    return len(set(used)) < len(used)
