"""Entries: keys and values that are committed with articles, so that all is of one generation or nothing is.

An entry belongs to a segment, and counts as the articles of the segment do. Of a key's entries the newest counts.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from newsgrep.engines.contract import Segment
from newsgrep.engines.opensearch.commits import Commit, Commits
from newsgrep.engines.opensearch.connection import Cluster, Json, Operation, operation
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.opensearch.sending import send
from newsgrep.errors import IndexDamagedError

_PAGE = 1_000
_KEYS_OF_A_REQUEST = 10_000


class ClusterEntries:
    """`Entries` (see `engines.sharing`)."""

    def __init__(self, cluster: Cluster, commits: Commits) -> None:
        self._cluster = cluster
        self._commits = commits
        self._index = Indices.of(cluster.address).entries

    def write(self, entries: Iterable[tuple[str, str]]) -> Segment:
        """Write entries as a segment, which counts when it is committed. Raises StorageError."""
        number = self._commits.new_segment()
        send(self._cluster, (self._operation(key, value, number) for key, value in entries))
        return Segment({"parts": [{"number": number, "ids": []}]})

    def after(self, key: str) -> Iterator[tuple[str, str]] | None:
        """The entries of the newest commit that were written after that of a key; None if there is no such key."""
        commit = self._commits.newest()
        query = {"term": {"key": _name(key)}}
        hits = self._search(commit, query, size=1, sort=[{"segment": "desc"}]) if commit.generation else ()
        return self._above(int(hits[0]["sort"][0]), commit) if hits else None

    def all(self) -> Iterator[tuple[str, str]]:
        """All of them."""
        commit = self._commits.newest()
        return self._above(-1, commit) if commit.generation else iter(())

    def _above(self, segment: int, commit: Commit) -> Iterator[tuple[str, str]]:
        query = {"range": {"segment": {"gt": segment}}}
        after: dict[str, Any] = {}
        while True:
            sort = [{"segment": "asc"}, {"key": "asc"}]
            hits = self._search(commit, query, size=_PAGE, sort=sort, _source=["entry"], **after)
            yield from map(self._entry, hits)
            if len(hits) < _PAGE:
                return
            after = {"search_after": hits[-1]["sort"]}

    def delete_older(self, keys: Collection[str], segment: Segment) -> None:
        """Delete what the entries of a committed segment, which have these keys, have replaced."""
        number = min(int(part["number"]) for part in segment["parts"])
        names = sorted(map(_name, keys))
        for first in range(0, len(names), _KEYS_OF_A_REQUEST):
            filters = [
                {"terms": {"key": names[first : first + _KEYS_OF_A_REQUEST]}},
                {"range": {"segment": {"lt": number}}},
            ]
            self._cluster.request(
                "POST",
                f"/{self._index}/_delete_by_query",
                {"query": {"bool": {"filter": filters}}},
                params={"conflicts": "proceed"},
            )

    def _entry(self, hit: Json) -> tuple[str, str]:
        try:
            key, value = json.loads(hit["_source"]["entry"])
            if isinstance(key, str) and isinstance(value, str):
                return key, value
        except (KeyError, TypeError, ValueError, RecursionError):
            pass
        raise IndexDamagedError(f"{self._cluster.address}: what the index says of its files cannot be read")

    def _operation(self, key: str, value: str, number: int) -> Operation:
        name = _name(key)
        document = {"key": name, "segment": number, "entry": json.dumps([key, value])}
        return operation({"index": {"_index": self._index, "_id": f"{name}.{number}"}}, document)

    def _search(self, commit: Commit, query: Json, **body: Json) -> list[Json]:
        visible = {"bool": {"filter": [commit.in_segments(), query]}}
        found = self._cluster.search({"query": visible, "track_total_hits": False, **body}, self._index)
        return list(found["hits"]["hits"])


def _name(key: str) -> str:
    """A key as it is searched for: one may be longer than the cluster's terms."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
