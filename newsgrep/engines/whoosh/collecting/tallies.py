"""Tallies: numbers of articles, words or occurrences by the values of facets, on numpy."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from newsgrep.engines.whoosh.collecting.facets import facet_column, facet_values, split_by_segment
from newsgrep.engines.whoosh.collecting.spellings import Row, spelled
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.facets import Facet
from newsgrep.text import AnalysedQuery, SpanFinder

_READ_AT_ONCE = 1 << 10
"""Articles, before the memory of the pages that hold them is released."""

Weigh: TypeAlias = Callable[[SegmentReader, Numbers], Numbers]
"""What each of some articles of a segment counts for: int64, of the same shape."""


def tally(
    segments: Segments, matching: Numbers, facets: Sequence[Facet], weigh: Weigh | None = None
) -> dict[Row, int]:
    """The result of a `Tally` over the articles of these numbers in the generation: ascending, int64.

    `weigh`: what each counts for; None: one.
    """
    counts: Counter[Row] = Counter()
    for segment, articles in split_by_segment(segments, matching):
        reader = segments.readers[segment]
        weights = weigh and weigh(reader, articles)
        for row, number in _counts(reader, articles, facets, weights):
            counts[row] += number
    return spelled(counts, facets, segments.readers)


def words(reader: SegmentReader, articles: Numbers) -> Numbers:
    """For each article, the number of its tokens."""
    return array_of(reader.text_field("body").lengths.all())[articles].astype(np.int64)


def occurrences(query: AnalysedQuery) -> Weigh:
    """For each match of a query, how many spans `SpanFinder` marks in it. Reads the stored articles, once."""
    finder = SpanFinder(query)
    known: dict[SegmentReader, Numbers] = {}

    def count(reader: SegmentReader, matches: Numbers) -> Iterator[int]:
        for first in range(0, len(matches), _READ_AT_ONCE):
            for number in matches[first : first + _READ_AT_ONCE].tolist():
                spans = finder.find(reader.article(number))
                yield len(spans.title) + len(spans.text)
            reader.file.release()

    def weigh(reader: SegmentReader, matches: Numbers) -> Numbers:
        if not finder.has_words:
            return np.zeros(len(matches), np.int64)
        if reader not in known:
            known[reader] = np.fromiter(count(reader, matches), np.int64, len(matches))
        return known[reader]

    return weigh


def _counts(
    reader: SegmentReader, articles: Numbers, facets: Sequence[Facet], weights: Numbers | None
) -> Iterator[tuple[Row, int]]:
    """A segment's counts, by folded values; a row may come several times."""
    # A table by columns: a row for each combination of values of an article, with its index and its codes.
    table: list[Numbers] = [np.arange(len(articles))]
    for facet in facets:
        codes, lengths = facet_column(reader, articles, facet).of(table[0])
        table = [*(np.repeat(column, lengths) for column in table), codes]
    groups = _groups(table[1:], len(table[0]))
    _, first_rows = np.unique(groups, return_index=True)
    own = None if weights is None else weights[table[0]]
    numbers = np.bincount(groups, own).astype(np.int64)  # sums of words are exact up to 2 ** 53
    values = [
        facet_values(reader, facet, codes[first_rows]) for facet, codes in zip(facets, table[1:], strict=True)
    ]
    rows = zip(*values, strict=True) if values else [()]
    return zip(rows, numbers.tolist(), strict=True)


def _groups(columns: Sequence[Numbers], rows: int) -> Numbers:
    """The group of each row, from 0: equal rows are one group.

    Columns and result are int64 of shape (rows,).
    """
    groups = np.zeros(rows, np.int64)
    for codes in columns:
        values, numbers = np.unique(codes, return_inverse=True)
        _, groups = np.unique(groups * len(values) + numbers, return_inverse=True)
    return groups
