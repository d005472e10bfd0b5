"""What is asked of all matches together, answered from one evaluation of the query."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newsgrep.engines.collectors import Collector, Count, First, Tally, TermCounts
from newsgrep.engines.whoosh.collecting.facets import facet_column, facet_values, of_segments
from newsgrep.engines.whoosh.collecting.spellings import spellings
from newsgrep.engines.whoosh.collecting.tallies import tally
from newsgrep.engines.whoosh.collecting.term_counts import term_counts
from newsgrep.engines.whoosh.format.posting_arrays import Numbers
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.evaluation import VectorEvaluation, evaluate, evaluate_by_vectors
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.ordering import EvaluatedAnswer
from newsgrep.results import Facet, FacetValue, Match
from newsgrep.text import AnalysedQuery


def collect(
    query: AnalysedQuery, generation: Generation, wanted: Sequence[Collector[Any]], *, vector: bool | None
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a generation."""
    if all(isinstance(one, Count) for one in wanted):
        total = evaluate(query, generation, vector=vector, scores_all=False).total
        return (total,) * len(wanted)
    found = evaluate_by_vectors(query, generation)
    return tuple(_collect(found, one) for one in wanted)


def _collect(found: VectorEvaluation, wanted: Collector[Any]) -> object:
    if isinstance(wanted, Count):
        return found.total
    if isinstance(wanted, Tally):
        return tally(found.generation, found.matching.numbers, wanted)
    if isinstance(wanted, First):
        return _first(found, wanted)
    if isinstance(wanted, TermCounts):
        return term_counts(found.segments, found.matching.numbers, wanted.least)
    raise TypeError(f"no collector of this engine: {wanted!r}")


def _first(found: VectorEvaluation, wanted: First) -> Mapping[FacetValue, Match]:
    """The first match of each value: matches are looked at in order until each value has one."""
    segments = found.segments
    values = {
        segment: _Values(segments.readers[segment], articles, wanted.facet)
        for segment, articles in of_segments(segments, found.matching.numbers)
    }
    left = {value for of_segment in values.values() for value in of_segment.values}
    first: dict[FacetValue, Match] = {}
    for number, match in EvaluatedAnswer(found, order=wanted.order).numbered():
        segment = segments.segment_of(number)
        own = values[segment].of_article(number - segments.firsts[segment])
        first |= dict.fromkeys((value for value in own if value in left), match)
        left.difference_update(own)
        if not left:
            break
    written = spellings(segments.readers, wanted.facet, first)
    return {written.get(value, value): match for value, match in first.items()}


class _Values:
    """The values of a facet of some articles of a segment, case folded."""

    def __init__(self, reader: SegmentReader, articles: Numbers, facet: Facet) -> None:
        self._articles = articles
        self._column = facet_column(reader, articles, facet)
        self.values = facet_values(reader, facet, self._column.codes)

    def of_article(self, number: int) -> list[FacetValue]:
        """Those of one of the articles."""
        row = np.searchsorted(self._articles, number)
        return self.values[self._column.starts[row] : self._column.starts[row + 1]]
