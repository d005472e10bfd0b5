"""What a cluster keeps for a reader is freed when the reader closes its index, whoever still has a snapshot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from handle import ClusterHandle

from newsgrep.article import Article, ArticleId
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.index import ClusterIndex
from newsgrep.query.nodes import Everything


@pytest.fixture
def handle(tmp_path: Path) -> Iterator[ClusterHandle]:
    handle = ClusterHandle(tmp_path)
    handle.add(Article(id=ArticleId("a"), path="a", title="", text="oil"))
    yield handle
    handle.close()


def points(cluster: Cluster) -> set[str]:
    """Those that are open in the whole cluster."""
    found = cluster.request("GET", "/_search/point_in_time/_all")
    return {point["pit_id"] for point in found["pits"]}


def test_closing_an_index_frees_its_point_in_time(
    handle: ClusterHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(handle.address)
    opened: list[str] = []
    request = cluster.request

    def watch(method: str, path: str, *arguments: object, **options: object) -> object:
        answer = request(method, path, *arguments, **options)  # type: ignore[arg-type]  # as they came
        if (method, path.rpartition("/")[2]) == ("POST", "point_in_time"):
            opened.append(answer["pit_id"])
        return answer

    monkeypatch.setattr(cluster, "request", watch)
    index = ClusterIndex(cluster, Commits(cluster), "english")
    snapshot = index.snapshot()
    everything = handle.analysed(Everything())
    assert snapshot.search(everything).total == 1
    assert set(opened) <= points(cluster)
    assert len(opened) == 1
    index.close()
    assert not set(opened) & points(cluster)
    assert snapshot.search(everything).total == 1
    snapshot.close()
    assert not set(opened) & points(cluster)
    cluster.close()
