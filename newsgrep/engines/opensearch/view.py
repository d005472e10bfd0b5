"""What a snapshot looks at: the articles of one commit, at one point in time."""

import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Final, TypeAlias, TypeVar

from newsgrep.engines.opensearch.commits import Commit, Commits
from newsgrep.engines.opensearch.connection import NOT_FOUND, Cluster, Json, RefusedError
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.errors import StorageError

PAGE_HITS: Final = 1_000
PAGE_BARE_HITS: Final = 5_000
"""Of a page without articles; the cluster allows 10,000."""
_PAGE_BUCKETS = 5_000
_KEPT = "5m"
"""How long the cluster keeps a point in time after it was last used."""
_SECONDS_WITH_POINT = 2.0
"""How long a request with a point in time is sent again; then a new point in time is tried."""
_SECONDS = 120.0
"""How long points in time are opened, one after the other."""

Query: TypeAlias = Mapping[str, Any]
"""A query in the cluster's language."""
_Answer = TypeVar("_Answer")


class View:
    """The articles that count in a commit.

    The documents of older commits are deleted, so a point in time keeps them while they are looked at. If its
    node leaves the cluster, another is opened: its articles are the same unless some were deleted since.
    """

    def __init__(self, cluster: Cluster, commits: Commits, commit: Commit) -> None:
        self.cluster = cluster
        self.indices = Indices.of(cluster.address)
        self.commit = commit
        self._commits = commits
        self._point = ""
        self._free: weakref.finalize[..., View] | None = None
        if commit.generation:
            self._open_point()

    def close(self) -> None:
        """Free what the cluster keeps for it; the next request asks for it again."""
        if self._free:
            self._free()

    @property
    def is_current(self) -> bool:
        """Say whether its documents may still be searched without its point in time."""
        return self._commits.newest().purged <= self.commit.generation

    def search(self, query: Query | None = None, **body: Json) -> Json:
        """The cluster's answer to a search of the articles that match a query, with other parts of its body.

        Hits have an `_id` only if they have a `_source`.
        """
        return self._ask(lambda: self.cluster.search(self._body(query, body), seconds=_SECONDS_WITH_POINT))

    def searches(self, bodies: Sequence[tuple[Query | None, Mapping[str, Any]]]) -> list[Json]:
        """The answers to several searches, each (query, other parts of the body)."""

        def ask() -> list[Json]:
            asked = [self._body(query, body) for query, body in bodies]
            return self.cluster.searches(asked, seconds=_SECONDS_WITH_POINT)

        return self._ask(ask)

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """The number of articles that match each query."""
        count = {"size": 0, "track_total_hits": True}
        return [
            found["hits"]["total"]["value"] for found in self.searches([(query, count) for query in queries])
        ]

    def hits(self, query: Query, **body: Json) -> Iterator[Json]:
        """All hits of a query, by id; `body` says what to give of each."""
        return chain.from_iterable(self.pages(query, **body))

    def pages(self, query: Query, **body: Json) -> Iterator[list[Json]]:
        """The same, page after page."""
        after: dict[str, Any] = {}
        size = PAGE_HITS if "_source" in body else PAGE_BARE_HITS
        while True:
            found = self.search(
                query, size=size, sort=[{"id": "asc"}], track_total_hits=False, **body, **after
            )
            hits = found["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < size:
                return
            after = {"search_after": hits[-1]["sort"]}

    def buckets(
        self, query: Query | None, sources: Sequence[Mapping[str, Any]], sums: Mapping[str, Any] | None = None
    ) -> Iterator[Json]:
        """The buckets of a composite aggregation over these sources, whose keys are "0", "1", ...

        `sums` are aggregations of each bucket.
        """
        named = [{str(number): {"terms": source}} for number, source in enumerate(sources)]
        after: dict[str, Any] = {}
        while True:
            composite = {"size": _PAGE_BUCKETS, "sources": named, **after}
            rows = {"composite": composite, **({"aggs": sums} if sums else {})}
            found = self.search(query, size=0, track_total_hits=False, aggs={"rows": rows})
            found = found["aggregations"]["rows"]
            yield from found["buckets"]
            if "after_key" not in found or not found["buckets"]:
                return
            after = {"after": found["after_key"]}

    def values(self, field: str, matches: Callable[[str], bool]) -> Iterator[str]:
        """The values of a field that articles have, ascending, for which `matches` is true."""
        for bucket in self.buckets(None, [{"field": field}]):
            if matches(value := bucket["key"]["0"]):
                yield value

    def _body(self, query: Query | None, more: Mapping[str, Any]) -> dict[str, Any]:
        filters = [self.commit.visible(self.indices), *([query] if query else ())]
        scored = more.get("should")
        whole: dict[str, Any] = {"bool": {"filter": filters, **({"should": scored} if scored else {})}}
        rest = {name: value for name, value in more.items() if name != "should"}
        if not rest.get("_source"):
            # Else each hit's stored article is decompressed for the document's id alone.
            rest |= {"_source": False, "stored_fields": "_none_"}
        return {"query": whole, "pit": {"id": self._point, "keep_alive": _KEPT}, **rest}

    def _ask(self, ask: Callable[[], _Answer]) -> _Answer:
        give_up_at = time.monotonic() + _SECONDS
        while True:
            try:
                return ask()
            except RefusedError as error:
                if error.status != NOT_FOUND or time.monotonic() > give_up_at:
                    raise
                # The point in time is unknown.
            except StorageError:
                # Its node may be gone for longer than a search should wait, and another may go meanwhile.
                if time.monotonic() > give_up_at:
                    raise
            self._open_point()

    def _open_point(self) -> None:
        found = self.cluster.request(
            "POST",
            f"/{self.indices.articles}/_search/point_in_time",
            params={"keep_alive": _KEPT, "allow_partial_pit_creation": "false"},
        )
        self._point = found["pit_id"]
        self._free = weakref.finalize(self, _close_point, self.cluster, self._point)
        self._free.atexit = False
        if not self.is_current:
            raise StorageError(f"{self.cluster.address}: the index was changed while it was read; ask again")


def _close_point(cluster: Cluster, point: str) -> None:
    # It ends by itself.
    with suppress(StorageError):
        cluster.request("DELETE", "/_search/point_in_time", {"pit_id": [point]}, seconds=0)
