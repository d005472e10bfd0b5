"""Spawned workers: the same answers, and no file that takes the run down."""

import os
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hostile_fields import KillingFields, SleepingFields, StallingFields

from newsgrep.archive import Archive
from newsgrep.errors import StorageError
from newsgrep.indexing.deadline import reading_deadline
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.reading import FileTask
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.indexing.worker import WorkerSetting
from newsgrep.indexing.workers import WorkerPool
from newsgrep.outcomes import Skipped
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion

TODAY = date(2025, 5, 6)


@pytest.fixture
def tasks(tmp_path: Path) -> list[FileTask]:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"text of {name}")
    return [task(f"{name}.txt") for name in "abcd"]


def task(path: str) -> FileTask:
    return FileTask(path, path, 9, 0)


def rules(folder: Path, fields: Any) -> Rules:
    """Rules that do to a reader what is asked of it, when it looks at the fields."""
    return Rules(str(folder), (Rule("", ReadOptions(TODAY, fields=fields), "1"),))


def work_on(
    tmp_path: Path, batches: list[list[FileTask]], fields: Any = (), **options: float
) -> dict[str, str]:
    """Path to what came of it."""
    setting = WorkerSetting(tmp_path / "index", "english", rules(tmp_path, fields))
    pool = WorkerPool(setting, 2, **options)
    try:
        return {
            row.path: row.problems[0].reason if row.problems else "read"
            for result in pool.results(batches)
            if result is not None
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
    (tmp_path / "stalls.jsonl").write_text("{}")
    batch = [tasks[0], task("stalls.jsonl"), tasks[1]]
    assert work_on(tmp_path, [batch, tasks[2:]], StallingFields(), stalled_after=2.0) == {
        "a.txt": "read",
        "b.txt": "read",
        "c.txt": "read",
        "d.txt": "read",
        "stalls.jsonl": "takes longer than 2 seconds to read",
    }


def test_a_file_that_kills_its_worker_is_skipped_and_the_rest_is_done(
    tmp_path: Path, tasks: list[FileTask]
) -> None:
    (tmp_path / "kills.jsonl").write_text("{}")
    assert work_on(tmp_path, [[tasks[0], task("kills.jsonl"), tasks[1]]], KillingFields()) == {
        "a.txt": "read",
        "b.txt": "read",
        "kills.jsonl": "ends its reader by SIGKILL",
    }


def test_the_articles_of_a_file_that_now_kills_its_worker_leave_the_index(tmp_path: Path) -> None:
    (tmp_path / "kills.jsonl").write_text("{}")
    known = task("kills.jsonl")._replace(articles=ArticleDigests("#1\n#2", bytes(16)))
    setting = WorkerSetting(tmp_path / "index", "english", rules(tmp_path, KillingFields()))
    with closing(WorkerPool(setting, 1)) as pool:
        results = [result for result in pool.results([[known]]) if result is not None]
    assert [result.removed for result in results] == [["kills.jsonl#1", "kills.jsonl#2"]]


def test_a_reader_that_takes_too_long_is_interrupted_whatever_it_swallows() -> None:
    file = SourceFile("a.jsonl", "a.jsonl", "a.jsonl", Expansion(0))
    options = ReadOptions(TODAY, fields=SleepingFields())  # type: ignore[arg-type]  # as slow as a file can be
    with reading_deadline(0.1) as deadline:
        deadline.renew()
        (part,) = read_file(file, BytesIO(b"{}"), options)
    assert isinstance(part, Skipped)
    assert (part.reason, part.reader) == ("takes too long to read", "json")


def test_a_pipe_is_not_opened_for_reading(tmp_path: Path, tasks: list[FileTask]) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert work_on(tmp_path, [[tasks[0], task("pipe.txt")]], stalled_after=60.0) == {
        "a.txt": "read",
        "pipe.txt": "not a regular file",
    }


def test_a_worker_that_cannot_write_ends_the_run(tmp_path: Path, tasks: list[FileTask]) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(StorageError, match="cannot make"):
        work_on(tmp_path, [tasks])
