"""Of two writers on a cluster, one waits or is told who writes; who gives no sign any more loses the lock."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from conftest import NEVER
from stepped_cluster import new_index

from newsgrep.engines.opensearch.commits import Commit, Commits, Lock
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.errors import IndexBusyError


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with new_index() as address:
        cluster = Cluster(address)
        with Commits(cluster).locked(0):
            pass
        yield cluster
        cluster.close()


def lock_is(cluster: Cluster, host: str, process: int, beat: float) -> None:
    """Put a lock in place of the newest."""
    document = f"/{Indices.of(cluster.address).state}/_doc/commit"
    stored = cluster.request("GET", document)["_source"]
    lock = Lock("another's", host, process, beat)
    cluster.request("PUT", document, {**stored, "lock": json.dumps(lock)})


def a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_the_second_writer_is_told_who_writes(cluster: Cluster) -> None:
    with Commits(cluster).locked(0):
        told = f"another newsgrep is writing (process {os.getpid()} on {socket.gethostname()})"
        with pytest.raises(IndexBusyError, match=re.escape(told)) as raised, Commits(cluster).locked(0):
            pass
        assert raised.value.exit_code == 75
    with Commits(cluster).locked(0):
        pass


def test_the_second_writer_waits_for_the_first(cluster: Cluster) -> None:
    has_begun, done = threading.Event(), []

    def second() -> None:
        has_begun.set()
        with Commits(cluster).locked(NEVER):
            done.append("second")

    with Commits(cluster).locked(0):
        thread = threading.Thread(target=second)
        thread.start()
        has_begun.wait(NEVER)
        done.append("first")
    thread.join()
    assert done == ["first", "second"]


def test_the_lock_of_a_process_that_has_ended_is_taken_at_once(cluster: Cluster) -> None:
    lock_is(cluster, socket.gethostname(), a_dead_process(), time.time())
    with Commits(cluster).locked(0):
        pass


def test_the_lock_of_another_machine_is_taken_if_it_gives_no_sign(cluster: Cluster) -> None:
    """Whether its process lives is not known here."""
    lock_is(cluster, "elsewhere", a_dead_process(), time.time())
    with pytest.raises(IndexBusyError), Commits(cluster).locked(0):
        pass
    lock_is(cluster, "elsewhere", os.getpid(), time.time() - 31)
    with Commits(cluster, beat=0.01).locked(0):
        pass


def test_the_lock_of_a_machine_whose_clock_is_slow_is_not_taken(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_sign(_: float) -> None:
        lock_is(cluster, "elsewhere", 1, time.time() - 3_599)

    lock_is(cluster, "elsewhere", 1, time.time() - 3_600)
    monkeypatch.setattr(time, "sleep", give_sign)
    with pytest.raises(IndexBusyError, match="on elsewhere"), Commits(cluster).locked(0):
        pass
    monkeypatch.undo()
    with Commits(cluster, beat=0.01).locked(0):
        pass


def test_the_holder_gives_signs_of_life(cluster: Cluster) -> None:
    commits = Commits(cluster, beat=0.01)
    with commits.locked(0):
        first = commits.holder()
        assert first
        while (now := commits.holder()) and now.beat == first.beat:
            pass
        assert now == first._replace(beat=now.beat if now else 0.0)


def test_a_holder_that_has_lost_the_lock_commits_nothing_and_leaves_it_to_the_other(cluster: Cluster) -> None:
    late = Commits(cluster)
    before = late.newest().generation
    with late.locked(0):
        with Commits(cluster, dead_after=-1.0).locked(0):
            refused(late)
            Commits(cluster).replace(next_generation)
            refused(late)
        refused(late)
    assert late.newest().generation == before + 1
    assert late.holder() is None


def next_generation(commit: Commit) -> Commit:
    return commit._replace(generation=commit.generation + 1)


def refused(late: Commits) -> None:
    with pytest.raises(IndexBusyError, match="has taken the lock, for this one gave no sign"):
        late.replace(next_generation)
    with pytest.raises(IndexBusyError):
        late.newest_held()
