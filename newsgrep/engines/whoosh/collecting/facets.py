"""What articles are counted by, on numpy: the values of a facet, article by article."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of, articles_of_terms
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.results import Facet, FacetValue, Period
from newsgrep.text.runs import ranges_of, starts_of

_NONE = -1
"""The code of no value."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """A facet of some articles of a segment: `codes[starts[n]:starts[n + 1]]` are those of the n-th. Both int64.

    The code of a value is its number in the lexicon, or `_NONE`; that of a period is YYYY, YYYYMM or YYYYMMDD, or 0.
    """

    starts: Numbers
    codes: Numbers

    def of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The codes of articles, by their places among all, one after the other, and how many each has: int64."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        return self.codes[ranges_of(self.starts[rows], lengths)], lengths


def of_segments(segments: Segments, articles: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Articles, by ascending numbers, int64, as (segment, their numbers in it) of the segments that have any."""
    parts = np.split(articles, np.searchsorted(articles, segments.firsts[1:]))
    for segment, (first, numbers) in enumerate(zip(segments.firsts, parts, strict=False)):
        if len(numbers):
            yield segment, numbers - first


def facet_column(reader: SegmentReader, articles: Numbers, facet: Facet) -> FacetColumn:
    """A facet of articles of a segment, by their ascending numbers, int64."""
    if isinstance(facet, Period):
        return _periods(reader, articles, facet)
    return _values(reader.value_field(facet).folded, articles, len(reader))


def facet_values(reader: SegmentReader, facet: Facet, codes: Numbers) -> list[FacetValue]:
    """What codes of a segment stand for; values case folded, see `spellings`."""
    if isinstance(facet, Period):
        return list(map(_period, codes.tolist()))
    different, places = np.unique(codes, return_inverse=True)
    terms = list(reader.value_field(facet).folded.terms.several(different[different != _NONE].tolist()))
    # `_NONE` is the least.
    values: list[FacetValue] = [*[None] * (len(different) - len(terms)), *map(decode_term, terms)]
    return [values[place] for place in places.tolist()]


def _values(lexicon: Lexicon, articles: Numbers, size: int) -> FacetColumn:
    """The values of articles of a segment of `size`: one at least for each, if only `_NONE`."""
    frequencies, holding = articles_of_terms(lexicon, range(len(lexicon)))
    row_of = np.full(size, _NONE)
    row_of[articles] = np.arange(len(articles))
    rows = row_of[holding]
    wanted = np.flatnonzero(rows != _NONE)
    codes = np.repeat(np.arange(len(lexicon)), frequencies)[wanted]
    lengths = np.bincount(rows[wanted], minlength=len(articles))
    lacking = np.flatnonzero(lengths == 0)
    rows = np.concatenate([rows[wanted], lacking])
    codes = np.concatenate([codes, np.full(len(lacking), _NONE)])
    return FacetColumn(starts_of(np.maximum(lengths, 1)), codes[np.argsort(rows, kind="stable")])


def _periods(reader: SegmentReader, articles: Numbers, period: Period) -> FacetColumn:
    """The periods of the articles' dates, as far as they are known."""
    first, last = (
        array_of(days.all())[articles].astype(np.int64) for days in (reader.first_days, reader.last_days)
    )
    month_known = first // 100 == last // 100
    codes = first // 10000
    if period is not Period.YEAR:
        codes = np.where(month_known, first // 100, codes)
    if period is Period.DAY:
        codes = np.where(first == last, first, codes)
    return FacetColumn(np.arange(len(articles) + 1), codes)


def _period(code: int) -> FacetValue:
    text = str(code)
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part) if code else None
