"""Ranks articles by relevance: which parts of a query are scored, and the best articles by their scores.

A phrase is scored by its own frequency and the sum of its words' idf. A word with alternatives, as a wildcard
or an acronym has them, is scored as one term. NEAR and BEFORE are scored by their own frequency and the sum
of their sides' idf; that of a group is the lowest of its alternatives' idf. Occurrences in the title are scored again, with a lower weight.
Sums are in the query's order, so that every way to compute them gives the same float64 to the bit.
"""

from collections.abc import Sequence
from typing import Generic

from newsgrep.engines.bm25 import TITLE_SHARE, Weight, idf
from newsgrep.engines.occurs import ExactPhrase, Occurs
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.kernels import Articles, Frequencies, Kernels, Ranked, Scored
from newsgrep.engines.whoosh.searching.lookup import Lookup
from newsgrep.engines.whoosh.searching.occurrences import Occurrences
from newsgrep.text import AnalysedQuery, AnyWord

_FIRST_BLOCKS = 64
_GROWTH = 4


class Ranking(Generic[Articles, Frequencies]):
    """Scores the articles of a generation for one query."""

    def __init__(
        self,
        query: AnalysedQuery,
        generation: Generation,
        occurrences: Occurrences[Articles, Frequencies],
    ) -> None:
        self._generation = generation
        self._occurrences = occurrences
        self._weights = {
            occurs: Weight(weight * self._idf(occurs), generation.mean_length(occurs.field))
            for occurs, weight in _scoring_parts(query, occurrences.lookup).items()
        }

    @property
    def is_flat(self) -> bool:
        """Whether no part of the query is scored, so that all articles are equally relevant."""
        return not self._weights

    def best(self, articles: Articles, limit: int) -> list[Ranked]:
        """The `limit` best articles, best first.

        There may be more: see `Kernels.rank` for ties between segments.
        """
        kernels = self._occurrences.kernels
        if not limit:
            return []
        scored = self._scored()
        if kernels.ranks_exhaustively(articles, limit, len(scored)):
            return kernels.rank(articles, scored, limit)
        return _best_by_bounds(kernels, articles, scored, limit)

    def scores(self, numbers: Sequence[int]) -> list[float]:
        """The scores of the articles with these ascending numbers."""
        return self._occurrences.kernels.scores(numbers, self._scored())

    def _scored(self) -> list[Scored[Frequencies]]:
        return [
            Scored(self._occurrences.frequencies(occurs), occurs.field, weight)
            for occurs, weight in self._weights.items()
            if weight.mean
        ]

    def _idf(self, occurs: Occurs) -> float:
        return sum(min(self._phrase_idf(occurs.field, phrase) for phrase in side) for side in occurs.sides)

    def _phrase_idf(self, field: str, phrase: ExactPhrase) -> float:
        articles = self._generation.articles
        return sum(
            idf(articles, self._occurrences.document_frequency(field, slot))
            for slot in phrase
            if not isinstance(slot, AnyWord)
        )


def _best_by_bounds(
    kernels: Kernels[Articles, Frequencies],
    articles: Articles,
    scored: Sequence[Scored[Frequencies]],
    limit: int,
) -> list[Ranked]:
    """Score blocks in descending order of their bounds, until no other can have one of the best articles.

    Blocks whose bound equals the lowest score so far are scored too, because ties are resolved by date.
    """
    blocks = kernels.block_max(articles, scored)
    best: list[Ranked] = []
    batch = max(_FIRST_BLOCKS, limit // _FIRST_BLOCKS * 2)
    while (ranked := blocks.rank(batch, best, limit)) is not None:
        best = ranked
        batch *= _GROWTH
    return best


def _scoring_parts(query: AnalysedQuery, lookup: Lookup) -> dict[Occurs, float]:
    """The scored parts of a query, in its order, with their weights."""
    weights: dict[Occurs, float] = {}
    for leaf, field, weight in query.ranked():
        occurs = lookup.occurs(leaf, field)
        weights[occurs] = weights.get(occurs, 0.0) + weight
        if field == "body":
            occurs = lookup.occurs(leaf, "title")
            weights[occurs] = weights.get(occurs, 0.0) + TITLE_SHARE * weight
    return weights
