"""A cluster that has lost documents, or has some twice, is found out by the next commit: it is never counted on in silence.

It may, if its disks were lost, or a snapshot was restored; or if a node was stopped with a request that another node
has carried out meanwhile, and carries it out again when it goes on.
"""

from collections.abc import Iterator

import pytest
from stepped_cluster import base, begin, held, new_index, run

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.documents import document_id
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.errors import IndexDamagedError

ALWAYS = next(one for one in base()[0] if one == "always")


@pytest.fixture
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        begin(address)
        yield address


def refused(address: ClusterAddress, found: int) -> None:
    """Assert that the next commit says how many articles there are."""
    cluster = Cluster(address)
    with pytest.raises(IndexDamagedError, match=f"has {found} articles where 6 should be.*--rebuild"):
        run(cluster, "one")
    cluster.close()


def test_a_lost_document_is_missed(address: ClusterAddress) -> None:
    cluster = Cluster(address)
    cluster.request("DELETE", f"/{Indices.of(address).articles}/_doc/{document_id(ALWAYS, 1)}")
    cluster.close()
    refused(address, 5)


def test_a_doubled_document_is_noticed(address: ClusterAddress) -> None:
    assert held(address) == base()
    cluster = Cluster(address)
    document = {"id": "always", "segment": 1, "body": {"length": 1}, "title": {"length": 1}}
    cluster.request("PUT", f"/{Indices.of(address).articles}/_doc/again", document)
    cluster.close()
    refused(address, 7)
