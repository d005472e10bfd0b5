"""A query evaluated over a generation of the index: what matches, and what it scores, by one set of kernels."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias

from newsgrep.engines.whoosh.searching.cost import postings_to_look_at, words_to_compare
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.kernels import (
    COMPARED_BY_VECTORS,
    VECTOR_FROM,
    Articles,
    Frequencies,
    Kernels,
    Ranked,
    import_numpy,
    plain_kernels,
)
from newsgrep.engines.whoosh.searching.lookup import Lookup
from newsgrep.engines.whoosh.searching.matching import Matching
from newsgrep.engines.whoosh.searching.occurrences import Occurrences
from newsgrep.engines.whoosh.searching.ranking import Ranking
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainFrequencies
    from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import ArticleSet
    from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import VectorFrequencies


class Evaluation(Generic[Articles, Frequencies]):
    """What a query finds, `lookup` being of this query. Raises QueryError as `Snapshot.search` says."""

    def __init__(
        self,
        query: AnalysedQuery,
        generation: Generation,
        lookup: Lookup,
        kernels: Kernels[Articles, Frequencies],
    ) -> None:
        self.generation = generation
        self.segments = generation.segments
        self._query = query
        self._kernels = kernels
        self._occurrences = Occurrences(lookup, kernels)
        self.matching = Matching(self.segments, self._occurrences).articles(query.node)
        """The articles that match."""
        self.total = kernels.count(self.matching)
        """How many they are."""

    def ascending(self, among: range) -> Iterator[int]:
        """The numbers of those that match and whose numbers are in a range, the lowest first."""
        return self._kernels.ascending(self.matching, among)

    def descending(self, among: range) -> Iterator[int]:
        """The numbers of those that match and whose numbers are in a range, the highest first."""
        return self._kernels.descending(self.matching, among)

    @property
    def is_flat(self) -> bool:
        """Say whether nothing scores: all articles are equally relevant."""
        return self._ranking.is_flat

    def best(self, most: int) -> list[Ranked]:
        """The best of those that match, as `Ranking.best` gives them."""
        return self._ranking.best(self.matching, most)

    def scores(self, numbers: Sequence[int]) -> list[float]:
        """The scores of the articles of these ascending numbers."""
        return self._ranking.scores(numbers)

    @cached_property
    def _ranking(self) -> Ranking[Articles, Frequencies]:
        return Ranking(self._query, self.generation, self._occurrences)


VectorEvaluation: TypeAlias = "Evaluation[ArticleSet, VectorFrequencies]"
EitherEvaluation: TypeAlias = "Evaluation[int, PlainFrequencies] | VectorEvaluation"


def evaluate(
    query: AnalysedQuery, generation: Generation, *, vector: bool | None, scores_all: bool
) -> EitherEvaluation:
    """What a query finds. Raises QueryError as `Snapshot.search` says.

    `vector` says which kernels to use; None: those that cost less in a process that answers only this, where all
    matches are scored (`scores_all`) or only the best.
    """
    segments = generation.segments
    if vector is None and words_to_compare(query.node, segments) > COMPARED_BY_VECTORS:
        import_numpy()
        vector = True
    if vector:
        return evaluate_by_vectors(query, generation)
    lookup = Lookup(segments, query, vector=False)
    if vector is None and postings_to_look_at(query.node, lookup, all_of_them=scores_all) >= VECTOR_FROM:
        import_numpy()
        return Evaluation(query, generation, lookup, generation.vector_kernels)
    return Evaluation(query, generation, lookup, plain_kernels(segments))


def evaluate_by_vectors(query: AnalysedQuery, generation: Generation) -> VectorEvaluation:
    """The same by the kernels on numpy."""
    lookup = Lookup(generation.segments, query, vector=True)
    return Evaluation(query, generation, lookup, generation.vector_kernels)
