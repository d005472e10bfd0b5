"""The order by relevance: what of a query scores, and the best of the articles by it.

A phrase scores by its own frequency and the sum of its words' idf; a word with alternatives (a wildcard's, an
acronym's) as one term; the title once more, at a share. Sums are in the query's order, so that every way to compute
them gives the same float64 to the bit.
"""

from collections.abc import Sequence
from typing import Generic

from newsgrep.engines.whoosh.bm25 import TITLE_SHARE, Weight, idf
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.kernels import Articles, Frequencies, Kernels, Ranked, Scored
from newsgrep.engines.whoosh.searching.lookup import Lookup, Occurs
from newsgrep.engines.whoosh.searching.occurrences import Occurrences
from newsgrep.query.nodes import Near
from newsgrep.query.rewriting import leaves
from newsgrep.text import AnalysedQuery

_FIRST_BLOCKS = 64
_GROWTH = 4


class Ranking(Generic[Articles, Frequencies]):
    """Scores articles of a generation for one query."""

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
        """Say whether nothing scores: all articles are equally relevant."""
        return not self._weights

    def best(self, articles: Articles, most: int) -> list[Ranked]:
        """The best of the articles, at most so many and what `Kernels.rank` gives beside them."""
        kernels = self._occurrences.kernels
        if not most:
            return []
        if kernels.are_few(articles, most):
            return kernels.rank(articles, self._scored(), most)
        return _best_by_bounds(kernels, articles, self._scored(), most)

    def scores(self, numbers: Sequence[int]) -> list[float]:
        """The scores of the articles of these ascending numbers."""
        return self._occurrences.kernels.scores(numbers, self._scored())

    def _scored(self) -> list[Scored[Frequencies]]:
        return [
            Scored(self._occurrences.frequencies(occurs), occurs.field, weight)
            for occurs, weight in self._weights.items()
            if weight.mean
        ]

    def _idf(self, occurs: Occurs) -> float:
        articles = self._generation.articles
        return sum(
            idf(articles, self._occurrences.document_frequency(occurs.field, slot)) for slot in occurs.slots
        )


def _best_by_bounds(
    kernels: Kernels[Articles, Frequencies],
    articles: Articles,
    scored: Sequence[Scored[Frequencies]],
    most: int,
) -> list[Ranked]:
    """Score block after block, that of the highest bound first, until none can hold an article that is good enough.

    Blocks whose bound equals the least good score are looked at: among equals the date decides.
    """
    blocks = kernels.block_max(articles, scored)
    best: list[Ranked] = []
    at_once = max(_FIRST_BLOCKS, most // _FIRST_BLOCKS * 2)
    while (ranked := blocks.rank(at_once, best, most)) is not None:
        best = ranked
        at_once *= _GROWTH
    return best


def _scoring_parts(query: AnalysedQuery, lookup: Lookup) -> dict[Occurs, float]:
    """What scores, in the query's order, and its weight."""
    scoring = [
        (leaf, field, weight)
        for leaf, field, weight, negated in leaves(query.node)
        if not negated and field != "author"
    ]
    telling = [one for one in scoring if isinstance(one[0], Near) or not query.is_stop_word(one[0])]
    weights: dict[Occurs, float] = {}
    for leaf, field, weight in telling or scoring:
        occurs = lookup.occurs(leaf, field)
        weights[occurs] = weights.get(occurs, 0.0) + weight
        if field == "body":
            occurs = lookup.occurs(leaf, "title")
            weights[occurs] = weights.get(occurs, 0.0) + TITLE_SHARE * weight
    return weights
