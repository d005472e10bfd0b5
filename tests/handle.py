"""An index as the engines' tests use it: written, committed, and asked by trees that are analysed here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import shared_cluster

from newsgrep.article import Article, ArticleId
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.collectors import Collector, Count
from newsgrep.engines.contract import Index, Segment, Snapshot
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster, operation
from newsgrep.engines.opensearch.index import ClusterIndex
from newsgrep.engines.opensearch.indices import make_indices
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.whoosh.index import WhooshIndex
from newsgrep.facts import IndexFacts
from newsgrep.query.nodes import Node
from newsgrep.results import Answer, Order
from newsgrep.text import AnalysedQuery, Analyzer

_MOST_USES = 50


class Handle:
    """An index and its one writer; each question is asked of the newest snapshot."""

    def __init__(self, index: Index, language: str = "english") -> None:
        self.index = index
        self.writer = index.writer()
        self._analyzer = Analyzer(language)

    def analysed(self, query: Node) -> AnalysedQuery:
        return AnalysedQuery(query, self._analyzer)

    def write(self, articles: Iterable[Article]) -> Segment | None:
        return self.writer.write(articles)

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId] = ()) -> int:
        return self.writer.commit(segments, removed)

    def add(self, *articles: Article) -> int:
        """Commit articles as one segment."""
        segment = self.write(articles)
        assert segment is not None
        return self.commit([segment])

    def snapshot(self) -> Snapshot:
        return self.index.snapshot()

    def search(
        self, query: Node, *, order: Order = Order.RELEVANCE, limit: int | None = None, offset: int = 0
    ) -> Answer:
        return self.snapshot().search(self.analysed(query), order=order, limit=limit, offset=offset)

    def collect(self, query: Node, *wanted: Collector[Any]) -> tuple[Any, ...]:
        return self.snapshot().collect(self.analysed(query), *wanted)

    def count(self, query: Node) -> int:
        (count,) = self.snapshot().collect(self.analysed(query), Count())
        return count

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        return self.snapshot().articles(ids)

    def facts(self) -> IndexFacts:
        return self.snapshot().facts()

    def close(self) -> None:
        self.index.close()


class ClusterHandle(Handle):
    """An index of the cluster engine, to which nothing is committed when a folder's first handle is opened.

    To make the indices of a cluster takes longer than most tests. One that was closed is used again, without its
    commit: then what it holds counts no more, as what a killed writer has left.
    """

    _closed: ClassVar[list[tuple[ClusterAddress, int]]] = []
    """Indexes that can be used again, with how often each was used."""
    _open: ClassVar[dict[Path, list["ClusterHandle"]]] = {}

    def __init__(self, folder: Path, language: str = "english") -> None:
        self._others = self._open.setdefault(folder, [])
        self.address: ClusterAddress
        self.uses: int
        if self._others:
            (first, *_) = self._others
            self.address, self.uses = first.address, first.uses
        else:
            self.address, self.uses = self._emptied() if self._closed else self._made(folder)
        self._others.append(self)
        cluster = Cluster(self.address)
        super().__init__(ClusterIndex(cluster, Commits(cluster), language), language)

    def _made(self, folder: Path) -> tuple[ClusterAddress, int]:
        address = ClusterAddress.parse(shared_cluster.address_of(folder))
        with closing(Cluster(address)) as cluster:
            make_indices(cluster, shards=2, replicas=0)
        return address, 1

    def _emptied(self) -> tuple[ClusterAddress, int]:
        address, uses = self._closed.pop()
        with closing(Cluster(address)) as cluster:
            cluster.bulk([operation({"delete": {"_index": Indices.of(address).state, "_id": "commit"}})])
        return address, uses + 1

    def close(self) -> None:
        super().close()
        self._others.remove(self)
        if self._others:
            return
        if self.uses == _MOST_USES:
            shared_cluster.delete_index(str(self.address))
        else:
            self._closed.append((self.address, self.uses))


def open_whoosh(folder: Path, language: str = "english", *, vector: bool | None = None) -> Handle:
    """An index of the embedded engine."""
    return Handle(WhooshIndex(folder, language, vector=vector), language)
