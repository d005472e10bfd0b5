"""What is asked of an archive, and what was found."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.errors import NewsgrepError
from newsgrep.query import nodes
from newsgrep.results import Answer, Hit, Match
from newsgrep.text import SpanFinder, choose_excerpt

CONTEXT = 40
"""Words of an excerpt."""
_ARTICLES_AT_ONCE = 32
_CHARACTERS_AT_ONCE = 1 << 18


class Query(NamedTuple):
    """A query understood: its text, to which the nodes' extents refer, and what it asks for, filters included."""

    text: str
    node: nodes.Node


class Results:
    """What a search found: an exact `total` at once, the hits as they are asked for, over one snapshot."""

    def __init__(
        self, answer: Answer, finder: SpanFinder, locate: Callable[[Match], str], context: int
    ) -> None:
        self._answer = answer
        self._finder = finder
        self._locate = locate
        self._context = context

    @property
    def total(self) -> int:
        """How many articles match; neither limit nor offset change it."""
        return self._answer.total

    def matches(self) -> Iterator[Match]:
        """The matches in order, without their text."""
        return iter(self._answer)

    def __iter__(self) -> Iterator[Hit]:
        """The hits in order, each with its text read and marked."""
        for batch in self._batches():
            # Each step for all of them: it takes a fifth less time than all steps for each, for what a step works with
            # (code, tables) is still in the processor's caches.
            marked = [self._finder.find(article) for _, article in batch]
            excerpts = [
                choose_excerpt(article.text, spans.text, self._context)
                for (_, article), spans in zip(batch, marked, strict=True)
            ]
            for (match, article), spans, excerpt in zip(batch, marked, excerpts, strict=True):
                yield Hit(article, self._locate(match), match.score, spans, excerpt)

    def _batches(self) -> Iterator[list[tuple[Match, Article]]]:
        """The matches with their articles: the first by itself, for it is waited for, then ever more at once."""
        batch: list[tuple[Match, Article]] = []
        size, characters = 1, 0
        try:
            for match in self._answer:
                article = self._answer.article(match)
                batch.append((match, article))
                characters += len(article.text)
                if len(batch) == size or characters > _CHARACTERS_AT_ONCE:
                    yield batch
                    batch, characters = [], 0
                    size = min(2 * size, _ARTICLES_AT_ONCE)
        except NewsgrepError:
            yield batch
            raise
        yield batch
