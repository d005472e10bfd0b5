"""Spawned workers: the same answers, and no file that takes the run down."""

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.errors import StorageError
from newsgrep.indexing import workers
from newsgrep.indexing.reading import BatchResult, FileTask
from newsgrep.indexing.workers import WorkerPool, WorkerSetting
from newsgrep.readers import ReadOptions, SourceFile

TODAY = date(2025, 5, 6)


@pytest.fixture
def tasks(tmp_path: Path) -> list[FileTask]:
    found = []
    for name in ("a", "b", "c", "d"):
        location = tmp_path / f"{name}.txt"
        location.write_text(f"text of {name}")
        found.append(FileTask(SourceFile(location, location.name, location.name), 9))
    return found


def work_on(tmp_path: Path, batches: list[list[FileTask]], **options: float) -> dict[str, str]:
    """Path to what came of it."""
    setting = WorkerSetting(tmp_path / "index", "english", ReadOptions(TODAY))
    pool = WorkerPool(setting, 2, **options)
    try:
        results: Iterator[BatchResult] = pool.results(batches)
        return {
            outcome.path: outcome.skipped[0].reason if outcome.skipped else "read"
            for result in results
            for outcome in result.outcomes
        }
    finally:
        pool.close()


def test_workers_and_one_process_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"oil number{number} price")
    monkeypatch.setattr("newsgrep.indexing.run._SMALLEST_BATCH", 100)
    one, several = Archive.create("one", today=TODAY), Archive.create("several", today=TODAY)
    for number in range(40):
        for folder in ("one", "several"):
            (tmp_path / folder / f"{number:02}.txt").write_text(f"oil number{number} price")
    one.index(["one"], jobs=1)
    several.index(["several"], jobs=2)
    assert several.stats().articles == 40
    assert list(one.search("oil OR number7").matches()) == list(several.search("oil OR number7").matches())


def test_a_file_that_kills_or_stalls_its_worker_is_skipped_and_the_rest_is_done(
    tmp_path: Path, tasks: list[FileTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe stalls who reads it; a worker is killed while it waits for another."""
    stalling, killing = (tmp_path / "stalls.txt", tmp_path / "kills.txt")
    for path in (stalling, killing):
        os.mkfifo(path)
    bad = [FileTask(SourceFile(path, path.name, path.name), 1) for path in (stalling, killing)]
    batch = [tasks[0], bad[0], tasks[1]]
    assert work_on(tmp_path, [batch, tasks[2:]], stalled_after=2.0) == {
        "a.txt": "read",
        "b.txt": "read",
        "c.txt": "read",
        "d.txt": "read",
        "stalls.txt": "takes longer than 2 seconds to read",
    }
    listen = WorkerPool._listen  # noqa: SLF001  the moment at which the kill comes

    def kill_in_time(pool: WorkerPool, worker: workers._Worker) -> Iterator[BatchResult]:
        yield from listen(pool, worker)
        if worker.path == "kills.txt" and worker.process.is_alive():
            os.kill(worker.process.pid or 0, signal.SIGKILL)

    monkeypatch.setattr(WorkerPool, "_listen", kill_in_time)
    assert work_on(tmp_path, [[tasks[0], bad[1], tasks[1]]]) == {
        "a.txt": "read",
        "b.txt": "read",
        "kills.txt": "ends its reader by SIGKILL",
    }


def test_a_worker_that_cannot_write_ends_the_run(tmp_path: Path, tasks: list[FileTask]) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(StorageError, match="cannot make"):
        work_on(tmp_path, [tasks])
