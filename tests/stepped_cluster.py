"""A connection to a cluster, and one writer's run over it, that can be stopped, killed, or repeated at each request."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias
from uuid import uuid4

import shared_cluster
from opensearchpy.exceptions import TransportError
from oracle import Oracle

from newsgrep.article import Article, ArticleId
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.contract import Segment
from newsgrep.engines.opensearch.blobs import ClusterBlobs
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster, Json
from newsgrep.engines.opensearch.entries import ClusterEntries
from newsgrep.engines.opensearch.index import ClusterIndex
from newsgrep.engines.opensearch.indices import make_indices
from newsgrep.engines.opensearch.place import ClusterPlace
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.opensearch.writer import ClusterWriter
from newsgrep.query import nodes
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery, Analyzer

Before: TypeAlias = Callable[[int], None]
"""Is told the number of the request that comes next, from 1."""
State: TypeAlias = tuple[dict[ArticleId, Article], dict[str, str]]
"""Articles and entries."""


class SteppedCluster(Cluster):
    """A connection that says before each request that it comes. `requests` is how many came."""

    def __init__(self, address: ClusterAddress, before: Before) -> None:
        super().__init__(address)
        self._before = before
        self.requests = 0

    def request(self, method: str, path: str, *arguments: Any, **options: Any) -> Json:
        if (method, path) != ("DELETE", "/_search/point_in_time"):  # sent when Python likes to
            self.requests += 1
            self._before(self.requests)
        return super().request(method, path, *arguments, **options)


def repeat(cluster: Cluster, is_repeated: Callable[[int], bool]) -> None:
    """Send requests twice, and give the second answer, as if a connection had broken before the first."""
    transport = cluster._client.transport  # noqa: SLF001  what sends each request once
    send = transport.perform_request
    sent = 0

    def perform_request(*arguments: Any, **options: Any) -> Json:
        nonlocal sent
        sent += 1
        if is_repeated(sent):
            with suppress(TransportError):  # the second says the same, or better
                send(*arguments, **options)
        return send(*arguments, **options)

    transport.perform_request = perform_request  # type: ignore[method-assign]  # as is meant


@contextmanager
def new_index() -> Iterator[ClusterAddress]:
    """An index in the cluster of the run, with nothing in it."""
    address = ClusterAddress.parse(f"opensearch://{shared_cluster.addresses()}/stepped-{uuid4().hex[:12]}")
    cluster = Cluster(address)
    make_indices(cluster, shards=2, replicas=0)
    ClusterBlobs(cluster).create("config.toml", b"")
    yield address
    names = ",".join(Indices.of(address))
    cluster.request("DELETE", f"/{names}", params={"ignore_unavailable": "true"})
    cluster.close()


def begin(address: ClusterAddress) -> None:
    """Bring an index to its first state (see `base`), and leave what a killed writer leaves."""
    articles, values = base()
    with _writing(Cluster(address), dead_after=-1.0, wait=0.0) as (writer, entries):
        rows = entries.write(values.items())
        removed = [ArticleId(f"new by {name}") for name in ("one", "other")]
        writer.commit([*_segments(writer, articles.values()), rows], removed)
        entries.delete_older(values, rows)
        writer.write([article("left", "what was written and never committed")])
        entries.write([("left", "behind")])


def article(identifier: str, text: str) -> Article:
    return Article(ArticleId(identifier), identifier, f"{text} about oil and oil prices", identifier)


def base() -> State:
    """What a new index holds."""
    names = (
        "always",
        "replaced by both",
        "replaced by one",
        "replaced by other",
        "gone by one",
        "gone by other",
    )
    return {ArticleId(name): article(name, "first") for name in names}, dict.fromkeys(
        ("always", "one", "other", "both"), "first"
    )


def written(state: State, name: str) -> State:
    """A state after the run of a writer, "one" or "other"."""
    articles, entries = state
    kept = {identifier: one for identifier, one in articles.items() if identifier != f"gone by {name}"}
    return {**kept, **{new.id: new for new in _articles(name)}}, {**entries, name: name, "both": name}


def _articles(name: str) -> list[Article]:
    return [
        article(f"new by {name}", name),
        article("replaced by both", f"{name} has replaced it"),
        article(f"replaced by {name}", f"{name} has replaced it too"),
    ]


def run(cluster: Cluster, name: str, *, dead_after: float = 30.0, wait: float = 0.0) -> None:
    """The run of a writer, "one" or "other", as a command does it. `dead_after` and `wait` are in seconds."""
    with _writing(cluster, dead_after, wait) as (writer, entries):
        first, *rest = _articles(name)
        changed = {name: name, "both": name}
        rows = entries.write(changed.items())
        segments = [*_segments(writer, [first]), *_segments(writer, rest), rows]
        writer.commit(segments, [ArticleId(f"gone by {name}")])
        entries.delete_older(changed, rows)


def rebuild(cluster: Cluster) -> None:
    """Make an index anew, as a command does that reads all files again: after it, the index holds nothing."""
    place = ClusterPlace(cluster.address)
    place._cluster = cluster  # noqa: SLF001  which says what it sends
    place._commits = Commits(cluster, beat=3600.0)  # noqa: SLF001  likewise
    with place.lock(0):
        place.empty()
        place.index("english").writer().discard_uncommitted()


@contextmanager
def _writing(
    cluster: Cluster, dead_after: float, wait: float
) -> Iterator[tuple[ClusterWriter, ClusterEntries]]:
    commits = Commits(cluster, beat=3600.0, dead_after=dead_after)
    with commits.locked(wait):
        writer = ClusterWriter(cluster, commits, "english")
        writer.discard_uncommitted()
        yield writer, ClusterEntries(cluster, commits)


def _segments(writer: ClusterWriter, articles: Iterable[Article]) -> list[Segment]:
    segment = writer.write(articles)
    assert segment
    return [segment]


def held(address: ClusterAddress) -> State:
    """What a reader sees. Asserts that totals, scores and counts are those of exactly that."""
    cluster = Cluster(address)
    index = ClusterIndex(cluster, Commits(cluster), "english")
    snapshot = index.snapshot()
    everything = AnalysedQuery(nodes.Everything(), Analyzer("english"))
    ids = [match.id for match in snapshot.search(everything, order=Order.ID)]
    articles = {one.id: one for one in snapshot.articles(ids) if one}
    assert len(ids) == len(articles) == snapshot.facts().articles
    oil = nodes.Word("oil")
    found = snapshot.search(AnalysedQuery(oil, Analyzer("english")))
    wanted = Oracle(list(articles.values())).search(oil)
    assert [(match.id, round(match.score, 9)) for match in found] == [
        (one, round(score, 9)) for one, score in wanted
    ]
    entries = dict(ClusterEntries(cluster, Commits(cluster)).all())
    index.close()
    return articles, entries


def leftovers(address: ClusterAddress) -> dict[str, int]:
    """How many documents there are of each kind that no reader sees or needs, if any."""
    cluster = Cluster(address)
    names = Indices.of(address)
    cluster.refresh(*names)
    commit = Commits(cluster).newest()
    known = {*commit.gone, *(name for name, _ in commit.spent)}
    found = cluster.search({"size": 10_000}, names.state)["hits"]["hits"]
    counts = {
        "articles": _count(cluster, names.articles) - commit.sums.articles,
        "entries": _count(cluster, names.entries) - _count(cluster, names.entries, commit.in_segments()),
        "lists": len({hit["_id"] for hit in found if hit["_id"].startswith("gone-")} - known),
    }
    cluster.close()
    return {kind: count for kind, count in counts.items() if count}


def _count(cluster: Cluster, index: str, query: Json | None = None) -> int:
    body = {"size": 0, "track_total_hits": True, "query": query or {"match_all": {}}}
    return int(cluster.search(body, index)["hits"]["total"]["value"])
