"""Collectors, computed from one evaluation of the query."""

from collections.abc import Sequence
from typing import Any

from newsgrep.engines.collectors import Collector, Count, StemFrequencies, Tally
from newsgrep.engines.whoosh.collecting.counting import counted
from newsgrep.engines.whoosh.collecting.plain_tallies import is_plain, plain_tally
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation, evaluate, evaluate_by_vectors
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.text import AnalysedQuery


def collect(
    query: AnalysedQuery, generation: Generation, collectors: Sequence[Collector[Any]], *, vector: bool | None
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a generation. numpy is imported only where it is worth its time."""
    segments = generation.segments
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
        return is_plain(segments, collector)
    return isinstance(collector, Count | StemFrequencies)


def _collect(evaluation: EitherEvaluation, matching: int, collector: Collector[Any]) -> object:
    """The result of one that is plain. `matching` is the set of the evaluation."""
    if isinstance(collector, Tally):
        return plain_tally(evaluation.segments, matching, collector.facets)
    if isinstance(collector, Count | StemFrequencies):
        return counted(evaluation, collector)
    raise TypeError(f"unknown collector: {collector!r}")
