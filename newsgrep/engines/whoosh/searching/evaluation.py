"""Evaluates a query over a generation of the index: the matches and their scores, by one set of kernels."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias

from newsgrep.engines.whoosh.searching.cost import postings_to_read, words_to_compare
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.kernels import (
    VECTOR_POSTINGS,
    VECTOR_WORDS,
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
    """The evaluation of a query. `lookup` is of the same query. Raises QueryError as `Snapshot` says."""

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
        """The matches, a set of the kernels."""
        self.total = kernels.count(self.matching)
        """The number of matches."""

    def ascending(self, within: range) -> Iterator[int]:
        """The numbers of the matches in a range of numbers, ascending."""
        return self._kernels.ascending(self.matching, within)

    def descending(self, within: range) -> Iterator[int]:
        """The numbers of the matches in a range of numbers, descending."""
        return self._kernels.descending(self.matching, within)

    @property
    def is_flat(self) -> bool:
        """Whether no part of the query is scored, so that all matches are equally relevant."""
        return self._ranking.is_flat

    def best(self, most: int) -> list[Ranked]:
        """The best matches, see `Ranking.best`."""
        return self._ranking.best(self.matching, most)

    def scores(self, numbers: Sequence[int]) -> list[float]:
        """The scores of the articles with these ascending numbers."""
        return self._ranking.scores(numbers)

    @cached_property
    def _ranking(self) -> Ranking[Articles, Frequencies]:
        return Ranking(self._query, self.generation, self._occurrences)


VectorEvaluation: TypeAlias = "Evaluation[ArticleSet, VectorFrequencies]"
EitherEvaluation: TypeAlias = "Evaluation[int, PlainFrequencies] | VectorEvaluation"


def evaluate(
    query: AnalysedQuery, generation: Generation, *, vector: bool | None, scores_all: bool
) -> EitherEvaluation:
    """Evaluate a query. Raises QueryError as `Snapshot` says.

    `vector` chooses the kernels; None: the cheaper ones for a process that answers only this query. This
    depends on whether all matches are scored (`scores_all`) or only the best.
    """
    segments = generation.segments
    if vector is None and words_to_compare(query.node, segments) > VECTOR_WORDS:
        import_numpy()
        vector = True
    if vector:
        return evaluate_by_vectors(query, generation)
    lookup = Lookup(segments, query, vector=False)
    if vector is None and postings_to_read(query.node, lookup, scores_all=scores_all) >= VECTOR_POSTINGS:
        import_numpy()
        return Evaluation(query, generation, lookup, generation.vector_kernels)
    return Evaluation(query, generation, lookup, plain_kernels(segments))


def evaluate_by_vectors(query: AnalysedQuery, generation: Generation) -> VectorEvaluation:
    """Evaluate a query with the kernels on numpy."""
    lookup = Lookup(generation.segments, query, vector=True)
    return Evaluation(query, generation, lookup, generation.vector_kernels)
