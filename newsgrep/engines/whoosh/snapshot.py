"""Snapshots of the embedded engine: one generation, whatever is committed meanwhile."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.query.rewriting import LeafField
from newsgrep.results import Answer, Order
from newsgrep.text import AnalysedQuery, KnownSlot

if TYPE_CHECKING:
    from newsgrep.engines.collectors import Collector
    from newsgrep.facts import IndexFacts, WordCount


class WhooshSnapshot:
    """A `Snapshot` (see `engines`)."""

    def __init__(self, generation: Generation, *, vector: bool | None) -> None:
        self._generation = generation
        self._vector = vector

    @property
    def generation(self) -> int:
        """The number of its commit."""
        return self._generation.catalogue.generation

    @property
    def label(self) -> str:
        """The label of its commit."""
        return self._generation.catalogue.label

    def search(
        self,
        query: AnalysedQuery,
        *,
        order: Order = Order.RELEVANCE,
        limit: int | None = None,
        offset: int = 0,
        seed: int = 0,
    ) -> Answer:
        """Find matching articles."""
        from newsgrep.engines.whoosh.searching.evaluation import evaluate  # noqa: PLC0415  only for searching
        from newsgrep.engines.whoosh.searching.ordering import EvaluatedAnswer  # noqa: PLC0415  only for searching

        evaluation = evaluate(query, self._generation, vector=self._vector, scores_all=limit is None)
        return EvaluatedAnswer(evaluation, order=order, limit=limit, offset=offset, seed=seed)

    def collect(self, query: AnalysedQuery, /, *collectors: "Collector[Any]") -> tuple[Any, ...]:
        """Compute facts about all matches."""
        from newsgrep.engines.whoosh.collecting.collect import collect  # noqa: PLC0415  not on the search path

        return collect(query, self._generation, collectors, vector=self._vector)

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles with these ids."""
        for identifier in ids:
            place = self._generation.find(identifier)
            yield place[0].article(place[1]) if place else None

    def words(self, slot: KnownSlot, field: LeafField = "body") -> "list[WordCount]":
        """The words of a text field that a slot stands for."""
        from newsgrep.engines.whoosh.searching.expansion import count_articles  # noqa: PLC0415  not on the search path

        return count_articles(self._generation.segments, field, slot, vector=self._vector)

    def facts(self) -> "IndexFacts":
        """Facts about the index."""
        from newsgrep.engines.whoosh.collecting.facts import facts  # noqa: PLC0415  not on the search path

        return facts(self._generation)
