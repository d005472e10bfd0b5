"""How many articles, or words, there are by the values of facets, on numpy."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.whoosh.facets import FacetReader, of_segments, spelled
from newsgrep.engines.whoosh.generation import Generation
from newsgrep.engines.whoosh.posting_arrays import Numbers, array_of
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.results import Facet, FacetValue


def tally(generation: Generation, matching: Numbers, wanted: Tally) -> dict[tuple[FacetValue, ...], int]:
    """`Tally` of articles, given by their numbers in the generation: ascending, int64."""
    counts: Counter[tuple[FacetValue, ...]] = Counter()
    for segment, articles in of_segments(generation.segments, matching):
        _count(generation.readers[segment], articles, wanted, counts)
    for place, facet in enumerate(wanted.facets):
        counts = _spelled(counts, place, generation, facet)
    return dict(counts)


def _count(
    reader: SegmentReader, articles: Numbers, wanted: Tally, counts: Counter[tuple[FacetValue, ...]]
) -> None:
    """Add a segment's counts, values case folded."""
    facets = [FacetReader(reader, facet) for facet in wanted.facets]
    table: list[Numbers] = [articles]  # a row for each combination of values: the article, the codes
    for facet in facets:
        codes, lengths = facet.column.of(table[0])
        table = [*(np.repeat(known, lengths) for known in table), codes]
    groups = _groups(table[1:], len(table[0]))
    _, places = np.unique(groups, return_index=True)
    weights = (
        array_of(reader.text_field("body").lengths.all())[table[0]] if wanted.unit is Unit.WORDS else None
    )
    numbers = np.bincount(groups, weights).astype(np.int64)  # a sum of words is exact up to 2 ** 53
    for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
        row = (facet.value(int(codes[place])) for facet, codes in zip(facets, table[1:], strict=True))
        counts[tuple(row)] += number


def _groups(columns: Sequence[Numbers], rows: int) -> Numbers:
    """For each row the number of its group, counted from 0: equal rows are one group. Columns and result are int64."""
    groups = np.zeros(rows, np.int64)
    for codes in columns:
        values, numbers = np.unique(codes, return_inverse=True)
        _, groups = np.unique(groups * len(values) + numbers, return_inverse=True)
    return groups


def _spelled(
    counts: Counter[tuple[FacetValue, ...]], place: int, generation: Generation, facet: Facet
) -> Counter[tuple[FacetValue, ...]]:
    written = spelled(generation, facet, {row[place] for row in counts})
    return Counter(
        {
            (*row[:place], written.get(row[place], row[place]), *row[place + 1 :]): number
            for row, number in counts.items()
        }
    )
