"""The cluster of a test run: started by the first test that needs one, used by all processes, ended with the run."""

import fcntl
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import pytest

from cluster.jars import UnavailableError
from cluster.java import find_java
from cluster.nodes import LocalCluster
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.schema import Indices

_RUN = "NEWSGREP_TEST_CLUSTER_OF"
"""The variable that names the folder of this run's cluster."""
_ADDRESSES, _PROCESSES, _UNAVAILABLE = "addresses", "processes", "unavailable"
_started: list[LocalCluster] = []
"""Kept: Python warns of a process whose object is gone while it runs."""


def begin_run() -> None:
    """Name a folder for the cluster; nothing is started."""
    os.environ[_RUN] = tempfile.mkdtemp(prefix="newsgrep-test-cluster-")


def end_run() -> None:
    """End the cluster, if one was started."""
    folder = Path(os.environ.pop(_RUN))
    with suppress(FileNotFoundError):
        for process in (folder / _PROCESSES).read_text("ascii").split():
            with suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
    for cluster in _started:
        cluster.stop()
    rmtree(folder, ignore_errors=True)


def leave_run() -> None:
    """Let the cluster that this process has started go on for the others of the run."""
    for cluster in _started:
        cluster.leave()


def addresses() -> str:
    """The addresses of the nodes, HOST:PORT,... Skips the test if there can be no cluster on this machine."""
    folder = Path(os.environ[_RUN])
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / _UNAVAILABLE).exists():
            pytest.skip((folder / _UNAVAILABLE).read_text("utf-8"))
        if not (folder / _ADDRESSES).exists():
            try:
                _start(folder)
            except UnavailableError as error:
                (folder / _UNAVAILABLE).write_text(str(error), "utf-8")
                pytest.skip(str(error))
    return (folder / _ADDRESSES).read_text("ascii")


def address_of(folder: Path) -> str:
    """An address of the cluster for the index of a test, which has a folder of its own. Delete it, see `delete_index`."""
    name = sha256(str(folder).encode()).hexdigest()[:16]
    return f"opensearch://{addresses()}/test-{name}"


def delete_index(address: str) -> None:
    """Delete all that is at an address."""
    parsed = ClusterAddress.parse(address)
    with closing(Cluster(parsed)) as cluster:
        cluster.request("DELETE", f"/{','.join(Indices.of(parsed))}", params={"ignore_unavailable": "true"})


@contextmanager
def room_for_three() -> Iterator[None]:
    """Let one process of the run alone have three more JVMs at a time; others wait."""
    with (Path(os.environ[_RUN]) / "three").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path) -> None:
    started = LocalCluster(folder, find_java(), one_process=True)
    (folder / _PROCESSES).write_text(" ".join(str(process.pid) for process in started.processes), "ascii")
    _started.append(started)
    started.wait_until_green()
    (folder / _ADDRESSES).write_text(",".join(started.addresses), "ascii")
