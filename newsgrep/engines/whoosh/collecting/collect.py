"""Collectors, computed from one evaluation of the query."""

from collections.abc import Sequence
from typing import Any

from newsgrep.engines.collectors import Collector, Count, StemFrequencies, Tally
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation, evaluate, evaluate_by_vectors
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.text import AnalysedQuery


def collect(
    query: AnalysedQuery, generation: Generation, collectors: Sequence[Collector[Any]], *, vector: bool | None
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a generation. numpy is imported only where it is worth its time."""
    segments = generation.segments
    if all(isinstance(collector, Count) for collector in collectors):
        total = evaluate(query, generation, vector=vector, scores_all=False).total
        return (total,) * len(collectors)
    if not vector and all(_is_plain(collector, segments) for collector in collectors):
        evaluation = evaluate(query, generation, vector=vector, scores_all=False)
    else:
        evaluation = evaluate_by_vectors(query, generation)
    if isinstance(evaluation.matching, int):
        matching = evaluation.matching
        return tuple(_collect(evaluation, matching, collector) for collector in collectors)
    from newsgrep.engines.whoosh.collecting.vector_collect import collect_by_vectors  # noqa: PLC0415  imports numpy

    return collect_by_vectors(query, evaluation, collectors)


def _is_plain(collector: Collector[Any], segments: Segments) -> bool:
    if isinstance(collector, Tally):
        from newsgrep.engines.whoosh.collecting.plain_tallies import is_plain  # noqa: PLC0415  only for tallies

        return is_plain(segments, collector)
    return isinstance(collector, Count | StemFrequencies)


def _collect(evaluation: EitherEvaluation, matching: int, collector: Collector[Any]) -> object:
    if isinstance(collector, Tally):
        from newsgrep.engines.whoosh.collecting.plain_tallies import plain_tally  # noqa: PLC0415  as above

        return plain_tally(evaluation.segments, matching, collector.facets)
    if isinstance(collector, StemFrequencies):
        return evaluation.stem_frequencies(collector.stems)
    return evaluation.total
