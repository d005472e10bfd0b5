"""The process of a writer is killed before one of its requests: the next takes its lock at once, and clears up."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import killed_writer
import pytest
from conftest import PROJECT, SCALE
from stepped_cluster import base, begin, held, leftovers, new_index, run, written

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.connection import Cluster

REQUESTS = 30
"""A run has more."""
KILLS = 3 if SCALE == 1 else REQUESTS


@pytest.fixture(scope="module")
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        yield address


def test_the_next_writer_clears_up_after_a_killed_process(address: ClusterAddress, seed: int) -> None:
    for at in Random(seed).sample(range(1, REQUESTS + 1), KILLS):  # noqa: S311  a repeatable draw
        begin(address)
        killed = subprocess.run(
            [sys.executable, killed_writer.__file__, str(address), str(at)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), str(PROJECT)])},
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL, at
        before = held(address)
        assert before in (base(), written(base(), "one")), at
        other = Cluster(address)
        run(other, "other")
        other.close()
        assert held(address) == written(before, "other"), at
        assert leftovers(address) == {}, at
