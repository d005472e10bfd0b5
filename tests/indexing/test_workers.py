"""Spawned workers: the same answers, and no file that takes the run down."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from io import BytesIO
from math import inf
from multiprocessing import Pipe
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hostile_fields import KillingFields, LateFields, SleepingFields, StallingFields

from newsgrep.archive import Archive
from newsgrep.engines import open_index
from newsgrep.errors import StorageError
from newsgrep.index_report import Skipped
from newsgrep.indexing import deadline as deadline_module
from newsgrep.indexing import worker, workers
from newsgrep.indexing.deadline import Deadline, reading_deadline
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.reading import BatchResult, FileTask, read_batch
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.indexing.worker import Pulse, WorkerSetting
from newsgrep.indexing.workers import WorkerPool
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.dating import vocabulary
from newsgrep.readers.dating.vocabulary import of_all_languages
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.preparing import prepare_until
from newsgrep.readers.registry import readers_of

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


@contextmanager
def pool_of(tmp_path: Path, jobs: int, fields: Any = ()) -> Iterator[WorkerPool]:
    """Workers who read files by such fields, looked at often. None of them is given up for being slow."""
    setting = WorkerSetting(str(tmp_path / "index"), "english", rules(tmp_path, fields))
    with pytest.MonkeyPatch.context() as patch, closing(WorkerPool(setting, jobs)) as pool:
        patch.setattr(workers, "_POLL_SECONDS", 0.05)
        pool.stalled_after = inf
        yield pool


def outcomes(result: BatchResult | None) -> dict[str, str]:
    """Path to what came of it."""
    rows = result.rows if result else []
    return {row.path: row.problems[0].reason if row.problems else "read" for row in rows}


def work_on(tmp_path: Path, batches: list[list[FileTask]], fields: Any = ()) -> dict[str, str]:
    """What came of all."""
    with pool_of(tmp_path, 2, fields) as pool:
        return {path: came for result in pool.results(batches) for path, came in outcomes(result).items()}


def test_workers_and_one_process_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"oil number{number} price")
    monkeypatch.setattr("newsgrep.indexing.batches._SMALLEST_BATCH", 100)
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
    """Time is up for a reader that has begun and will not end, when no other reads."""
    (tmp_path / "stalls.jsonl").write_text("{}")
    begun = tmp_path / "begun"
    came: dict[str, str] = {}
    with pool_of(tmp_path, 2, StallingFields(begun)) as pool:
        for result in pool.results([[tasks[0], task("stalls.jsonl"), tasks[1]], tasks[2:]]):
            came |= outcomes(result)
            is_alone = begun.exists() and "d.txt" in came and "stalls.jsonl" not in came
            pool.stalled_after = 0.0 if is_alone else inf
    assert came == {
        "a.txt": "read",
        "b.txt": "read",
        "c.txt": "read",
        "d.txt": "read",
        "stalls.jsonl": "takes longer than 0 seconds to read",
    }


def test_a_worker_that_takes_long_to_start_has_not_stalled(tmp_path: Path, tasks: list[FileTask]) -> None:
    awaited = tmp_path / "awaited"
    came: dict[str, str] = {}
    looks = 0
    with pool_of(tmp_path, 1, LateFields(awaited)) as pool:
        pool.stalled_after = 0.0
        for result in pool.results([tasks]):
            came |= outcomes(result)
            looks += 1
            if looks == 2:
                pool.stalled_after = inf
                awaited.touch()
    assert came == dict.fromkeys(("a.txt", "b.txt", "c.txt", "d.txt"), "read")


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
    with pool_of(tmp_path, 1, KillingFields()) as pool:
        results = [result for result in pool.results([[known]]) if result is not None]
    assert [result.removed for result in results] == [["kills.jsonl#1", "kills.jsonl#2"]]


def test_a_reader_that_takes_too_long_is_interrupted_whatever_it_swallows() -> None:
    file = SourceFile("a.jsonl", "a.jsonl", "a.jsonl", Expansion(0))
    with reading_deadline(0.1) as deadline:
        fields = SleepingFields(deadline.renew)
        options = ReadOptions(TODAY, fields=fields)  # type: ignore[arg-type]  # as slow as a file can be
        (part,) = read_file(file, BytesIO(b"{}"), options)
    assert isinstance(part, Skipped)
    assert (part.reason, part.reader) == ("takes too long to read", "json")


def test_the_alarm_is_set_again_at_most_twice_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now, alarms = [100.0], list[float]()
    monkeypatch.setattr(deadline_module, "monotonic", lambda: now[0])
    monkeypatch.setattr(signal, "setitimer", lambda _, seconds, *__: alarms.append(seconds))
    deadline = Deadline(30.0)
    for _ in range(1000):  # a sign every millisecond for a second, the last of them at 100.999
        deadline.renew()
        now[0] += 0.001
    assert alarms == [30.5, 30.5]  # due at 130.5 and 131.0: never before 30 seconds without a sign
    deadline.lift()
    deadline.renew()
    assert alarms[2:] == [0, 30.5]


def test_a_small_file_is_opened_once_and_read_once(
    tmp_path: Path, tasks: list[FileTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counting(name: str) -> Callable[..., Any]:
        call = getattr(os, name)

        def counted(*values: Any) -> Any:
            asked.append(name)
            return call(*values)

        return counted

    for name in ("open", "fstat", "read", "close"):
        monkeypatch.setattr(os, name, counting(name))
    writer = open_index(tmp_path / "index", "english").writer()
    (row,) = read_batch(writer, [tasks[0]._replace(rewrite=True)], rules(tmp_path, ()), lambda _: None).rows
    assert row.article_count == 1
    assert asked[:4] == ["open", "fstat", "read", "close"]


def test_a_pipe_is_not_opened_for_reading(tmp_path: Path, tasks: list[FileTask]) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert work_on(tmp_path, [[tasks[0], task("pipe.txt")]]) == {
        "a.txt": "read",
        "pipe.txt": "not a regular file",
    }


def test_a_worker_that_cannot_write_ends_the_run(tmp_path: Path, tasks: list[FileTask]) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(StorageError, match="cannot make"):
        work_on(tmp_path, [tasks])


def test_a_worker_without_memory_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "_answer_batches", exhausted)
    monkeypatch.setattr(worker, "_bound_memory", lambda: None)  # of this process
    ours, theirs = Pipe()
    with ours, theirs:
        worker.work(theirs, Pulse(), WorkerSetting(str(tmp_path), "english", rules(tmp_path, ())))
        assert repr(ours.recv()) == "NewsgrepError('out of memory')"


@pytest.mark.parametrize(
    ("wanted", "loaded"), [([True], (0, 0)), ([False, True], (1, 0)), ([False, False], (1, 1))]
)
def test_who_waits_for_files_loads_what_reading_them_needs(
    wanted: list[bool], loaded: tuple[int, int]
) -> None:
    readers_of.cache_clear()
    of_all_languages.cache_clear()
    prepare_until(iter(wanted).__next__)
    assert (readers_of.cache_info().currsize, of_all_languages.cache_info().currsize) == loaded


def test_what_cannot_be_loaded_ahead_is_left_to_who_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "of_all_languages", Mock(side_effect=ModuleNotFoundError))
    prepare_until(lambda: False)


def test_a_worker_prepares_itself_until_it_is_sent_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    ours, theirs = Pipe()

    def prepare(is_wanted: Callable[[], bool]) -> None:
        asked.append(is_wanted())
        ours.send(())
        asked.append(is_wanted())
        ours.close()

    monkeypatch.setattr(worker, "prepare_until", prepare)
    monkeypatch.setattr(worker, "_bound_memory", lambda: None)  # of this process
    with theirs:
        worker.work(theirs, Pulse(), WorkerSetting(str(tmp_path), "english", rules(tmp_path, ())))
    assert asked == [False, True]


def test_where_no_process_can_be_started_the_run_says_so(
    tmp_path: Path, tasks: list[FileTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(WorkerPool, "_process", refuse)
    setting = WorkerSetting(str(tmp_path / "index"), "english", Rules(str(tmp_path), ()))
    with (
        closing(WorkerPool(setting, 2)) as pool,
        pytest.raises(StorageError, match="a worker process cannot start: Resource temporarily unavailable"),
    ):
        list(pool.results([tasks]))
