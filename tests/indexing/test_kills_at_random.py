"""The real command, killed at random moments, with its workers, without them, or one of them alone: 200 times at length.

How long a run is left alone is drawn; where that finds it is the machine's affair, and must not matter.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import COMMAND, NEVER, SCALE, environment
from wrecks import ROOT, held, leftovers, update

from newsgrep.archive import Archive

ROUNDS, FILES = (20 * SCALE, 1_000) if SCALE >= 10 else (2, 100)
RESTLESS = (
    "import newsgrep.indexing.update as u, newsgrep.indexing.batches as b;"
    "u.CHECKPOINT_EVERY = 0; b._SMALLEST_BATCH = 50_000; u._MANY_ROWS = 30; from newsgrep.__main__ import main; main()"
)
"""The command, with a commit after each of many small batches."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


@dataclass
class Newsroom:
    """A folder of articles that keep changing; `texts` are what its index is to hold, by id."""

    folder: Path
    draw: random.Random
    texts: dict[str, str] = field(default_factory=dict)
    version: int = 0

    def edit(self) -> None:
        """Write many files, new ones and old, and remove some."""
        self.version += 1
        names = [f"{ROOT}/{number:03}.txt" for number in range(FILES)]
        for name in self.draw.sample(names, FILES * 3 // 4):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.draw.random() < 0.1:
                path.unlink(missing_ok=True)
                self.texts.pop(name, None)
            else:
                self.texts[name] = f"{name} {self.version} oil " + "and so on " * 200
                path.write_text(self.texts[name])

    def start(self, *, restless: bool) -> "subprocess.Popen[bytes]":
        """Index, in a session of its own."""
        command = [sys.executable, "-c", RESTLESS] if restless else COMMAND
        return subprocess.Popen(
            [*command, "index", "--quiet", "--jobs", "2", ROOT],
            cwd=self.folder,
            env=environment(self.folder),
            stderr=subprocess.PIPE,
            start_new_session=True,
        )


@pytest.fixture
def newsroom(tmp_path: Path, seed: int) -> Newsroom:
    newsroom = Newsroom(tmp_path / "archive", random.Random(seed))  # noqa: S311  not a secret
    newsroom.edit()
    return newsroom


def test_killed_runs_leave_a_commit_and_the_next_goes_on(newsroom: Newsroom) -> None:
    """Kill upon kill, the files changing between; now and then a run that is let be."""
    committed: dict[str, str] = {}
    killed = []
    lasts = 1.0
    for number in range(ROUNDS):
        with newsroom.start(restless=number % 2 == 1) as process:
            time.sleep(newsroom.draw.uniform(0, lasts))
            kill(process, with_workers=number % 4 in {0, 3})
        killed.append(process)
        committed = see(newsroom, committed)
        if number % 4 == 3 or number == ROUNDS - 1:
            while killed:
                wait_for_orphans(killed.pop())
            began = time.monotonic()
            with newsroom.start(restless=False) as process:
                assert process.wait() == 0
            lasts = time.monotonic() - began
            assert held(newsroom.folder) == newsroom.texts
            last = update(newsroom.folder)
            assert (last.added, last.updated, last.removed) == (0, 0, 0)
            assert leftovers(newsroom.folder) == set()
            committed = newsroom.texts.copy()
        newsroom.edit()


def test_a_killed_worker_loses_nothing(newsroom: Newsroom) -> None:
    """Its files are done by another; the one that it was in, by the next run."""
    for number in range(max(1, ROUNDS // 4)):
        with newsroom.start(restless=number % 2 == 0) as process:
            worker = wait_for_worker(process)
            time.sleep(newsroom.draw.uniform(0, 0.6))
            if worker is not None:
                with suppress(ProcessLookupError):  # it has had its day
                    os.kill(worker, signal.SIGKILL)
            status = process.wait()
        if status == 0:
            with Archive(newsroom.folder / ".newsgrep") as archive:
                skipped = [part.path for part in archive.skipped()]
            assert len(skipped) <= 1
            assert held(newsroom.folder).items() >= {
                item for item in newsroom.texts.items() if item[0] not in skipped
            }
        else:  # it was not ready yet
            assert status == 2
        update(newsroom.folder)
        assert held(newsroom.folder) == newsroom.texts
        update(newsroom.folder)
        assert leftovers(newsroom.folder) == set()
        newsroom.edit()


def see(newsroom: Newsroom, before: dict[str, str]) -> dict[str, str]:
    """What the index holds: each article as it was before, or as it is to be."""
    now = held(newsroom.folder)
    for identifier in {*before, *now, *newsroom.texts}:
        allowed = (before.get(identifier), newsroom.texts.get(identifier))
        assert now.get(identifier) in allowed, (identifier, newsroom.version)
    return now


def kill(process: "subprocess.Popen[bytes]", *, with_workers: bool) -> None:
    with suppress(ProcessLookupError):  # it has ended by itself
        if with_workers:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def wait_for_orphans(process: "subprocess.Popen[bytes]") -> None:
    """Until nothing of a run is alive: workers whose parent is gone end when they next want to talk to it."""
    give_up_at = time.monotonic() + NEVER
    with suppress(ProcessLookupError):
        while time.monotonic() < give_up_at:
            os.killpg(process.pid, 0)
            time.sleep(0.05)
        pytest.fail("workers live on without their parent")


def wait_for_worker(process: "subprocess.Popen[bytes]") -> int | None:
    """One of a run's workers; None where the run has ended before one was seen."""
    while process.poll() is None:
        workers = list(children(process.pid))
        if workers:
            return workers[-1]
        time.sleep(0.01)
    return None


def children(parent: int) -> Iterator[int]:
    """A process's workers."""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            after_name = (path / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[1]) == parent and b"spawn_main" in (path / "cmdline").read_bytes():
                yield int(path.name)
