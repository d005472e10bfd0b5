"""The engine contract: an index, its snapshots and its writer. It only has types, so few searches import it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NewType, Protocol, TypeVar, overload

from newsgrep.article import Article, ArticleId
from newsgrep.facts import IndexFacts, WordCount
from newsgrep.query.rewriting import LeafField
from newsgrep.results import Answer, Order
from newsgrep.text import AnalysedQuery, KnownSlot

if TYPE_CHECKING:
    from newsgrep.engines.collectors import Collector

Segment = NewType("Segment", dict[str, Any])
"""Articles that are written but not committed: a plain value that can be sent to another process. Its keys
are the engine's own."""

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")


class Index(Protocol):
    """An index. Snapshots read what is committed; a writer changes it."""

    def snapshot(self) -> "Snapshot":
        """The newest generation. Raises IndexDamagedError, IndexFormatError and StorageError."""
        ...

    def writer(self) -> "Writer":
        """A writer. Any process may have one."""
        ...

    def close(self) -> None:
        """Close every file, except those of snapshots that are still in use."""
        ...


class Snapshot(Protocol):
    """One generation of an index, whatever is committed meanwhile.

    Answers depend only on its articles, never on the history of commits. Every method may raise
    IndexDamagedError and StorageError. Methods with a query raise QueryError if a wildcard or fuzzy word
    matches more than 10,000 words of the index, or if a word contains no letter or digit.
    """

    @property
    def generation(self) -> int:
        """The number of its commit, from 1; 0 before the first commit."""
        ...

    @property
    def label(self) -> str:
        """The label that its commit was given; empty before the first commit."""
        ...

    def search(
        self,
        query: AnalysedQuery,
        *,
        order: Order = Order.RELEVANCE,
        limit: int | None = None,
        offset: int = 0,
        seed: int = 0,
    ) -> Answer:
        """Find matching articles: the exact total at once, the matches lazily. `seed` is for the random order."""
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
    def collect(self, query: AnalysedQuery, /, *collectors: "Collector[_A]") -> tuple[_A, ...]: ...
    def collect(self, query: AnalysedQuery, /, *collectors: "Collector[Any]") -> tuple[Any, ...]:
        """Compute exact facts about all matches, one for each collector, in one evaluation of the query."""
        ...

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles with these ids, in the order of `ids`; None for an id that does not exist."""
        ...

    def words(self, slot: KnownSlot, field: LeafField = "body") -> list[WordCount]:
        """The words of a text field that a slot stands for, each with the number of articles that contain it.

        They are sorted by code point, and folded like tokens.
        """
        ...

    def facts(self) -> IndexFacts:
        """Facts about the index."""
        ...


class Writer(Protocol):
    """Writes and commits. Every method may raise IndexDamagedError and StorageError."""

    def write(
        self, articles: Iterable[Article], on_wait: Callable[[], None] = lambda: None
    ) -> Segment | None:
        """Analyse and store the articles as one segment, which no snapshot contains yet.

        None for no articles. Any process may write. If several articles have the same id, only the last is
        stored. `on_wait` is called before each wait for a place that is busy, from any thread.
        """
        ...

    def groups(self, segments: Sequence[Segment]) -> list[Sequence[Segment]]:
        """Cut segments that were written, in order, into the groups that are worth to be merged before they are committed."""
        ...

    def merge(self, segments: Sequence[Segment]) -> Segment:
        """Make one segment of some that were written, to be committed in their place; they stay until then.

        Any process may merge. Of articles with the same id only the last is kept.
        """
        ...

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId], label: str = "") -> int:
        """Add the segments and remove articles, atomically: all or nothing. Returns the new generation.

        `label` is any text by which the caller will recognise this commit, see `Snapshot.label`: numbers of
        generations may be used again, after files were lost or restored from a copy.

        An article of `segments` replaces one with the same id that was committed before or is in an earlier
        segment. `removed` are ids of articles committed before; unknown ids are ignored. The caller holds the
        lock, because only one process may commit at a time.
        """
        ...

    def discard_uncommitted(self) -> None:
        """Delete the files that a killed writer left. The caller holds the lock."""
        ...
