"""How many articles of a query there are by the values of their fields and by their dates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.posting_arrays import array_of, articles_of_terms
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.engines.whoosh.spellings import spellings
from newsgrep.query.nodes import Node
from newsgrep.results import Facet, FacetValue, Period
from newsgrep.text import QueryTerms
from newsgrep.text.runs import ranges_of, starts_of

_NONE = -1
_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Column:
    """A facet of the matching articles of a segment: `codes[starts[n]:starts[n + 1]]` are those of match n.

    The code of a value is its number in the lexicon, or `_NONE`; that of a period is YYYY, YYYYMM or YYYYMMDD, or 0.
    """

    starts: _Numbers
    codes: _Numbers

    def of(self, matches: _Numbers) -> tuple[_Numbers, _Numbers]:
        """The codes of matches, one after the other, and how many each has."""
        lengths = self.starts[matches + 1] - self.starts[matches]
        return self.codes[ranges_of(self.starts[matches], lengths)], lengths


def count_by(
    query: Node, snapshot: Snapshot, terms: QueryTerms, facets: Sequence[Facet]
) -> Counter[tuple[FacetValue, ...]]:
    """`Engine.counts` over a snapshot."""
    segments = snapshot.segments
    occurrences = Occurrences(segments, terms, lambda: snapshot.vector_kernels, vector_terms=True)
    matching: _Numbers = occurrences.kernels.numbers(Matching(segments, occurrences).articles(query))
    counts: Counter[tuple[FacetValue, ...]] = Counter()
    of_segments = np.split(matching, np.searchsorted(matching, segments.firsts[1:]))
    for reader, first, articles in zip(segments.readers, segments.firsts, of_segments, strict=False):
        if len(articles):
            _count(reader, articles - first, facets, counts)
    for place, facet in enumerate(facets):
        counts = _spelled(counts, place, snapshot.readers, facet)
    return counts


def _count(
    reader: SegmentReader,
    articles: _Numbers,
    facets: Sequence[Facet],
    counts: Counter[tuple[FacetValue, ...]],
) -> None:
    """Add a segment's counts, values case folded."""
    table = [np.arange(len(articles))]
    for facet in facets:
        codes, lengths = _column(reader, articles, facet).of(table[0])
        table = [*(np.repeat(known, lengths) for known in table), codes]
    rows, numbers = np.unique(np.stack(table[1:]), axis=1, return_counts=True)
    named = [_names(reader, facet, codes) for facet, codes in zip(facets, rows, strict=True)]
    for row, number in zip(zip(*named, strict=True), numbers.tolist(), strict=True):
        counts[row] += number


def _column(reader: SegmentReader, articles: _Numbers, facet: Facet) -> _Column:
    if isinstance(facet, Period):
        return _periods(reader, articles, facet)
    return _values(reader.value_field(facet).folded, articles, len(reader))


def _values(lexicon: Lexicon, matches: _Numbers, articles: int) -> _Column:
    """The values of matches, of which there is one at least for each, if only `_NONE`."""
    frequencies, having = articles_of_terms(lexicon, range(len(lexicon)))
    match_of = np.full(articles, _NONE)
    match_of[matches] = np.arange(len(matches))
    of_posting = match_of[having]
    asked = np.flatnonzero(of_posting != _NONE)
    values = np.repeat(np.arange(len(lexicon)), frequencies)[asked]
    lengths = np.bincount(of_posting[asked], minlength=len(matches))
    lacking = np.flatnonzero(lengths == 0)
    of_value = np.concatenate([of_posting[asked], lacking])
    values = np.concatenate([values, np.full(len(lacking), _NONE)])
    return _Column(starts_of(np.maximum(lengths, 1)), values[np.argsort(of_value, kind="stable")])


def _periods(reader: SegmentReader, matches: _Numbers, period: Period) -> _Column:
    """The periods of the matches' dates, as far as they are known."""
    first, last = (
        array_of(days.all())[matches].astype(np.int64) for days in (reader.first_days, reader.last_days)
    )
    month_known = first // 100 == last // 100
    codes = first // 10000
    if period is not Period.YEAR:
        codes = np.where(month_known, first // 100, codes)
    if period is Period.DAY:
        codes = np.where(first == last, first, codes)
    return _Column(np.arange(len(matches) + 1), codes)


def _names(reader: SegmentReader, facet: Facet, codes: _Numbers) -> list[FacetValue]:
    """What codes stand for."""
    if isinstance(facet, Period):
        return list(map(_period, codes.tolist()))
    different, places = np.unique(codes, return_inverse=True)
    terms = reader.value_field(facet).folded.terms.several(different[different != _NONE].tolist())
    # `_NONE` is the least.
    names: list[FacetValue] = [*[None] * (len(different) - len(terms)), *map(decode_term, terms)]
    return [names[place] for place in places.tolist()]


def _period(code: int) -> FacetValue:
    text = str(code)
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part) if code else None


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
