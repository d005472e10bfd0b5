"""A cluster of some nodes on this machine, in one process or in one for each node."""

import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cluster.jars import HERE, UnavailableError, jars
from cluster.java import Java, find_java

_START_SECONDS = 600.0
_NODES = 3
_PORTS = range(19_200, 32_000, 20)
_GUARD = 19
"""The port of each group that is held while its others are used, or about to be."""


class LocalCluster:
    """A running cluster. `processes` has one process for each node, or one for all."""

    def __init__(self, folder: Path, java: Java, *, one_process: bool) -> None:
        self._http, self._guard = reserve_ports()
        self.addresses = [f"127.0.0.1:{self._http + node}" for node in range(_NODES)]
        self._folder = folder
        self._health = ""
        self._java = java
        groups = [(1, _NODES)] if one_process else [(node, node) for node in range(1, _NODES + 1)]
        self._groups = groups
        self.processes = [self._start(*group) for group in groups]

    def restart(self, number: int) -> None:
        """Start the process of a node again, or of all nodes, that has ended."""
        self.processes[number] = self._start(*self._groups[number])

    def wait_until_green(self) -> None:
        """Wait until every copy of every shard is there. Raises UnavailableError if a process ends before, or after minutes."""
        give_up_at = time.monotonic() + _START_SECONDS
        while not self._is_green():
            if any(process.poll() is not None for process in self.processes) or time.monotonic() > give_up_at:
                raise UnavailableError(f"the cluster does not start: {self._last_words()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End every process."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)  # what is kept is deleted anyway
            process.wait()
        self._guard.close()

    def leave(self) -> None:
        """Let the processes go on when this one has ended. Nothing else may be asked of them."""
        for process in self.processes:
            process.returncode = 0  # else Python warns of them
        self._guard.close()

    def _last_words(self) -> str:
        """What the first process that has ended has written last, or what the cluster says of itself."""
        ended = [number for number, process in enumerate(self.processes) if process.poll() is not None]
        if not ended and self._health:
            return f"it is not green: {self._health}"
        log = self._folder / f"node-{self._groups[ended[0] if ended else 0][0]}" / "log"
        lines = log.read_text("utf-8", "replace").strip().splitlines()
        faults = [line for line in lines if "Exception" in line or "Error" in line]
        return " ".join((faults or lines or ["it says nothing"])[-1].split())

    def _is_green(self) -> bool:
        url = f"http://{self.addresses[0]}/_cluster/health?wait_for_nodes={_NODES}&wait_for_status=green&timeout=1s"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                self._health = answer.read().decode()
                return '"timed_out":false' in self._health
        except urllib.error.HTTPError as error:  # its status is not 200 if the time is up
            self._health = error.read().decode()
            return False
        except OSError:
            return False

    def _start(self, first: int, last: int) -> "subprocess.Popen[bytes]":
        folder = self._folder / f"node-{first}"
        folder.mkdir(exist_ok=True)
        classes = jars(self._java.runner) / "*"
        heap = "1200m" if last > first else "700m"
        command = [
            *(self._java.command, f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1"),
            *("-cp", str(classes), str(HERE / "LocalNodes.java"), str(folder)),
            *map(str, (first, last, _NODES, self._http, self._http + 10)),
        ]
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)


@contextmanager
def running(*, one_process: bool = True) -> Iterator[LocalCluster]:
    """A cluster of three nodes with nothing in it, which ends with the block. Raises UnavailableError."""
    java = find_java()
    with tempfile.TemporaryDirectory(prefix="newsgrep-cluster-") as folder:
        cluster = LocalCluster(Path(folder), java, one_process=one_process)
        try:
            cluster.wait_until_green()
            yield cluster
        finally:
            cluster.stop()


def reserve_ports() -> tuple[int, socket.socket]:
    """The first of some ports of which none is in use, and what keeps others, who start too, from using them."""
    for first in _PORTS:
        guard = socket.socket()
        try:
            guard.bind(("127.0.0.1", first + _GUARD))
        except OSError:
            guard.close()
            continue
        if all(map(_is_free, [*range(first, first + _NODES), *range(first + 10, first + 10 + _NODES)])):
            return first, guard
        guard.close()
    raise UnavailableError("there are no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
