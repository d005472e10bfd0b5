"""An index in a cluster, as a place that several machines share."""

from contextlib import AbstractContextManager
from functools import cached_property

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.blobs import ClusterBlobs
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.entries import ClusterEntries
from newsgrep.engines.opensearch.index import ClusterIndex
from newsgrep.engines.opensearch.indices import empty_indices, make_indices
from newsgrep.errors import IndexDamagedError, IndexFormatError, NoIndexError


class ClusterPlace:
    """A `SharedPlace` (see `engines.sharing`)."""

    def __init__(self, address: ClusterAddress) -> None:
        self._cluster = Cluster(address)
        self._commits = Commits(self._cluster)

    @cached_property
    def blobs(self) -> ClusterBlobs:
        """What belongs to the index, and not to a commit."""
        return ClusterBlobs(self._cluster)

    @cached_property
    def entries(self) -> ClusterEntries:
        """What is committed with articles."""
        return ClusterEntries(self._cluster, self._commits)

    def label(self) -> str:
        """The label of the newest commit; empty if there is none that this newsgrep can read."""
        try:
            return self._commits.newest().label
        except (IndexFormatError, IndexDamagedError):
            return ""

    def make(self, config: bytes, shards: int | None, replicas: int | None) -> bool:
        """Make the index; gives whether there was none."""
        make_indices(self._cluster, shards, replicas)
        return self.blobs.create("config.toml", config)

    def empty(self) -> None:
        """Make the index anew, without articles and entries."""
        if not self._commits.is_of_this_format():
            empty_indices(self._cluster)
        # What was written is deleted by the next writer: never by one that has lost the lock meanwhile.
        self._commits.begin_anew()

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Hold the index for writing. Raises NoIndexError if there is none: the lock would make a part of one."""
        if not self._commits.exist():
            raise NoIndexError.at(self._cluster.address)
        return self._commits.locked(wait)

    def index(self, language: str) -> ClusterIndex:
        """The index. To close it closes the connections."""
        return ClusterIndex(self._cluster, self._commits, language)

    def close(self) -> None:
        """Close the connections; the next request opens them again."""
        self._cluster.close()
