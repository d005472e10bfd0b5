"""The engine contract: an index, its snapshots and its writer; and the choice of the engine.

An engine keeps articles and answers queries. It knows nothing of the files that articles came from, of
terminals, or of what calls it. `tests/engines/` holds the one contract suite that every engine passes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType, Protocol, TypeVar, overload

from newsgrep.article import Article, ArticleId
from newsgrep.results import Answer, IndexFacts, Order, WordCount
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    from newsgrep.engines.collectors import Collector

Segment = NewType("Segment", dict[str, Any])
"""Articles written but not yet committed: a plain value that travels between processes, the engine's own."""

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")


class Index(Protocol):
    """An index: what is committed is read in snapshots, and changed by a writer."""

    def snapshot(self) -> "Snapshot":
        """The newest generation. Raises IndexDamagedError, IndexFormatError and StorageError."""
        ...

    def writer(self) -> "Writer":
        """What changes the index; any process may have one."""
        ...

    def close(self) -> None:
        """Let go of every file. Snapshots that are still in use keep theirs."""
        ...


class Snapshot(Protocol):
    """One generation of an index, whatever is committed meanwhile.

    Answers depend on its articles alone, never on how they came to be there. Every method may raise
    IndexDamagedError and StorageError; those that take a query raise QueryError for a word that stands for more
    than 10,000 words, or that holds no letter or digit.
    """

    @property
    def generation(self) -> int:
        """The number of the commit; 0 before the first."""
        ...

    def search(
        self,
        query: AnalysedQuery,
        *,
        order: Order = Order.RELEVANCE,
        limit: int | None = None,
        offset: int = 0,
    ) -> Answer:
        """Find what matches: an exact total at once, the matches as they are asked for."""
        ...

    @overload
    def collect(self, query: AnalysedQuery, first: "Collector[_A]", /) -> tuple[_A]: ...
    @overload
    def collect(
        self, query: AnalysedQuery, first: "Collector[_A]", second: "Collector[_B]", /
    ) -> tuple[_A, _B]: ...
    @overload
    def collect(
        self, query: AnalysedQuery, first: "Collector[_A]", second: "Collector[_B]", third: "Collector[_C]", /
    ) -> tuple[_A, _B, _C]: ...
    @overload
    def collect(self, query: AnalysedQuery, /, *wanted: "Collector[_A]") -> tuple[_A, ...]: ...
    def collect(self, query: AnalysedQuery, /, *wanted: "Collector[Any]") -> tuple[Any, ...]:
        """Facts about all matches together, exactly: one for each collector, from one evaluation of the query."""
        ...

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles of these ids, in the order given, None for an id that is not there."""
        ...

    def near_words(self, word: str, edits: int) -> list[WordCount]:
        """The words of headlines and texts that are at most `edits` edits away, by code point, the word itself too.

        Words are as tokens are: folded. A swap of neighbours is one edit (optimal string alignment).
        """
        ...

    def facts(self) -> IndexFacts:
        """Facts about the index."""
        ...


class Writer(Protocol):
    """Changes an index. Every method may raise IndexDamagedError and StorageError."""

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


def open_index(folder: Path, language: str, *, resident: bool = False) -> Index:
    """Open the index that is kept in `folder`, which is made at the first write.

    `language` names the stemmer (Snowball's list); it must be the one that the index was written with. `resident`: the
    process stays for more than a query.
    """
    from newsgrep.engines.whoosh.index import WhooshIndex  # noqa: PLC0415  the choice of the engine is here

    return WhooshIndex(folder, language, vector=True if resident else None)
