"""Collectors that only count matches: by either set of kernels, so that a process that answers one query needs no numpy."""

from collections.abc import Sequence
from typing import Any

from newsgrep.engines.collectors import Collector, Count, StemFrequencies
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation, evaluate
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.text import AnalysedQuery


def can_count(collectors: Sequence[Collector[Any]]) -> bool:
    """Whether all of them only count."""
    return all(isinstance(collector, Count | StemFrequencies) for collector in collectors)


def count(
    query: AnalysedQuery, generation: Generation, collectors: Sequence[Collector[Any]], *, vector: bool | None
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a generation, of collectors that only count."""
    evaluation = evaluate(query, generation, vector=vector, scores_all=False)
    return tuple(counted(evaluation, collector) for collector in collectors)


def counted(evaluation: EitherEvaluation, collector: Collector[Any]) -> object:
    """The result of one such collector."""
    if isinstance(collector, StemFrequencies):
        return {stem: evaluation.stem_frequency(stem) for stem in collector.stems}
    return evaluation.total
