"""Who replaces a blob late takes nothing of a newer one; what is replaced is deleted."""

from collections.abc import Iterator
from itertools import count

import pytest
from conftest import SCALE
from stepped_cluster import SteppedCluster, new_index

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.blobs import ClusterBlobs
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.schema import Indices

PIECES = {name: [name.encode() * 3_000] * 2 for name in ("first", "late", "newer")}


@pytest.fixture(scope="module")
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        yield address


def content(blobs: ClusterBlobs) -> bytes:
    directory = blobs.directory()
    assert directory is not None
    pieces = blobs.read(directory["blob"])
    assert pieces is not None
    return b"".join(pieces)


def test_a_late_writer_of_a_blob_leaves_a_newer_one_whole(address: ClusterAddress) -> None:
    """It stops before each of its requests in turn; another replaces the blob."""
    cluster = Cluster(address)
    blobs = ClusterBlobs(cluster)
    for at in count(1, 1 if SCALE > 1 else 3):  # all by `make long`
        blobs.write("blob", PIECES["first"], 0)

        def replace(number: int, at: int = at) -> None:
            if number == at:
                blobs.write("blob", PIECES["newer"], 0)

        late = SteppedCluster(address, replace)
        ClusterBlobs(late).write("blob", PIECES["late"], 0)
        late.close()
        if late.requests < at:
            break
        assert content(blobs) in (b"".join(PIECES["newer"]), b"".join(PIECES["late"])), at
    assert at > 4
    state = Indices.of(address).state
    cluster.refresh(state)
    chunks = cluster.search({"query": {"exists": {"field": "blob"}}}, state)["hits"]["total"]["value"]
    assert chunks == len(PIECES["late"])
    cluster.close()
