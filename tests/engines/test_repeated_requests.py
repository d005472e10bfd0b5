"""Every request may be sent twice: if a connection breaks before the answer, nobody knows whether it was carried out."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from operator import eq

import pytest
from conftest import SCALE
from stepped_cluster import SteppedCluster, base, begin, held, leftovers, new_index, repeat, run, written

from newsgrep.cluster_address import ClusterAddress


@pytest.fixture(scope="module")
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        yield address


def run_repeating(address: ClusterAddress, is_repeated: Callable[[int], bool]) -> int:
    """Run a writer of whose requests some are sent twice; gives how many it makes."""
    begin(address)
    assert held(address) == base()
    cluster = SteppedCluster(address, lambda _: None)
    repeat(cluster, is_repeated)
    run(cluster, "one")
    cluster.close()
    assert held(address) == written(base(), "one")
    assert leftovers(address) == {}
    return cluster.requests


def test_a_writer_all_of_whose_requests_are_sent_twice_does_the_same(address: ClusterAddress) -> None:
    run_repeating(address, lambda _: True)


@pytest.mark.skipif(SCALE == 1, reason="all of them at once are repeated above: one by one by `make long`")
def test_a_writer_one_of_whose_requests_is_sent_twice_does_the_same(address: ClusterAddress) -> None:
    for number in count(1):
        if run_repeating(address, partial(eq, number)) < number:
            break
