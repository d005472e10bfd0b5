"""What is asked of an archive, and what was found."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsgrep.query import nodes
from newsgrep.results import Answer, Hit, Match
from newsgrep.text import SpanFinder, choose_excerpt

CONTEXT = 40
"""Words of an excerpt."""


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
        for match in self._answer:
            article = self._answer.article(match)
            spans = self._finder.find(article)
            excerpt = choose_excerpt(article.text, spans.text, self._context)
            yield Hit(article, self._locate(match), match.score, spans, excerpt)
