"""Evaluates a query over a generation of the index: the matches and their scores, by one set of kernels."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias

from newsgrep.engines.occurs import Occurs
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
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.query.nodes import Everything, Fuzzy, Node
from newsgrep.query.rewriting import leaves
from newsgrep.text import AnalysedQuery, Stems

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.plain import PlainFrequencies
    from newsgrep.engines.whoosh.searching.kernels.vector.article_sets import ArticleSet
    from newsgrep.engines.whoosh.searching.kernels.vector.frequencies import VectorFrequencies

_COMMON_PER_SCORED = 6
"""With bounds, about one in this number of a common word's articles is scored."""


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
        # From here on, phrases are looked for only to score the matches: in their titles.
        self._occurrences.within = self.matching
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

    def stem_frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """The number of matches with each stem in headline or text."""
        return {stem: self._stem_frequency(stem) for stem in stems}

    def _stem_frequency(self, stem: str) -> int:
        slot = Stems((stem,))
        if isinstance(self._query.node, Everything):  # no posting is read
            return self._occurrences.document_frequency("body", slot)
        having = self._occurrences.articles(Occurs("body", (((slot,),),)))
        return self._kernels.count(self.matching & having)

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
    if vector is None and _words_to_compare(query.node, segments) > VECTOR_WORDS:
        import_numpy()
        vector = True
    if vector:
        return evaluate_by_vectors(query, generation)
    lookup = Lookup(segments, query, vector=False)
    if vector is None and _postings_to_read(query.node, lookup, scores_all=scores_all) >= VECTOR_POSTINGS:
        import_numpy()
        return Evaluation(query, generation, lookup, generation.vector_kernels)
    return Evaluation(query, generation, lookup, plain_kernels(segments))


def evaluate_by_vectors(query: AnalysedQuery, generation: Generation) -> VectorEvaluation:
    """Evaluate a query with the kernels on numpy."""
    lookup = Lookup(generation.segments, query, vector=True)
    return Evaluation(query, generation, lookup, generation.vector_kernels)


def _words_to_compare(query: Node, segments: Segments) -> int:
    """The number of words of the index that are compared with the fuzzy words of a query."""
    return sum(
        len(reader.text_field(name).words)
        for leaf, field, _, _ in leaves(query)
        if isinstance(leaf, Fuzzy)
        for name in _fields(field)
        for reader in segments.readers
    )


def _postings_to_read(query: Node, lookup: Lookup, *, scores_all: bool) -> int:
    """An estimate of the postings to read.

    `scores_all`: all matches are scored, not only the best. Raises QueryError.
    """
    return sum(
        _postings_of(lookup.occurs(leaf, name), lookup, scores_all=scores_all)
        for leaf, field, _, _ in leaves(query)
        for name in _fields(field)
    )


def _fields(field: str) -> tuple[str, ...]:
    return ("body", "title") if field == "body" else (field,)


def _postings_of(occurs: Occurs, lookup: Lookup, *, scores_all: bool) -> int:
    total = 0
    for slot in occurs.slots:
        for _, lexicon, numbers in lookup.terms(occurs.field, slot):
            postings = sum(map(lexicon.document_frequency, numbers))
            has_bounds = occurs.word is not None and len(numbers) == 1 and numbers[0] in lexicon.common
            if has_bounds and not scores_all:
                postings = (
                    len(lexicon.column("bitmaps")) // len(lexicon.common) + postings // _COMMON_PER_SCORED
                )
            total += postings
    return total
