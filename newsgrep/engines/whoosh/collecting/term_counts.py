"""Term counts: how often each word stands in two sets of articles, on numpy, in one pass over the postings."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from newsgrep.engines.collectors import TermCounts, TermTable, Unit
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Lexicon, Postings, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Bitmap, Numbers, array_of, articles_of, counts_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.format.term_batches import rank_together, term_batches
from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import ArticleSet
from newsgrep.engines.whoosh.searching.segments import Segments

_THERE = 32
"""Counts of both sets are summed in one number, those there above this bit: no sum of a segment reaches it."""
_HERE_BITS = (1 << _THERE) - 1


class _Sides(NamedTuple):
    """The two sets in a segment.

    `bitmaps`: uint64 of shape (2, blocks), here and there. `weights`: for each article what its occurrence adds
    to a sum of both, int64; 0 for an article in neither.
    """

    bitmaps: Bitmap
    weights: Numbers


def term_counts(segments: Segments, here: ArticleSet, there: ArticleSet, collector: TermCounts) -> TermTable:
    """The result of `TermCounts` over these matches here and there; those in both are here."""
    both = np.stack([here.bitmap, there.bitmap & ~here.bitmap])
    sides = [
        _sides(both, first, len(reader))
        for first, reader in zip(segments.firsts, segments.readers, strict=True)
    ]
    terms: list[str] = []
    counts = [np.zeros((2, 0), np.int64)]
    for batch, sums in _sums(segments.readers, sides, collector.unit):
        kept = np.flatnonzero(sums.max(axis=0) >= collector.least)
        terms += [decode_term(batch[rank]) for rank in kept.tolist()]
        counts.append(sums[:, kept])
    totals = np.zeros(2, np.int64)
    for reader, its_sides in zip(segments.readers, sides, strict=True):
        totals += _totals(reader, its_sides, collector.unit)
    return TermTable(terms, *np.concatenate(counts, axis=1), *totals.tolist())


def _sides(both: Bitmap, first: int, articles: int) -> _Sides:
    """The sets in a segment of so many articles, from `first` on."""
    bitmaps = both[:, first // BLOCK_ARTICLES : -(-(first + articles) // BLOCK_ARTICLES)]
    here, there = (
        np.unpackbits(np.ascontiguousarray(side).view(np.uint8), bitorder="little") for side in bitmaps
    )
    return _Sides(bitmaps, here | there.astype(np.int64) << _THERE)


def _sums(
    readers: Sequence[SegmentReader], sides: Sequence[_Sides], unit: Unit
) -> Iterator[tuple[list[bytes], Numbers]]:
    """(terms, their counts of shape (2, terms)), batch by batch."""
    lexicons = [reader.text_field("body").words for reader in readers]
    for ranges in term_batches(lexicons):
        terms, ranks = rank_together(lexicons, ranges)
        sums = np.zeros((2, len(terms)), np.int64)
        for lexicon, part, part_ranks, its_sides in zip(lexicons, ranges, ranks, sides, strict=True):
            sums[:, part_ranks] += _counts(lexicon, part, its_sides, unit)
        for reader in readers:
            reader.file.release()
        yield terms, sums


def _counts(lexicon: Lexicon, terms: range, sides: _Sides, unit: Unit) -> Numbers:
    """The counts of a segment's consecutive terms, here and there: of shape (2, terms)."""
    counts = np.zeros((2, len(terms)), np.int64)
    starts = array_of(lexicon.starts[terms.start : terms.stop + 1]).astype(np.int64)
    first = 0
    for postings in lexicon.runs(terms, () if unit is Unit.ARTICLES else ("counts",)):
        stop = int(np.searchsorted(starts, starts[first] + postings.length))
        if postings.bitmap is not None and unit is Unit.ARTICLES:
            together = np.bitwise_count(sides.bitmaps & np.asarray(postings.bitmap))
            counts[:, first] = together.sum(axis=1, dtype=np.int64)
        else:
            sums = np.add.reduceat(_weights(postings, sides, unit), starts[first:stop] - starts[first])
            counts[:, first:stop] = sums & _HERE_BITS, sums >> _THERE
        first = stop
    return counts


def _weights(postings: Postings, sides: _Sides, unit: Unit) -> Numbers:
    """What each posting adds to the sum of its term: int64."""
    weights = sides.weights[articles_of(postings)]
    return weights if unit is Unit.ARTICLES else weights * counts_of(postings)


def _totals(reader: SegmentReader, sides: _Sides, unit: Unit) -> Numbers:
    """The articles of both sets in a segment, or their tokens: of shape (2,)."""
    weights = sides.weights[: len(reader)]
    if unit is Unit.WORDS:
        weights = weights * array_of(reader.text_field("body").lengths.all())
    total = int(weights.sum())
    return np.array([total & _HERE_BITS, total >> _THERE])
