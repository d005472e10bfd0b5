"""Spawned workers: the same answers, and no file that takes the run down."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.errors import StorageError
from newsgrep.indexing.reading import BatchResult, FileTask, Reading
from newsgrep.indexing.workers import WorkerPool, WorkerSetting
from newsgrep.readers import ReadOptions

TODAY = date(2025, 5, 6)


@pytest.fixture
def tasks(tmp_path: Path) -> list[FileTask]:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"text of {name}")
    return [task(f"{name}.txt") for name in "abcd"]


def task(path: str) -> FileTask:
    return FileTask(path, path, 9, 0)


def work_on(tmp_path: Path, batches: list[list[FileTask]], **options: float) -> dict[str, str]:
    """Path to what came of it."""
    reading = Reading(str(tmp_path), ReadOptions(TODAY), "rules")
    setting = WorkerSetting(tmp_path / "index", "english", reading)
    pool = WorkerPool(setting, 2, **options)
    try:
        results: Iterator[BatchResult] = pool.results(batches)
        return {
            row.path: row.problems[0].reason if row.problems else "read"
            for result in results
            for row in result.rows
        }
    finally:
        pool.close()


def test_workers_and_one_process_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"oil number{number} price")
    monkeypatch.setattr("newsgrep.indexing.reading._SMALLEST_BATCH", 100)
    one, several = Archive.create("one", today=TODAY), Archive.create("several", today=TODAY)
    for number in range(40):
        for folder in ("one", "several"):
            (tmp_path / folder / f"{number:02}.txt").write_text(f"oil number{number} price")
    one.index(["one"], jobs=1)
    several.index(["several"], jobs=2)
    assert several.stats().articles == 40
    assert list(one.search("oil OR number7").matches()) == list(several.search("oil OR number7").matches())


def test_a_file_that_stalls_its_worker_is_skipped_and_the_rest_is_done(
    tmp_path: Path, tasks: list[FileTask]
) -> None:
    """A pipe stalls who reads it."""
    os.mkfifo(tmp_path / "stalls.txt")
    batch = [tasks[0], task("stalls.txt"), tasks[1]]
    assert work_on(tmp_path, [batch, tasks[2:]], stalled_after=2.0) == {
        "a.txt": "read",
        "b.txt": "read",
        "c.txt": "read",
        "d.txt": "read",
        "stalls.txt": "takes longer than 2 seconds to read",
    }


def test_a_file_that_kills_its_worker_is_skipped_and_the_rest_is_done(
    tmp_path: Path, tasks: list[FileTask]
) -> None:
    """A worker is killed while it reads a pipe, which this process has opened too."""
    os.mkfifo(tmp_path / "kills.txt")

    def kill_who_reads() -> None:
        with (tmp_path / "kills.txt").open("w"):
            for process in multiprocessing.active_children():
                os.kill(process.pid or 0, signal.SIGKILL)

    thread = threading.Thread(target=kill_who_reads)
    thread.start()
    assert work_on(tmp_path, [[tasks[0], task("kills.txt"), tasks[1]]]) == {
        "a.txt": "read",
        "b.txt": "read",
        "kills.txt": "ends its reader by SIGKILL",
    }
    thread.join()


def test_a_worker_that_cannot_write_ends_the_run(tmp_path: Path, tasks: list[FileTask]) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(StorageError, match="cannot make"):
        work_on(tmp_path, [tasks])
