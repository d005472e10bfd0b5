"""How many articles, or words, there are by the values of facets, on numpy."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.whoosh.collecting.facets import facet_column, facet_values, of_segments
from newsgrep.engines.whoosh.collecting.spellings import spellings
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.results import Facet, FacetValue


def tally(generation: Generation, matching: Numbers, wanted: Tally) -> dict[tuple[FacetValue, ...], int]:
    """`Tally` of articles, given by their numbers in the generation: ascending, int64."""
    counts: Counter[tuple[FacetValue, ...]] = Counter()
    for segment, articles in of_segments(generation.segments, matching):
        _count(generation.readers[segment], articles, wanted, counts)
    for place, facet in enumerate(wanted.facets):
        counts = _spelled(counts, place, generation.readers, facet)
    return dict(counts)


def _count(
    reader: SegmentReader, articles: Numbers, wanted: Tally, counts: Counter[tuple[FacetValue, ...]]
) -> None:
    """Add a segment's counts, values case folded."""
    table: list[Numbers] = [np.arange(len(articles))]  # a row a combination of values: the article, the codes
    for facet in wanted.facets:
        codes, lengths = facet_column(reader, articles, facet).of(table[0])
        table = [*(np.repeat(known, lengths) for known in table), codes]
    groups = _groups(table[1:], len(table[0]))
    _, places = np.unique(groups, return_index=True)
    weights = None
    if wanted.unit is Unit.WORDS:
        weights = array_of(reader.text_field("body").lengths.all())[articles][table[0]]
    numbers = np.bincount(groups, weights).astype(np.int64)  # sums of words are exact up to 2 ** 53
    values = [
        facet_values(reader, facet, codes[places])
        for facet, codes in zip(wanted.facets, table[1:], strict=True)
    ]
    rows = zip(*values, strict=True) if values else [()]
    for row, number in zip(rows, numbers.tolist(), strict=True):
        counts[row] += number


def _groups(columns: Sequence[Numbers], rows: int) -> Numbers:
    """For each row the number of its group, counted from 0: equal rows are one group. Columns and result are int64."""
    groups = np.zeros(rows, np.int64)
    for codes in columns:
        values, numbers = np.unique(codes, return_inverse=True)
        _, groups = np.unique(groups * len(values) + numbers, return_inverse=True)
    return groups


def _spelled(
    counts: Counter[tuple[FacetValue, ...]], place: int, readers: Sequence[SegmentReader], facet: Facet
) -> Counter[tuple[FacetValue, ...]]:
    """The counts, a facet's values written as articles write them."""
    written = spellings(readers, facet, {row[place] for row in counts})
    return Counter(
        {
            (*row[:place], written.get(row[place], row[place]), *row[place + 1 :]): number
            for row, number in counts.items()
        }
    )
