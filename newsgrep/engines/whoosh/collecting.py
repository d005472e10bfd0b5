"""What is asked of all matches together, answered from one evaluation of the query."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newsgrep.engines.collectors import Collector, Count, First, Tally, TermCounts
from newsgrep.engines.whoosh.answer import EvaluatedAnswer
from newsgrep.engines.whoosh.evaluation import Evaluation
from newsgrep.engines.whoosh.facets import FacetReader, of_segments, spelled
from newsgrep.engines.whoosh.generation import Generation
from newsgrep.engines.whoosh.tallies import tally
from newsgrep.engines.whoosh.term_counts import term_counts
from newsgrep.results import FacetValue, Match
from newsgrep.text import AnalysedQuery


def collect(
    query: AnalysedQuery, generation: Generation, wanted: Sequence[Collector[Any]], *, vector: bool | None
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a generation."""
    if not all(isinstance(one, Count) for one in wanted):
        vector = True
    found = Evaluation(query, generation, vector=vector, scores_all=False)
    return tuple(_collect(found, one) for one in wanted)


def _collect(found: Evaluation, wanted: Collector[Any]) -> object:
    if isinstance(wanted, Count):
        return found.total
    if isinstance(wanted, Tally):
        return tally(found.generation, found.kernels.numbers(found.matching), wanted)
    if isinstance(wanted, First):
        return _first(found, wanted)
    if isinstance(wanted, TermCounts):
        return term_counts(found.segments, found.kernels.numbers(found.matching), wanted.least)
    raise TypeError(f"no collector of this engine: {wanted!r}")


def _first(found: Evaluation, wanted: First) -> Mapping[FacetValue, Match]:
    """The first match of each value: matches are looked at in order until each value has one."""
    segments = found.segments
    readers = [FacetReader(reader, wanted.facet) for reader in segments.readers]
    left: set[FacetValue] = set()
    for segment, numbers in of_segments(segments, found.kernels.numbers(found.matching)):
        left |= readers[segment].values(numbers)
    first: dict[FacetValue, Match] = {}
    for number, match in EvaluatedAnswer(found, order=wanted.order).numbered():
        segment = segments.segment_of(number)
        own = readers[segment].values(np.array([number - segments.firsts[segment]]))
        first |= dict.fromkeys(own & left, match)
        left -= own
        if not left:
            break
    written = spelled(found.generation, wanted.facet, first)
    return {written.get(value, value): match for value, match in first.items()}
