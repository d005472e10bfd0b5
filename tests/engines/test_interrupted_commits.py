"""A commit that is cut short by Ctrl-C is asked for again, and may have been made already."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from conftest import SCALE
from stepped_cluster import SteppedCluster, base, begin, held, new_index, run, written

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.writer import ClusterWriter


@pytest.fixture(scope="module")
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        yield address


def is_interrupted(address: ClusterAddress, at: int) -> bool:
    """Run a writer that is interrupted before request `at` of its commit, and commits again; gives whether it came so far."""
    interrupted = False
    first = 0

    def step(number: int) -> None:
        nonlocal interrupted
        if first and not interrupted and number == first + at:
            interrupted = True
            raise KeyboardInterrupt

    cluster = SteppedCluster(address, step)
    commit = ClusterWriter.commit

    def commit_again(*arguments: Any) -> int:
        nonlocal first
        first = cluster.requests
        try:
            return commit(*arguments)
        except KeyboardInterrupt:
            return commit(*arguments)
        finally:
            first = 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClusterWriter, "commit", commit_again)
        run(cluster, "one")
    cluster.close()
    return interrupted


def test_a_commit_that_is_interrupted_anywhere_and_repeated_is_made_once(address: ClusterAddress) -> None:
    for at in count(1, 1 if SCALE > 1 else 3):  # all by `make long`
        begin(address)
        assert held(address) == base()
        if not is_interrupted(address, at):
            break
        assert held(address) == written(base(), "one"), at
    assert at > 10, "a commit has more requests"
