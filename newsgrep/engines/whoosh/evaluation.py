"""A query evaluated over a generation of the index: what matches, and what it scores, by one set of kernels."""

from functools import cached_property

from newsgrep.engines.whoosh.cost import postings_to_look_at
from newsgrep.engines.whoosh.generation import Generation
from newsgrep.engines.whoosh.kernels import (
    VECTOR_FROM,
    ArticleSet,
    Kernels,
    plain_kernels,
    vector_kernels_are_there,
)
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.ranking import Ranking
from newsgrep.text import AnalysedQuery


class Evaluation:
    """What a query finds. Raises QueryError as `Snapshot.search` says.

    `vector` says which kernels to use; None: those that cost less, where all matches are scored (`scores_all`)
    or only the best.
    """

    def __init__(
        self, query: AnalysedQuery, generation: Generation, *, vector: bool | None, scores_all: bool
    ) -> None:
        self.generation = generation
        self.segments = generation.segments
        self._query = query
        self._occurrences = Occurrences(generation.segments, query, self._make_kernels, vector_terms=vector)
        if vector is None:
            vector = vector_kernels_are_there() or (
                postings_to_look_at(query.node, self._occurrences, all_of_them=scores_all) >= VECTOR_FROM
            )
        self._vector = vector
        self.kernels: Kernels = self._occurrences.kernels
        self.matching: ArticleSet = Matching(self.segments, self._occurrences).articles(query.node)
        """The articles that match."""
        self.total = self.kernels.count(self.matching)
        """How many they are."""

    @cached_property
    def ranking(self) -> Ranking:
        """What articles score."""
        return Ranking(self._query, self.generation, self._occurrences)

    def _make_kernels(self) -> Kernels:
        return self.generation.vector_kernels if self._vector else plain_kernels(self.segments)
