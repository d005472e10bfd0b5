"""Tallies: numbers of articles or words by the values of facets, on numpy."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.whoosh.collecting.facets import facet_column, facet_values, split_by_segment
from newsgrep.engines.whoosh.collecting.spellings import spellings
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.facets import Facet, FacetValue


def tally(generation: Generation, matching: Numbers, collector: Tally) -> dict[tuple[FacetValue, ...], int]:
    """The result of a `Tally` over the articles of these numbers in the generation: ascending, int64."""
    counts: Counter[tuple[FacetValue, ...]] = Counter()
    for segment, articles in split_by_segment(generation.segments, matching):
        _count(generation.readers[segment], articles, collector, counts)
    for column, facet in enumerate(collector.facets):
        counts = _spelled(counts, column, generation.readers, facet)
    return dict(counts)


def _count(
    reader: SegmentReader, articles: Numbers, collector: Tally, counts: Counter[tuple[FacetValue, ...]]
) -> None:
    """Add a segment's counts, by case-folded values."""
    # A table by columns: a row for each combination of values of an article, with its index and its codes.
    table: list[Numbers] = [np.arange(len(articles))]
    for facet in collector.facets:
        codes, lengths = facet_column(reader, articles, facet).of(table[0])
        table = [*(np.repeat(column, lengths) for column in table), codes]
    groups = _groups(table[1:], len(table[0]))
    _, first_rows = np.unique(groups, return_index=True)
    weights = None
    if collector.unit is Unit.WORDS:
        weights = array_of(reader.text_field("body").lengths.all())[articles][table[0]]
    numbers = np.bincount(groups, weights).astype(np.int64)  # sums of words are exact up to 2 ** 53
    values = [
        facet_values(reader, facet, codes[first_rows])
        for facet, codes in zip(collector.facets, table[1:], strict=True)
    ]
    rows = zip(*values, strict=True) if values else [()]
    for row, number in zip(rows, numbers.tolist(), strict=True):
        counts[row] += number


def _groups(columns: Sequence[Numbers], rows: int) -> Numbers:
    """The group of each row, from 0: equal rows are one group.

    Columns and result are int64 of shape (rows,).
    """
    groups = np.zeros(rows, np.int64)
    for codes in columns:
        values, numbers = np.unique(codes, return_inverse=True)
        _, groups = np.unique(groups * len(values) + numbers, return_inverse=True)
    return groups


def _spelled(
    counts: Counter[tuple[FacetValue, ...]], column: int, readers: Sequence[SegmentReader], facet: Facet
) -> Counter[tuple[FacetValue, ...]]:
    """The counts, with the values of one facet written as articles write them."""
    written = spellings(readers, facet, {row[column] for row in counts})
    return Counter(
        {
            (*row[:column], written.get(row[column], row[column]), *row[column + 1 :]): number
            for row, number in counts.items()
        }
    )
