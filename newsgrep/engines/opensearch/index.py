"""The cluster engine: an index in an OpenSearch cluster."""

from typing import TYPE_CHECKING

from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.snapshot import ClusterSnapshot
from newsgrep.engines.opensearch.view import View
from newsgrep.errors import IndexFormatError, StorageError
from newsgrep.text import Analyzer

if TYPE_CHECKING:
    from newsgrep.engines.opensearch.writer import ClusterWriter

_ATTEMPTS = 5


class ClusterIndex:
    """An `Index` (see `engines`) in a cluster."""

    def __init__(self, cluster: Cluster, commits: Commits, language: str) -> None:
        self._cluster = cluster
        self._commits = commits
        self._language = language
        self._analyzer = Analyzer(language)
        self._newest: ClusterSnapshot | None = None

    def snapshot(self) -> ClusterSnapshot:
        """The newest generation."""
        for attempt in range(_ATTEMPTS):
            commit = self._commits.newest()
            if commit.language not in {"", self._language}:
                raise IndexFormatError(
                    f"{self._cluster.address}: the index is in {commit.language}, not in {self._language};"
                    " rebuild with: newsgrep index --rebuild"
                )
            if self._newest is not None and self._newest.commit == commit:
                return self._newest
            try:
                self._newest = ClusterSnapshot(View(self._cluster, self._commits, commit), self._analyzer)
            except StorageError:
                if attempt + 1 == _ATTEMPTS:
                    raise
            else:
                return self._newest
        raise AssertionError

    def writer(self) -> "ClusterWriter":
        """A writer."""
        from newsgrep.engines.opensearch.writer import ClusterWriter  # noqa: PLC0415  not on the search path

        return ClusterWriter(self._cluster, self._commits, self._language)

    def close(self) -> None:
        """Close the connections; snapshots that are still in use open them again."""
        if self._newest:
            self._newest.close()  # an error may hold the snapshot
        self._newest = None
        self._cluster.close()
