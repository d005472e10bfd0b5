"""The embedded engine: a folder of segments, a catalogue that says which of them count."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.article import Article, ArticleId
from newsgrep.engines import Segment
from newsgrep.engines.whoosh.catalogue import newest_generation
from newsgrep.engines.whoosh.snapshot import Snapshot, open_snapshot
from newsgrep.engines.whoosh.watch import Watch
from newsgrep.errors import StorageError
from newsgrep.query.nodes import Everything, Node
from newsgrep.results import Answer, EngineStats, Facet, FacetValue, Order
from newsgrep.text import ANALYSIS_VERSION, Analyzer

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.segment_writer import SegmentWriter


class WhooshEngine:
    """An `Engine` (see `engines`) over Whoosh segments of newsgrep's own codec."""

    def __init__(self, folder: Path, language: str, *, vector: bool | None = None) -> None:
        """Open a folder. `vector` says which kernels to use (see `kernels`); None: those that cost less."""
        self._folder = folder
        self._vector = vector
        self._analyzer = Analyzer(language)
        self._held: Snapshot | None = None
        self._watch = Watch(folder)

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        return newest_generation(self._folder)

    def write(self, articles: Iterable[Article]) -> Segment | None:
        """Analyse and store the articles as one segment that no reader sees yet."""
        self._make_folder()
        name = self._writer.write(articles)
        return None if name is None else Segment({"file": name})

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId]) -> int:
        """Make the segments visible and the removed articles vanish, at once."""
        from newsgrep.engines.whoosh import commit  # noqa: PLC0415  not on the search path

        self._make_folder()
        files = [str(segment["file"]) for segment in segments]
        return commit.commit(self._folder, self._snapshot(), files, removed, self._writer)

    def discard_uncommitted(self) -> None:
        """Delete what no catalogue names, and bring Whoosh's table of contents up to date."""
        from newsgrep.engines.whoosh.leftovers import discard_uncommitted  # noqa: PLC0415  not on the search path

        discard_uncommitted(self._folder, self._snapshot().catalogue)

    def search(
        self, query: Node, *, order: Order = Order.RELEVANCE, limit: int | None = None, offset: int = 0
    ) -> Answer:
        """Find what matches."""
        from newsgrep.engines.whoosh.answer import SnapshotAnswer  # noqa: PLC0415  only searching needs it
        from newsgrep.text import QueryTerms  # noqa: PLC0415

        terms = QueryTerms(query, self._analyzer)
        return SnapshotAnswer(
            query, self._snapshot(), terms, order=order, limit=limit, offset=offset, vector=self._vector
        )

    def count(self, query: Node) -> int:
        """How many articles match."""
        return self.search(query, limit=0).total

    def counts(self, query: Node, facets: Sequence[Facet]) -> Mapping[tuple[FacetValue, ...], int]:
        """How many articles match, by the values of facets."""
        from newsgrep.engines.whoosh.counts import count_by  # noqa: PLC0415  not on the search path
        from newsgrep.text import QueryTerms  # noqa: PLC0415

        return count_by(query, self._snapshot(), QueryTerms(query, self._analyzer), facets)

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        """The articles of these ids."""
        snapshot = self._snapshot()
        for identifier in ids:
            place = snapshot.find(identifier)
            yield place[0].article(place[1]) if place else None

    def words(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Surfaces that begin with `prefix`, with the number of articles they stand in."""
        totals: dict[str, int] = {}
        for reader in self._snapshot().readers:
            words = reader.text_field("body").words
            for number in words.with_prefix(prefix):
                articles = reader.live_frequency(words, number)
                if articles:
                    word = words.terms[number]
                    totals[word] = totals.get(word, 0) + articles
        return iter(sorted(totals.items()))

    def stats(self) -> EngineStats:
        """Facts about the articles in the index."""
        from newsgrep.engines.whoosh.statistics import statistics  # noqa: PLC0415  not on the search path

        counts = self.counts(Everything(), ["source"])
        sources = {source: number for (source,), number in counts.items() if source is not None}
        return statistics(self._snapshot(), sources)

    def close(self) -> None:
        """Let go of the snapshot; answers that are still in use keep theirs."""
        self._held = None

    @cached_property
    def _writer(self) -> "SegmentWriter":
        from newsgrep.engines.whoosh.segment_writer import SegmentWriter  # noqa: PLC0415  not on the search path

        return SegmentWriter(self._folder, self._analyzer)

    def _snapshot(self) -> Snapshot:
        held, must_look = self._held, self._watch.must_look()
        if held is None or must_look:
            self._held = None  # so that a fault is found again
            held = open_snapshot(self._folder, self._analyzer.language, ANALYSIS_VERSION, held)
            self._held = held
        return held

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make {self._folder}: {error.strerror}") from error
