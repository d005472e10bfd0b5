"""Tallies without numpy, for a process that answers one query: the articles of each value are a set of bits."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.whoosh.collecting.spellings import Row, spelled
from newsgrep.engines.whoosh.format.lexicon import decode_term
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels
from newsgrep.engines.whoosh.searching.segments import Segments, SegmentTerms, Terms
from newsgrep.facets import Facet, FacetField, FacetValue, Period
from newsgrep.periods import last_day_of_period, period_of

_MOST_BYTES = 4 << 20
"""Reading more bytes of sets takes longer than importing numpy."""
_MOST_IMPRECISE = 100_000
"""Looking at more articles, those whose days are not known, takes longer, too."""

_Dated: TypeAlias = tuple[SegmentReader, list[tuple[FacetValue, range]]]
"""A segment, and the articles of each period by their first days."""
_Values: TypeAlias = list[tuple[FacetValue, int]]
"""The values of a field, each with the set of its articles; None with those that have none."""


def is_plain(segments: Segments, tally: Tally) -> bool:
    """Whether to count so is faster than to import numpy: articles, by at most one period and by few values."""
    fields = [facet for facet in tally.facets if not isinstance(facet, Period)]
    sets = 1
    for field in fields:
        sets *= 1 + sum(len(reader.value_field(field).folded) for reader in segments.readers)
    return (
        tally.unit is Unit.ARTICLES
        and len(tally.facets) - len(fields) <= 1
        and sets * segments.size <= 8 * _MOST_BYTES
        and sum(len(reader.imprecise) for reader in segments.readers) <= _MOST_IMPRECISE
    )


def plain_tally(segments: Segments, matching: int, facets: Sequence[Facet]) -> dict[Row, int]:
    """The result of a `Tally` of articles, over a set of the plain kernels."""
    values = [_values(segments, facet) for facet in facets if not isinstance(facet, Period)]
    groups = _split(matching, values)
    counts: dict[Row, int] = {}
    for place, facet in enumerate(facets):
        if isinstance(facet, Period):
            dated = [(reader, list(_ranges(reader, facet))) for reader in segments.readers]
            for row, articles in groups:
                for period, number in _by_period(segments.ranges, dated, articles, facet).items():
                    counts[*row[:place], period, *row[place:]] = number
            return spelled(counts, facets, segments.readers)
    for row, articles in groups:
        counts[row] = articles.bit_count()
    return spelled(counts, facets, segments.readers)


def _values(segments: Segments, field: FacetField) -> _Values:
    """The values of a field, folded."""
    kernels = PlainKernels(segments)
    terms: dict[bytes, list[SegmentTerms]] = {}
    for segment, reader in enumerate(segments.readers):
        lexicon = reader.value_field(field).folded
        for number, term in enumerate(lexicon.terms.slice(0, len(lexicon))):
            terms.setdefault(term, []).append(SegmentTerms(segment, lexicon, [number]))
    values: _Values = [(decode_term(term), kernels.containing(Terms(own))) for term, own in terms.items()]
    without = kernels.everything
    for _, articles in values:
        without &= ~articles
    return [*values, (None, without)]


def _split(matching: int, fields: Sequence[_Values]) -> Iterator[tuple[Row, int]]:
    """The articles of each combination of values that some have."""
    if not fields:
        if matching:
            yield (), matching
        return
    for value, articles in fields[0]:
        if own := matching & articles:
            for row, both in _split(own, fields[1:]):
                yield (value, *row), both


def _ranges(reader: SegmentReader, unit: Period) -> Iterator[tuple[FacetValue, range]]:
    """The articles of each period, by their first days: the numbers of a segment ascend by these."""
    days = reader.first_days.all()
    start = bisect_right(days, 0)
    yield None, range(start)
    while start < len(days):
        first = days[start]
        stop = max(bisect_right(days, last_day_of_period(first, unit), start), start + 1)
        yield period_of(first, first, unit), range(start, stop)
        start = stop


def _by_period(
    ranges: Sequence[range], dated: Sequence[_Dated], matching: int, unit: Period
) -> Counter[FacetValue]:
    """The number of articles of each period. `ranges` are the numbers of each segment's articles."""
    counts: Counter[FacetValue] = Counter()
    for own, (reader, periods) in zip(ranges, dated, strict=True):
        bits = (matching >> own.start & (1 << len(own)) - 1).to_bytes(-(-len(own) // 8), "little")
        for period, numbers in periods:
            counts[period] += _count(bits, numbers)
        for number in reader.imprecise:
            if bits[number >> 3] >> (number & 7) & 1:
                first, last = reader.first_days.at(number), reader.last_days.at(number)
                counts[period_of(first, first, unit)] -= 1
                counts[period_of(first, last, unit)] += 1
    return +counts


def _count(bits: bytes, numbers: range) -> int:
    """How many of the bits with numbers in a range are set."""
    octets = int.from_bytes(bits[numbers.start >> 3 : numbers.stop + 7 >> 3], "little")
    return (octets >> (numbers.start & 7) & (1 << len(numbers)) - 1).bit_count()
