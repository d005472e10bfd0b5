"""Facet columns, on numpy: the values of a facet for each article."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of, articles_of_terms
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.facets import Facet, FacetValue, Period
from newsgrep.periods import coarser
from newsgrep.text.runs import ranges_of, starts_of

_NONE = -1
"""The code of an article without a value."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The codes of a facet for N articles of a segment.

    Those of article n are `codes[starts[n]:starts[n + 1]]`. `starts` is int64 of shape (N + 1,), `codes`
    is int64 with at least one code for each article. The code of a value is its number in the lexicon, or
    `_NONE`. The code of a date is YYYY, YYYYMM or YYYYMMDD, as precise as the period needs it, or 0 for undated;
    a period may have several.
    """

    starts: Numbers
    codes: Numbers

    def of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The codes of the articles at `rows`, concatenated, and how many each has: both int64."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        return self.codes[ranges_of(self.starts[rows], lengths)], lengths


def split_by_segment(segments: Segments, articles: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Ascending article numbers, int64, as (segment, numbers within it), for segments with any."""
    parts = np.split(articles, np.searchsorted(articles, segments.firsts[1:]))
    for segment, (first, numbers) in enumerate(zip(segments.firsts, parts, strict=False)):
        if len(numbers):
            yield segment, numbers - first


def facet_column(reader: SegmentReader, articles: Numbers, facet: Facet) -> FacetColumn:
    """The column of a facet for the articles of these numbers in a segment: ascending, int64."""
    if isinstance(facet, Period):
        return _periods(reader, articles, facet)
    return _values(reader.value_field(facet).folded, articles, len(reader))


def facet_values(reader: SegmentReader, facet: Facet, codes: Numbers) -> list[FacetValue]:
    """The values of codes of a segment, int64, one for each; folded, see `spellings`."""
    if isinstance(facet, Period):
        names = {code: _period(code, facet) for code in set(codes.tolist())}
        return [names[code] for code in codes.tolist()]
    distinct, indexes = np.unique(codes, return_inverse=True)
    terms = list(reader.value_field(facet).folded.terms.several(distinct[distinct != _NONE].tolist()))
    # `_NONE` sorts first.
    values: list[FacetValue] = [*[None] * (len(distinct) - len(terms)), *map(decode_term, terms)]
    return [values[index] for index in indexes.tolist()]


def _values(lexicon: Lexicon, articles: Numbers, size: int) -> FacetColumn:
    """The values of articles of a segment of `size` articles; `_NONE` for an article without one."""
    frequencies, posting_articles = articles_of_terms(lexicon, range(len(lexicon)))
    row_of = np.full(size, _NONE)
    row_of[articles] = np.arange(len(articles))
    rows = row_of[posting_articles]
    kept = np.flatnonzero(rows != _NONE)
    codes = np.repeat(np.arange(len(lexicon)), frequencies)[kept]
    lengths = np.bincount(rows[kept], minlength=len(articles))
    without = np.flatnonzero(lengths == 0)
    rows = np.concatenate([rows[kept], without])
    codes = np.concatenate([codes, np.full(len(without), _NONE)])
    return FacetColumn(starts_of(np.maximum(lengths, 1)), codes[np.argsort(rows, kind="stable")])


def _periods(reader: SegmentReader, articles: Numbers, period: Period) -> FacetColumn:
    """The periods of the articles' dates, as precise as these are known."""
    first, last = (
        array_of(days.all())[articles].astype(np.int64) for days in (reader.first_days, reader.last_days)
    )
    codes = first // 10000
    if period not in {Period.YEAR, Period.DECADE}:
        codes = np.where(first // 100 == last // 100, first // 100, codes)
    if period in {Period.DAY, Period.WEEK}:
        codes = np.where(first == last, first, codes)
    return FacetColumn(np.arange(len(articles) + 1), codes)


def _period(code: int, period: Period) -> FacetValue:
    text = str(code)
    return (
        coarser("-".join(part for part in (text[:4], text[4:6], text[6:]) if part), period) if code else None
    )
