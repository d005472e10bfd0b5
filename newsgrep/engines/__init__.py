"""The engine contract, and the choice of the engine.

An engine keeps articles and answers queries. It knows nothing of the files that articles came from, of
terminals, or of what calls it. `tests/engines/` holds the one contract suite that every engine passes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NewType, Protocol

from newsgrep.article import Article, ArticleId
from newsgrep.query.nodes import Node
from newsgrep.results import Answer, EngineStats, Facet, FacetValue, Order

Segment = NewType("Segment", dict[str, Any])
"""Articles written but not yet committed: a plain value that travels between processes, the engine's own."""


class Engine(Protocol):
    """An index, open. Answers depend on the committed articles alone, never on how they came to be there.

    Searching sees the newest commit at the time of the call; an answer stays with the commit it began with.
    Every method may raise IndexDamagedError and StorageError.
    """

    @property
    def generation(self) -> int:
        """The number of the newest commit; 0 before the first."""
        ...

    def write(self, articles: Iterable[Article]) -> Segment | None:
        """Analyse and store the articles as one segment that no reader sees yet; None for no articles.

        Any process may write; of several articles of one id the last counts.
        """
        ...

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId]) -> int:
        """Make the segments visible and the removed articles vanish, at once or not at all.

        An article of `segments` replaces one of the same id, committed before or in an earlier of the
        segments. `removed` refers to articles committed before; unknown ids are passed over. Only one
        process may commit at a time (the caller holds the lock). Gives the new generation.
        """
        ...

    def discard_uncommitted(self) -> None:
        """Delete what a killed writer has left behind. The caller holds the lock."""
        ...

    def search(
        self, query: Node, *, order: Order = Order.RELEVANCE, limit: int | None = None, offset: int = 0
    ) -> Answer:
        """Find what matches: an exact total at once, the matches as they are asked for.

        Raises QueryError for a word that stands for more than 10,000 words, or that holds no letter or digit.
        """
        ...

    def count(self, query: Node) -> int:
        """How many articles match, exactly. Raises as `search` does."""
        ...

    def counts(self, query: Node, facets: Sequence[Facet]) -> Mapping[tuple[FacetValue, ...], int]:
        """How many articles match, by the values of facets; one with several values of a field counts for each.

        A value written in several ways is written as in the article of the least id. Raises as `search` does.
        """
        ...

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles of these ids, in the order asked, None for an id that is not there."""
        ...

    def words(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Surfaces that begin with `prefix`, by code point, with the number of articles they stand in."""
        ...

    def stats(self) -> EngineStats:
        """Facts about the articles in the index."""
        ...

    def close(self) -> None:
        """Let go of every file. The engine cannot be used after it."""
        ...


def open_engine(folder: Path, language: str, *, resident: bool = False) -> Engine:
    """Open the engine that keeps its files in `folder`, which is made at the first write.

    `language` names the stemmer (Snowball's list); it must be the one that the index was written with. `resident`: the
    process stays for more than a query.
    Raises IndexDamagedError, IndexFormatError and StorageError.
    """
    from newsgrep.engines.whoosh.engine import WhooshEngine  # noqa: PLC0415  the choice of the engine is here

    return WhooshEngine(folder, language, vector=True if resident else None)
