"""A writer that is killed, or stopped for longer than it may be, before any of its requests: nothing is lost or harmed.

Before each of its requests in turn it stops; another takes its lock, clears up and runs; and the first goes on to its end,
after the other's run or in the midst of it.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from random import Random

import pytest
from conftest import NEVER, SCALE
from stepped_cluster import SteppedCluster, base, begin, held, leftovers, new_index, rebuild, run, written

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.errors import IndexBusyError

AT_ONCE = -1.0
"""Any lock is dead after so many seconds."""
LEAST_REQUESTS = 20
EVERY = 1 if SCALE > 1 else 5
"""Of the requests one is tried: all are by `make long`."""
"""A run has more."""


@pytest.fixture(scope="module")
def address() -> Iterator[ClusterAddress]:
    with new_index() as address:
        yield address


class Stopped:
    """The run of a writer in a thread, which stops before request `at`.

    `before` is what a reader sees then; `holds_lock` says whether the writer has the lock.
    """

    def __init__(self, address: ClusterAddress, at: int, run: Callable[[Cluster], None]) -> None:
        self._run = run
        self._cluster = SteppedCluster(address, self._before)
        self._at = at
        self._waits = threading.Event()
        self._may_go_on = threading.Event()
        self._thread = threading.Thread(target=self._run_to_its_end, daemon=True)
        self.error: Exception | None = None
        self.is_at_end = False
        self._thread.start()
        self._waits.wait(NEVER)
        self.before = held(address)
        self.holds_lock = not self.is_at_end and is_locked(address)

    def go_on(self) -> None:
        """Let it go on to its end."""
        self._may_go_on.set()
        self._thread.join()

    def _before(self, number: int) -> None:
        if number == self._at:
            self._waits.set()
            self._may_go_on.wait(NEVER)

    def _run_to_its_end(self) -> None:
        try:
            self._run(self._cluster)
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.error = error
        finally:
            self.is_at_end = True
            self._cluster.close()
            self._waits.set()


def is_locked(address: ClusterAddress) -> bool:
    cluster = Cluster(address)
    lock = Commits(cluster).holder()
    cluster.close()
    return lock is not None


def requests_of_a_run(address: ClusterAddress) -> int:
    begin(address)
    cluster = SteppedCluster(address, lambda _: None)
    run(cluster, "other")
    cluster.close()
    assert cluster.requests > LEAST_REQUESTS
    return cluster.requests


def test_a_writer_that_is_killed_or_wakes_up_late_harms_nothing(address: ClusterAddress) -> None:
    for at in count(1, EVERY):
        begin(address)
        late = Stopped(address, at, partial(run, name="one"))
        assert late.before in (base(), written(base(), "one")), at
        if late.is_at_end:
            break
        other = Cluster(address)
        run(other, "other", dead_after=AT_ONCE)
        other.close()
        # So it is for ever if the first was killed.
        wanted = written(late.before, "other")
        assert held(address) == wanted, at
        assert leftovers(address) == {}, at
        late.go_on()
        if late.error is None and not late.holds_lock and late.before == base():
            wanted = written(wanted, "one")  # it had not begun yet
        assert held(address) == wanted, at
        assert late.error is None or isinstance(late.error, IndexBusyError), at
    assert at > LEAST_REQUESTS


def test_a_writer_that_wakes_up_in_the_midst_of_the_next_harms_nothing(
    address: ClusterAddress, seed: int
) -> None:
    most = requests_of_a_run(address)
    pairs = [(at, then) for at in range(1, most + 1) for then in range(1, most + 1)]
    for at, then in Random(seed).sample(pairs, min(len(pairs), 3 * SCALE * SCALE)):  # noqa: S311  a repeatable draw
        overtaken_in_the_midst(address, at, then)


def overtaken_in_the_midst(address: ClusterAddress, at: int, then: int) -> None:
    """Let one writer stop before request `at`, and go on before request `then` of another."""
    begin(address)
    late = Stopped(address, at, partial(run, name="one"))

    def step(number: int) -> None:
        if number == then:
            late.go_on()

    other = SteppedCluster(address, step)
    run(other, "other", dead_after=AT_ONCE, wait=NEVER)
    other.close()
    late.go_on()
    if late.error:
        wanted = [written(late.before, "other")]
    else:  # it ended before the other began, or began after it has ended
        wanted = [written(written(base(), "one"), "other")]
        if not late.holds_lock:
            wanted.append(written(written(base(), "other"), "one"))
    assert held(address) in wanted, (at, then)
    assert late.error is None or isinstance(late.error, IndexBusyError), (at, then)
    begin(address)
    assert held(address) == base(), (at, then)


def test_who_makes_an_index_anew_late_takes_nothing_of_the_next(address: ClusterAddress) -> None:
    for at in count(1, EVERY):
        begin(address)
        late = Stopped(address, at, rebuild)
        assert late.before in (base(), ({}, {})), at
        if late.is_at_end:
            break
        other = Cluster(address)
        run(other, "other", dead_after=AT_ONCE)
        other.close()
        wanted = written(late.before, "other")
        assert held(address) == wanted, at
        assert leftovers(address) == {}, at
        late.go_on()
        if late.error is None and not late.holds_lock and late.before == base():
            wanted = {}, {}  # it had not begun yet
        assert held(address) == wanted, at
        assert late.error is None or isinstance(late.error, IndexBusyError), at
    assert at > LEAST_REQUESTS // 2
