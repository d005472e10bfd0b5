"""Collectors, computed from one evaluation of the query."""

from collections.abc import Sequence
from typing import Any

from newsgrep.engines.collectors import Collector, Count, Tally
from newsgrep.engines.whoosh.collecting.plain_tallies import is_plain, plain_tally
from newsgrep.engines.whoosh.searching.evaluation import evaluate, evaluate_by_vectors
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
        return tuple(_collect(collector, segments, matching) for collector in collectors)
    from newsgrep.engines.whoosh.collecting.vector_collect import collect_by_vectors  # noqa: PLC0415  imports numpy

    return collect_by_vectors(query, evaluation, collectors)


def _is_plain(collector: Collector[Any], segments: Segments) -> bool:
    return isinstance(collector, Count) or (isinstance(collector, Tally) and is_plain(segments, collector))


def _collect(collector: Collector[Any], segments: Segments, matching: int) -> object:
    if isinstance(collector, Tally):
        return plain_tally(segments, matching, collector.facets)
    return matching.bit_count()
