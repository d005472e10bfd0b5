"""Worker processes: spawned, watched, and replaced when a file kills or stalls one.

A worker is sent batches and answers with results. Before each file, and while it reads a long one, it says
where it is: so that the file is known that it died or got stuck in. That file is skipped with this reason, and the
rest of the batch is done again.
"""

import contextlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from newsgrep.engines import open_engine
from newsgrep.errors import NewsgrepError, StorageError
from newsgrep.indexing.reading import BatchResult, FileTask, read_batch, skip
from newsgrep.readers import ReadOptions

STALLED_AFTER = 60.0
"""Seconds without a sign of life after which a file is given up."""
_LOOK_EVERY = 1.0
_READY = "ready"


@dataclass(frozen=True, slots=True)
class WorkerSetting:
    """What a worker needs to know, once."""

    index: Path
    language: str
    options: ReadOptions


@dataclass(slots=True)
class _Worker:
    """A process, the batch that it is doing, the file that it was last in, and when it said so."""

    process: BaseProcess
    connection: "Connection[Any, Any]"
    batch: Sequence[FileTask]
    path: str | None = None
    ready: bool = False
    last_sign: float = 0.0


class WorkerPool:
    """Does batches in several processes. Close it: what is not finished is given up."""

    def __init__(self, setting: WorkerSetting, jobs: int, stalled_after: float = STALLED_AFTER) -> None:
        self._setting = setting
        self._jobs = jobs
        self._stalled_after = stalled_after
        self._waiting: deque[Sequence[FileTask]] = deque()
        self._workers: list[_Worker] = []

    def results(self, batches: Sequence[Sequence[FileTask]]) -> Iterator[BatchResult]:
        """The results, as they come. Raises StorageError when a worker cannot write, or cannot start."""
        self._waiting.extend(batches)
        while self._waiting or self._workers:
            while self._waiting and len(self._workers) < self._jobs:
                self._start(self._waiting.popleft())
            talking = wait([worker.connection for worker in self._workers], _LOOK_EVERY)
            for worker in list(self._workers):
                if worker.connection in talking:
                    yield from self._listen(worker)
                elif monotonic() - worker.last_sign > self._stalled_after:
                    yield from self._give_up(
                        worker, f"takes longer than {self._stalled_after:.0f} seconds to read"
                    )

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()
        self._waiting.clear()

    def _start(self, batch: Sequence[FileTask]) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._setting), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, batch, last_sign=monotonic())
        self._workers.append(worker)

    def _listen(self, worker: _Worker) -> Iterator[BatchResult]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join()
            yield from self._give_up(worker, _cause_of_death(worker.process.exitcode))
            return
        worker.last_sign = monotonic()
        match message:
            case str(path) if path == _READY and not worker.ready:
                worker.ready = True
                self._send(worker)
            case str(path):
                worker.path = path
            case BatchResult():
                yield message
                self._next_batch(worker)
            case NewsgrepError():
                raise message

    def _next_batch(self, worker: _Worker) -> None:
        worker.path = None
        if self._waiting:
            worker.batch = self._waiting.popleft()
            self._send(worker)
        else:
            self._workers.remove(worker)
            self._end(worker)

    def _send(self, worker: _Worker) -> None:
        with contextlib.suppress(OSError):  # it has died: reading from it says so
            worker.connection.send(list(worker.batch))

    def _give_up(self, worker: _Worker, reason: str) -> Iterator[BatchResult]:
        """Skip the file at fault, and do the rest of its batch again."""
        self._workers.remove(worker)
        self._end(worker)
        if not worker.ready:
            raise StorageError(f"a worker process cannot start: it {reason}")
        batch = worker.batch
        culprit = worker.path or (batch[0].source.path if len(batch) == 1 else None)
        if culprit is None:  # it died between files: halves tell which
            middle = len(batch) // 2
            self._waiting.extend((batch[:middle], batch[middle:]))
            return
        yield BatchResult(outcomes=[skip(culprit, reason)])
        rest = [task for task in batch if task.source.path != culprit]
        if rest:
            self._waiting.append(rest)

    def _end(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


def _cause_of_death(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            return f"ends its reader by {signal.Signals(-exit_code).name}"
    return f"ends its reader with exit code {exit_code}"


def _work(connection: "Connection[Any, Any]", setting: WorkerSetting) -> None:
    """The life of a worker: batches in, results out, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with contextlib.suppress(EOFError, OSError):
        try:
            engine = open_engine(setting.index, setting.language)
            connection.send(_READY)
            while True:
                connection.send(read_batch(engine, connection.recv(), setting.options, connection.send))
        except NewsgrepError as error:
            connection.send(error)
