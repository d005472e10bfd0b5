"""Merges lexicons: renumbers postings and leaves out those of deleted articles.

Terms are merged in their order, in batches of bounded size, so that memory is bounded whatever the size of
the lexicons.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Lexicon
from newsgrep.engines.whoosh.format.posting_arrays import array_of, numbers_in
from newsgrep.engines.whoosh.format.term_batches import rank_together, term_batches
from newsgrep.engines.whoosh.writing.inversion import Numbers, PostingColumns
from newsgrep.engines.whoosh.writing.lexicon_writer import LexiconShape, LexiconWriter
from newsgrep.engines.whoosh.writing.merge_sources import GONE, Source, release
from newsgrep.engines.whoosh.writing.segment_writer import write_surfaces
from newsgrep.text.runs import ranges_of, starts_of

_BATCH_RUNS = 1 << 18


class MergedLexicon(NamedTuple):
    """The new term numbers of each source lexicon, or GONE: uint32; and the number of merged terms."""

    numbers: list[Numbers]
    terms: int


def merge_lexicon(
    file: SectionFileWriter,
    name: str,
    shape: LexiconShape,
    lexicons: Sequence[Lexicon],
    sources: Sequence[Source],
) -> MergedLexicon:
    """Write the merged lexicon. `lexicons[n]` is of `sources[n]`."""
    renumbered = [np.full(len(lexicon), GONE, np.uint32) for lexicon in lexicons]
    written = 0
    with LexiconWriter(file, name, shape) as writer:
        for ranges in term_batches(lexicons):
            terms, ranks = rank_together(lexicons, ranges)
            columns = _merged_postings(lexicons, ranges, ranks, sources, len(terms))
            kept = np.flatnonzero(columns.frequencies)
            numbers = np.full(len(terms), GONE, np.uint32)
            numbers[kept] = np.arange(written, written + len(kept))
            for new_numbers, part, part_ranks in zip(renumbered, ranges, ranks, strict=True):
                new_numbers[part.start : part.stop] = numbers[part_ranks]
            written += len(kept)
            frequencies = columns.frequencies[kept]
            kept_terms = terms if len(kept) == len(terms) else [terms[number] for number in kept.tolist()]
            release(sources)
            writer.add(
                kept_terms, PostingColumns(frequencies, columns.articles, columns.counts, columns.positions)
            )
    return MergedLexicon(renumbered, written)


def merge_surfaces(
    file: SectionFileWriter,
    name: str,
    lexicons: Sequence[Lexicon],
    terms: MergedLexicon,
    surfaces: MergedLexicon,
) -> None:
    """Write the surfaces of the terms of a merged lexicon."""
    term_of_surface = np.zeros(surfaces.terms, np.uint32)
    for lexicon, new_terms, new_surfaces in zip(lexicons, terms.numbers, surfaces.numbers, strict=True):
        ends = array_of(lexicon.column("surfaces_ends").all())
        new_of_surface = new_surfaces[array_of(lexicon.column("surfaces").all())]
        new_of_term = np.repeat(new_terms, np.diff(ends, prepend=0))
        kept = new_of_surface != GONE
        term_of_surface[new_of_surface[kept]] = new_of_term[kept]
    write_surfaces(file, name, term_of_surface, terms.terms)


def _merged_postings(
    lexicons: Sequence[Lexicon],
    ranges: Sequence[range],
    ranks: Sequence[NDArray[np.int64]],
    sources: Sequence[Source],
    terms: int,
) -> PostingColumns:
    """The merged postings of a batch of terms: `ranges` and `ranks` are those of each lexicon's terms."""
    parts = [read_lists(lexicon, part) for lexicon, part in zip(lexicons, ranges, strict=True)]
    keys = np.concatenate(
        [
            np.repeat(part_ranks << 32, part.frequencies) | source.numbers[part.articles]
            for part, part_ranks, source in zip(parts, ranks, sources, strict=True)
        ]
    )
    live = keys & GONE != GONE
    order = np.argsort(keys, kind="stable")
    order = order[live[order]]
    keys = keys[order]
    counts = positions = None
    if all(part.counts is not None for part in parts):
        all_counts = np.concatenate([part.counts for part in parts if part.counts is not None])
        counts = all_counts[order]
        if all(part.positions is not None for part in parts):
            all_positions = np.concatenate([part.positions for part in parts if part.positions is not None])
            positions = _runs_in_order(all_positions, starts_of(all_counts)[order], counts)
    return PostingColumns(
        np.bincount(keys >> 32, minlength=terms), (keys & GONE).astype(np.uint32), counts, positions
    )


def _runs_in_order(
    values: NDArray[np.unsignedinteger], starts: NDArray[np.int64], lengths: NDArray[np.integer]
) -> NDArray[np.unsignedinteger]:
    """Concatenate runs of values, given by `starts` and `lengths`; in batches to save memory."""
    runs = np.empty(int(lengths.sum(dtype=np.int64)), values.dtype)
    end = 0
    for first in range(0, len(lengths), _BATCH_RUNS):
        part = slice(first, first + _BATCH_RUNS)
        indexes = ranges_of(starts[part], lengths[part])
        runs[end : end + len(indexes)] = values[indexes]
        end += len(indexes)
    return runs


def read_lists(lexicon: Lexicon, terms: range) -> PostingColumns:
    """The postings of consecutive terms: each column is read at once, whatever terms are common."""
    starts = array_of(lexicon.starts[terms.start : terms.stop + 1]).astype(np.int64)
    frequencies = np.diff(starts)
    counts = positions = None
    if lexicon.has("counts"):
        counts = _read_counts(lexicon, int(starts[0]), int(starts[-1]))
    if lexicon.has("positions"):
        position_starts = lexicon.column("position_starts")
        first, stop = position_starts.at(terms.start), position_starts.at(terms.stop)
        positions = array_of(lexicon.column("positions").part(first, stop))
    return PostingColumns(frequencies, _read_articles(lexicon, terms, frequencies), counts, positions)


def _read_articles(lexicon: Lexicon, terms: range, frequencies: NDArray[np.int64]) -> Numbers:
    """The articles of consecutive terms: bitmaps of the common ones, lists of the others."""
    first, stop = (bisect_left(lexicon.common, number) for number in (terms.start, terms.stop))
    is_common = np.zeros(len(terms), np.bool_)
    is_common[array_of(lexicon.common[first:stop]) - terms.start] = True
    of_common = np.repeat(is_common, frequencies)
    begin = lexicon.starts.at(terms.start) - lexicon.common_postings[first]
    end = lexicon.starts.at(terms.stop) - lexicon.common_postings[stop]
    listed = array_of(lexicon.column("articles").part(begin, end)).astype(np.uint32)
    if lexicon.has("articles_high"):
        listed |= array_of(lexicon.column("articles_high").part(begin, end)).astype(np.uint32) << 16
    if first == stop:
        return listed
    bitmaps = lexicon.column("bitmaps")
    blocks = len(bitmaps) // len(lexicon.common)
    articles = np.empty(len(of_common), np.uint32)
    articles[~of_common] = listed
    in_bitmaps = numbers_in(array_of(bitmaps.part(first * blocks, stop * blocks)))
    articles[of_common] = in_bitmaps % (blocks * BLOCK_ARTICLES)
    return articles


def _read_counts(lexicon: Lexicon, begin: int, end: int) -> Numbers:
    """The counts of consecutive postings."""
    counts = array_of(lexicon.column("counts").part(begin, end)).astype(np.uint32)
    large = array_of(lexicon.column("large").all())
    first, stop = np.searchsorted(large, (begin, end))
    counts[large[first:stop].astype(np.int64) - begin] = array_of(lexicon.column("large_counts").all())[
        first:stop
    ]
    return counts
