"""All collectors, computed from one evaluation of the query, on numpy."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newsgrep.engines.collectors import Collector, Count, First, StemFrequencies, Tally, TermCounts, Unit
from newsgrep.engines.whoosh.collecting.facets import facet_column, facet_values, split_by_segment
from newsgrep.engines.whoosh.collecting.spellings import spellings
from newsgrep.engines.whoosh.collecting.tallies import Weigh, occurrences, tally, words
from newsgrep.engines.whoosh.collecting.term_counts import term_counts
from newsgrep.engines.whoosh.format.posting_arrays import Numbers
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.evaluation import VectorEvaluation, evaluate_by_vectors
from newsgrep.engines.whoosh.searching.ordering import EvaluatedAnswer
from newsgrep.facets import Facet, FacetValue
from newsgrep.results import Match
from newsgrep.text import AnalysedQuery


def collect_by_vectors(
    query: AnalysedQuery, evaluation: VectorEvaluation, collectors: Sequence[Collector[Any]]
) -> tuple[Any, ...]:
    """`Snapshot.collect`, given the evaluation of the query."""
    weigh = {Unit.ARTICLES: None, Unit.WORDS: words, Unit.OCCURRENCES: occurrences(query)}
    return tuple(_collect(evaluation, weigh, collector) for collector in collectors)


def _collect(
    evaluation: VectorEvaluation, weigh: Mapping[Unit, Weigh | None], collector: Collector[Any]
) -> object:
    segments = evaluation.segments
    if isinstance(collector, Count):
        return evaluation.total
    if isinstance(collector, StemFrequencies):
        return evaluation.stem_frequencies(collector.stems)
    if isinstance(collector, Tally):
        return tally(segments, evaluation.matching.numbers, collector.facets, weigh[collector.unit])
    if isinstance(collector, First):
        return _first(evaluation, collector)
    if isinstance(collector, TermCounts):
        there = evaluate_by_vectors(collector.there, evaluation.generation)
        return term_counts(segments, evaluation.matching, there.matching, collector)
    raise TypeError(f"unknown collector: {collector!r}")


def _first(evaluation: VectorEvaluation, collector: First) -> Mapping[FacetValue, Match]:
    """The first match of each value: takes matches in order until each value has one."""
    segments = evaluation.segments
    values_of = {
        segment: _SegmentValues(segments.readers[segment], articles, collector.facet)
        for segment, articles in split_by_segment(segments, evaluation.matching.numbers)
    }
    missing = {value for segment_values in values_of.values() for value in segment_values.values}
    first: dict[FacetValue, Match] = {}
    for number, match in EvaluatedAnswer(evaluation, order=collector.order, seed=collector.seed).numbered():
        segment = segments.segment_of(number)
        values = values_of[segment].of_article(number - segments.firsts[segment])
        first |= dict.fromkeys((value for value in values if value in missing), match)
        missing.difference_update(values)
        if not missing:
            break
    written = spellings(segments.readers, collector.facet, first)
    return {written.get(value, value): match for value, match in first.items()}


class _SegmentValues:
    """The values of a facet of some articles of a segment, case folded. `articles`: ascending, int64."""

    def __init__(self, reader: SegmentReader, articles: Numbers, facet: Facet) -> None:
        self._articles = articles
        self._column = facet_column(reader, articles, facet)
        self.values = facet_values(reader, facet, self._column.codes)

    def of_article(self, number: int) -> list[FacetValue]:
        """The values of one of the articles, by its number in the segment."""
        row = np.searchsorted(self._articles, number)
        return self.values[self._column.starts[row] : self._column.starts[row + 1]]
