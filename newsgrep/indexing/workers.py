"""Worker processes: spawned, watched, and replaced when a file kills or stalls one.

A worker is sent batches and answers with results. In memory that both see it notes which file it reads, so that the file is
known that it died or got stuck in. That file is skipped with this reason, and the rest of the batch is done again.
"""

import contextlib
import gc
import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from newsgrep.engines import open_index
from newsgrep.errors import InternalError, NewsgrepError, StorageError
from newsgrep.indexing.deadline import READER_SECONDS, reading_deadline
from newsgrep.indexing.reading import BatchResult, FileTask, Sign, read_batch
from newsgrep.indexing.rules import Rules
from newsgrep.libraries import failed_import

STALLED_AFTER = READER_SECONDS + 10.0
"""Seconds without a sign of life from a reader after which its worker is given up, whose own alarm has not helped."""
_LOOK_EVERY = 1.0
_READY = "ready"
_STARTED_AHEAD = 2
_MOST_MEMORY = 3 << 30
"""Bytes: many times what a worker takes, and less than what makes a system kill it, or another process."""
_OBJECTS_PER_COLLECTION = 100_000
"""A worker makes many objects, and few cycles."""


@dataclass(frozen=True, slots=True)
class WorkerSetting:
    """What a worker needs to know, once."""

    index: Path
    language: str
    rules: Rules


class _SharedSign:
    """The last sign of a worker, in memory that it shares with its parent."""

    def __init__(self) -> None:
        # The number of the task from 1, 0 for none; how far it is read; articles; how often a sign was given.
        self._said = multiprocessing.get_context("spawn").RawArray("q", 4)

    def give(self, sign: Sign) -> None:
        """Give a sign."""
        said = self._said
        said[0] = 0 if sign.task is None else sign.task + 1
        said[1] = sign.place
        said[2] = sign.articles
        said[3] += 1

    def last(self) -> Sign:
        """The last sign given."""
        task, place, articles, _ = self._said
        return Sign(task - 1 if task else None, place, articles)

    @property
    def count(self) -> int:
        """How many signs were given: more than before is a sign of life."""
        return int(self._said[3])


@dataclass(slots=True)
class _Worker:
    """A process, the batch that it is doing, and since when its reader has given no sign."""

    process: BaseProcess
    connection: "Connection[Any, Any]"
    sign: _SharedSign
    silent_since: float
    signs: int = 0
    ready: bool = False
    batch: Sequence[FileTask] | None = None


class WorkerPool:
    """Does batches in several processes. Close it: what is not finished is given up.

    `stalled_after` is in seconds, see `STALLED_AFTER`.
    """

    def __init__(self, setting: WorkerSetting, jobs: int) -> None:
        self.stalled_after = STALLED_AFTER
        self._setting = setting
        self._jobs = jobs
        self._waiting: deque[Sequence[FileTask]] = deque()
        self._workers: list[_Worker] = []

    def start(self) -> None:
        """Start processes ahead of the batches, though no more than a small archive needs."""
        for _ in range(min(self._jobs, _STARTED_AHEAD)):
            self._start_one()

    def results(self, batches: Sequence[Sequence[FileTask]]) -> Iterator[BatchResult | None]:
        """The results, as they come; None where a second has passed without one.

        Raises StorageError when a worker cannot write, or cannot start.
        """
        self._waiting.extend(batches)
        while self._waiting or any(worker.batch for worker in self._workers):
            for worker in self._workers:
                if worker.ready and not worker.batch:
                    self._send_next(worker)
            free = sum(1 for worker in self._workers if not worker.batch)
            for _ in range(min(len(self._waiting) - free, self._jobs - len(self._workers))):
                self._start_one()
            talking = wait([worker.connection for worker in self._workers], _LOOK_EVERY)
            if not talking:
                yield None
            for worker in list(self._workers):
                if worker.connection in talking:
                    yield from self._listen(worker)
                elif self._is_stalled(worker):
                    yield from self._give_up(
                        worker, f"takes longer than {self.stalled_after:.0f} seconds to read"
                    )

    def under_way(self) -> tuple[int, int]:
        """Of the batches that are being read: how many bytes of files are read, how many articles were found."""
        size = articles = 0
        for worker in self._workers:
            if worker.batch:
                sign = worker.sign.last()
                before = worker.batch[: len(worker.batch) if sign.task is None else sign.task]
                size += sum(task.size for task in before) + sign.place
                articles += sign.articles
        return size, articles

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()
        self._waiting.clear()

    def _start_one(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        sign = _SharedSign()
        process = context.Process(target=_work, args=(theirs, sign, self._setting), daemon=True)
        with _modules_from_their_own_places(), _without_interrupts():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, sign, monotonic()))

    def _listen(self, worker: _Worker) -> Iterator[BatchResult]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join()
            yield from self._give_up(worker, _cause_of_death(worker.process.exitcode))
            return
        match message:
            case str():
                worker.ready = True
            case BatchResult():
                self._send_next(worker)
                yield message
            case NewsgrepError():
                raise message

    def _send_next(self, worker: _Worker) -> None:
        """Let a worker do the next batch, if there is one."""
        worker.batch = self._waiting.popleft() if self._waiting else None
        if worker.batch:
            worker.sign.give(Sign())
            with contextlib.suppress(OSError):  # it has died: reading from it says so
                worker.connection.send([tuple(task) for task in worker.batch])

    def _is_stalled(self, worker: _Worker) -> bool:
        """Say whether a reader is silent for too long. What a slow machine takes to start a process, or to write, is not counted."""
        if worker.sign.last().task is None or worker.sign.count != worker.signs:
            worker.signs = worker.sign.count
            worker.silent_since = monotonic()
            return False
        return monotonic() - worker.silent_since > self.stalled_after

    def _give_up(self, worker: _Worker, reason: str) -> Iterator[BatchResult]:
        """Skip the file at fault, and do the rest of its batch again."""
        self._workers.remove(worker)
        self._end(worker)
        if not worker.ready:
            raise StorageError(f"a worker process cannot start: it {reason}")
        batch = worker.batch
        if not batch:
            return
        culprit = 0 if len(batch) == 1 else worker.sign.last().task
        if culprit is None:  # it died between files: halves tell which
            middle = len(batch) // 2
            self._waiting.extend((batch[:middle], batch[middle:]))
            return
        task = batch[culprit]
        yield BatchResult(rows=[task.unread_row(reason)], removed=list(task.articles.ids(task.id)))
        rest = [*batch[:culprit], *batch[culprit + 1 :]]
        if rest:
            self._waiting.append(rest)

    def _end(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


@contextlib.contextmanager
def _modules_from_their_own_places() -> Iterator[None]:
    """A new process must not look for modules in the working directory, where the articles may lie."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C reaches the whole group; the parent decides, and a process started here never hears of it."""
    resource_tracker.ensure_running()  # which would let the signal through, were it started within
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cause_of_death(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            return f"ends its reader by {signal.Signals(-exit_code).name}"
    return f"ends its reader with exit code {exit_code}"


def _bound_memory() -> None:
    """Let a reader that asks for too much fail by itself; where the system cannot count it (macOS), it may be killed."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _work(connection: "Connection[Any, Any]", sign: _SharedSign, setting: WorkerSetting) -> None:
    """The life of a worker: batches in, results out, until the other side is gone."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    _bound_memory()
    with contextlib.suppress(EOFError, OSError), reading_deadline() as deadline:

        def alive(given: Sign) -> None:
            sign.give(given)
            if given.task is None:
                deadline.lift()
            else:
                deadline.renew()

        try:
            writer = open_index(setting.index, setting.language).writer()
            writer.write(())  # imports what writing needs, while the files are being looked for
            connection.send(_READY)
            while True:
                tasks = [FileTask._make(columns) for columns in connection.recv()]
                try:
                    result = read_batch(writer, tasks, setting.rules, alive)
                except OSError as error:  # not the other side's end, which the outermost handler is for
                    raise StorageError(f"a worker failed: {error}") from error
                connection.send(result)
        except NewsgrepError as error:
            connection.send(error)
        except (EOFError, OSError):
            raise
        except Exception as error:  # noqa: BLE001  a file's own errors never come so far: no file is to blame
            connection.send(failed_import(error) or InternalError.of(error))
