"""Merges lexicons: renumbers postings and leaves out those of deleted articles.

Terms are merged in their order, in batches of bounded size, so that memory is bounded whatever the size of
the lexicons.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.format.posting_arrays import array_of, articles_of, counts_of, positions_of
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
    parts = [_read_lists(lexicon, part) for lexicon, part in zip(lexicons, ranges, strict=True)]
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


def _read_lists(lexicon: Lexicon, terms: range) -> PostingColumns:
    """The postings of consecutive terms."""
    runs = list(lexicon.runs(terms))
    starts = array_of(lexicon.starts[terms.start : terms.stop + 1]).astype(np.int64)
    counts = positions = None
    if lexicon.has("counts"):
        counts = np.concatenate([np.zeros(0, np.uint32), *map(counts_of, runs)])
    if lexicon.has("positions"):
        positions = np.concatenate([np.zeros(0, np.uint16), *map(positions_of, runs)])
    return PostingColumns(
        starts[1:] - starts[:-1],
        np.concatenate([np.zeros(0, np.int64), *map(articles_of, runs)]),
        counts,
        positions,
    )
