"""Collectors that only count matches, from an evaluation by either set of kernels."""

from newsgrep.engines.collectors import Count, StemFrequencies
from newsgrep.engines.whoosh.searching.evaluation import EitherEvaluation


def counted(evaluation: EitherEvaluation, collector: Count | StemFrequencies) -> object:
    """The result of one such collector."""
    if isinstance(collector, StemFrequencies):
        return {stem: evaluation.stem_frequency(stem) for stem in collector.stems}
    return evaluation.total
