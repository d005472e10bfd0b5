"""Snapshots of the cluster engine: one generation, whatever is committed meanwhile."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from newsgrep.article import Article, ArticleId
from newsgrep.engines.opensearch.connection import RefusedError
from newsgrep.engines.opensearch.documents import article_of, value_of
from newsgrep.engines.opensearch.searching.answer import Bounds, ClusterAnswer, NoAnswer
from newsgrep.engines.opensearch.searching.lexicon import Lexicon, is_too_complex
from newsgrep.engines.opensearch.searching.ranking import Ranking
from newsgrep.engines.opensearch.searching.translation import Translation
from newsgrep.engines.opensearch.view import View
from newsgrep.facts import WordCount
from newsgrep.query.nodes import Everything
from newsgrep.query.rewriting import LeafField
from newsgrep.results import Answer, Order
from newsgrep.text import AnalysedQuery, Analyzer, KnownSlot, Stems

if TYPE_CHECKING:
    from newsgrep.engines.collectors import Collector
    from newsgrep.facts import IndexFacts

_ARTICLES_OF_A_REQUEST = 100
_Result = TypeVar("_Result")


class ClusterSnapshot:
    """A `Snapshot` (see `engines`)."""

    def __init__(self, view: View, analyzer: Analyzer) -> None:
        self._view = view
        self._analyzer = analyzer
        self.commit = view.commit

    def close(self) -> None:
        """Free what the cluster keeps for it; the next question asks for it again."""
        self._view.close()

    @property
    def generation(self) -> int:
        """The number of its commit."""
        return self.commit.generation

    @property
    def label(self) -> str:
        """The label of its commit."""
        return self.commit.label

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
        if not self.generation:
            query.check()
            return NoAnswer()
        bounds = Bounds(offset, limit)
        return self._translated(
            query, lambda translation: self._answer(query, translation, order, seed, bounds)
        )

    def collect(self, query: AnalysedQuery, /, *collectors: "Collector[Any]") -> tuple[Any, ...]:
        """Compute facts about all matches."""
        from newsgrep.engines.opensearch.collecting.collect import collect, nothing  # noqa: PLC0415  not on the search path

        if not self.generation:
            query.check()
            return tuple(map(nothing, collectors))

        def ask(translation: Translation) -> tuple[Any, ...]:
            def search(order: Order, seed: int) -> Answer:
                return self._answer(query, translation, order, seed, Bounds())

            return collect(query, self._view, translation, search, collectors)

        return self._translated(query, ask)

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles with these ids."""
        wanted = iter(ids)
        while some := list(islice(wanted, _ARTICLES_OF_A_REQUEST)):
            found: dict[str, Article] = {}
            if self.generation:
                query = {"terms": {"id": list(map(value_of, some))}}
                for hit in self._view.hits(query, _source=["article"]):
                    found[hit["sort"][0]] = article_of(hit["_source"])
            yield from (found.get(value_of(one)) for one in some)

    def words(self, slot: KnownSlot, field: LeafField = "body") -> list[WordCount]:
        """The words of a text field that a slot stands for."""
        if not self.generation:
            return []
        lexicon = Lexicon(self._view)
        words: Iterable[str]
        if isinstance(slot, Stems):
            words = self._words_of_stems(slot, field, lexicon)
        else:
            words = lexicon.words(slot, field)
        counted = lexicon.frequencies(sorted(words), field)
        return [WordCount(word, articles) for word, articles in counted]

    def facts(self) -> "IndexFacts":
        """Facts about the index."""
        from newsgrep.engines.opensearch.collecting.facts import facts  # noqa: PLC0415  not on the search path

        return facts(self._view, AnalysedQuery(Everything(), self._analyzer))

    def _answer(
        self, query: AnalysedQuery, translation: Translation, order: Order, seed: int, bounds: "Bounds"
    ) -> Answer:
        matching = translation.query(query.node)
        ranking = Ranking(query, self._view, translation)
        return ClusterAnswer(self._view, matching, ranking, self._analyzer, order, seed, bounds)

    def _translated(self, query: AnalysedQuery, ask: Callable[[Translation], _Result]) -> _Result:
        """What `ask` gives, asked again with words in place of wildcards if these are too complex for the cluster."""
        try:
            return ask(Translation(query, self._view))
        except RefusedError as error:
            if not is_too_complex(error):
                raise
        return ask(Translation(query, self._view, spelled_out=True))

    def _words_of_stems(self, slot: Stems, field: str, lexicon: Lexicon) -> list[str]:
        """The words with these stems: those that begin as all of them do."""
        stem = self._analyzer.stem
        return [
            word
            for form in slot.forms
            for word in lexicon.beginning_with(self._analyzer.kept_beginning(form), field)
            if stem(word) == form
        ]
