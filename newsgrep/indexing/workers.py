"""Worker processes: spawned, watched, and replaced when a file kills or stalls one.

The file that did so is skipped with this reason, and the rest of its batch is read again. A large file that its reader
can cut is read in parts, each a batch of its own.
"""

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import TYPE_CHECKING, Any

from newsgrep.engines.contract import Segment
from newsgrep.errors import NewsgrepError, StorageError
from newsgrep.indexing.batches import Batch
from newsgrep.indexing.deadline import READER_SECONDS
from newsgrep.indexing.forking import may_fork, work_in_copy
from newsgrep.indexing.parts import PartKeys
from newsgrep.indexing.reading import BatchResult, FileTask, Heartbeat
from newsgrep.indexing.worker import Pulse, WorkerSetting, work

if TYPE_CHECKING:
    from newsgrep.indexing.joining import JoinedFile

STALLED_AFTER = READER_SECONDS + 10.0
"""Seconds without a heartbeat after which a worker is killed: its own alarm has not helped."""
_POLL_SECONDS = 1.0
_STARTED_AHEAD = 2


@dataclass(slots=True)
class _Worker:
    """A process, the batch that it is doing, and the time of its last heartbeat."""

    process: BaseProcess
    connection: "Connection[Any, Any]"
    pulse: Pulse
    last_beat: float
    beats: int = 0
    ready: bool = False
    batch: Sequence[FileTask] | None = None


class WorkerPool:
    """Reads batches in several processes. Close it to end them, whatever they are doing.

    `stalled_after` is in seconds, see `STALLED_AFTER`. Where processes are started ahead, and where a single batch is to be read,
    they are copies of this process, if it may be copied. `prepare` imports here what a worker needs and a commit too: before the
    only worker starts, else while others read.
    """

    def __init__(
        self, setting: WorkerSetting, jobs: int, prepare: Callable[[], object] | None = None
    ) -> None:
        self.stalled_after = STALLED_AFTER
        self.jobs = jobs
        self._setting = setting
        self._prepare = prepare
        self._forks = False
        self._waiting: deque[Sequence[FileTask]] = deque()
        self._workers: list[_Worker] = []
        self._joining: dict[str, JoinedFile] = {}
        """The files that are read in parts, by path."""

    def start(self) -> None:
        """Start processes ahead of the batches, as many as a small archive needs."""
        self._forks = may_fork()
        for _ in range(min(self.jobs, _STARTED_AHEAD)):
            self._start_one()

    def results(self, batches: Sequence[Sequence[FileTask]]) -> Iterator[BatchResult | None]:
        """The results, as they come; None where a second has passed without one.

        Raises StorageError when a worker cannot write or cannot start, MissingLibraryError when a library is missing.
        """
        self._waiting.extend(batches)
        if self._prepare and len(batches) == 1 and not self._workers:
            self._prepare_once()
            self._forks = may_fork()
        while self._waiting or any(worker.batch for worker in self._workers):
            for worker in self._workers:
                if worker.ready and not worker.batch:
                    self._send_next(worker)
            free = sum(1 for worker in self._workers if not worker.batch)
            for _ in range(min(len(self._waiting) - free, self.jobs - len(self._workers))):
                self._start_one()
            self._prepare_while_others_read()
            answering = wait([worker.connection for worker in self._workers], _POLL_SECONDS)
            if not answering:
                yield None
            for worker in list(self._workers):
                if worker.connection in answering:
                    yield from self._receive(worker)
                elif self._is_stalled(worker):
                    reason = f"takes longer than {self.stalled_after:.0f} seconds to read"
                    yield from self._replace(worker, reason)

    def _prepare_while_others_read(self) -> None:
        if all(worker.batch for worker in self._workers):
            self._prepare_once()

    def _prepare_once(self) -> None:
        if self._prepare:
            self._prepare()
            self._prepare = None

    def merged(self, groups: Sequence[Sequence[Segment]]) -> list[Segment]:
        """Each group of segments as one segment, when all results have come. Raises StorageError when a worker cannot write."""
        from newsgrep.indexing.merging import merged_by  # noqa: PLC0415  where there are many segments

        return merged_by([worker.connection for worker in self._workers if worker.ready], groups)

    def in_progress(self) -> Iterator[Heartbeat]:
        """How far each batch is that is being read."""
        beats = (worker.pulse.last() for worker in self._workers if worker.batch)
        return chain(beats, (file.progress() for file in self._joining.values()))

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()
        self._waiting.clear()

    def _start_one(self) -> None:
        try:
            self._workers.append(self._started())
        except OSError as error:  # too many processes, or files that are open
            raise StorageError(f"a worker process cannot start: {error.strerror or error}") from error

    def _started(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        pulse = Pulse()
        process = self._process((theirs, pulse, self._setting))
        with _modules_from_their_own_places(), _without_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours, pulse, monotonic())

    def _process(self, arguments: tuple[object, ...]) -> BaseProcess:
        if self._forks and may_fork():  # a thread may have begun since
            copies = multiprocessing.get_context("fork")
            return copies.Process(target=work_in_copy, args=arguments, daemon=True)
        resource_tracker.ensure_running()  # it would let Ctrl-C through, were it started with the process
        return multiprocessing.get_context("spawn").Process(target=work, args=arguments, daemon=True)

    def _receive(self, worker: _Worker) -> Iterator[BatchResult]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join()
            yield from self._replace(worker, _cause_of_death(worker.process.exitcode))
            return
        worker.last_beat = monotonic()
        match message:
            case str():
                worker.ready = True
            case PartKeys():
                self._answer(worker, message)
            case BatchResult():
                part_of = worker.batch[0].path if worker.batch and worker.batch[0].part else None
                self._cut(worker.batch or (), message)
                self._send_next(worker)
                yield from self._joined(part_of, message) if part_of else (message,)
            case NewsgrepError():
                raise message

    def _send_next(self, worker: _Worker) -> None:
        """Send a worker the next batch, if there is one."""
        worker.batch = list(self._waiting.popleft()) if self._waiting else None
        if worker.batch:
            worker.pulse.beat(Heartbeat())
            worker.last_beat = monotonic()
            with contextlib.suppress(OSError):  # it has died: receiving from it says so
                # Column by column, which takes a third of the time.
                worker.connection.send(list(zip(*worker.batch, strict=True)))

    def _cut(self, batch: Sequence[FileTask], result: BatchResult) -> None:
        """Queue the parts of files, in order, before all else: who reads one of them waits for those before it."""
        if result.cuts:
            from newsgrep.indexing.joining import JoinedFile  # noqa: PLC0415  for few files
        for cut in result.cuts:
            (task,) = (task for task in batch if task.path == cut.path)
            file = self._joining[cut.path] = JoinedFile(task, cut)
            self._waiting.extendleft([part] for part in reversed(file.tasks()))

    def _answer(self, worker: _Worker, keys: PartKeys) -> None:
        """Answer who reads a part of a file, now or when the parts before it have their keys."""

        def answer(taken: bytes | None) -> None:
            with contextlib.suppress(OSError):  # it has died: receiving from it says so
                worker.connection.send(taken)

        file = self._joining.get(keys.path)
        if file:
            file.ask(keys, answer)
        else:
            answer(None)

    def _joined(self, path: str, result: BatchResult) -> Iterator[BatchResult]:
        """The result of a file that is read in parts, when that of the last part has come, or one that has failed."""
        file = self._joining.get(path)
        if file is None:
            return
        whole = result if result.rows else file.add(result)
        if whole is None:
            return
        del self._joining[path]
        if result.rows:
            file.give_up()
            of_others = [
                batch
                for batch in self._waiting
                if isinstance(batch, Batch) or not (batch[0].part and batch[0].path == path)
            ]
            self._waiting = deque(of_others)
        yield whole

    def _is_stalled(self, worker: _Worker) -> bool:
        """Say whether a reader is silent for too long. The time to start a process, or to write, is not counted."""
        if worker.pulse.last().task is None or worker.pulse.count != worker.beats:
            worker.beats = worker.pulse.count
            worker.last_beat = monotonic()
            return False
        return monotonic() - worker.last_beat > self.stalled_after

    def _replace(self, worker: _Worker, reason: str) -> Iterator[BatchResult]:
        """End a worker, skip the file at fault, and queue the rest of its batch again."""
        self._workers.remove(worker)
        self._end(worker)
        if not worker.ready:
            raise StorageError(f"a worker process cannot start: it {reason}")
        batch = worker.batch
        if not batch:
            return
        culprit = 0 if len(batch) == 1 else worker.pulse.last().task
        if culprit is None:  # it died between files: halves tell which
            middle = len(batch) // 2
            self._waiting.extend((batch[:middle], batch[middle:]))
            return
        task = batch[culprit]
        failed = BatchResult(rows=[task.failed_row(reason)], removed=list(task.articles.ids(task.id)))
        yield from self._joined(task.path, failed) if task.part else (failed,)
        rest = [*batch[:culprit], *batch[culprit + 1 :]]
        if rest:
            self._waiting.append(rest)

    def _end(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


@contextlib.contextmanager
def _modules_from_their_own_places() -> Iterator[None]:
    """Keep a new process from importing modules out of the working directory, where the articles may lie."""
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
    """Start processes that ignore Ctrl-C, which reaches the whole group: the parent decides."""
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
