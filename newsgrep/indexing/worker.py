"""A worker process: it receives batches of files, and sends their results.

In memory shared with its parent it keeps which file it is reading, so that the file is known in which it died or got stuck.
"""

import contextlib
import gc
import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from struct import Struct
from typing import TYPE_CHECKING, Any, NoReturn

from newsgrep.engines import open_index
from newsgrep.engines.contract import Segment
from newsgrep.errors import InternalError, NewsgrepError, StorageError
from newsgrep.indexing.deadline import Deadline, reading_deadline
from newsgrep.indexing.reading import BatchResult, FileTask, Heartbeat, read_batch
from newsgrep.indexing.rules import Rules
from newsgrep.libraries import failed_import
from newsgrep.readers.preparing import prepare_until

if TYPE_CHECKING:
    from newsgrep.indexing.parts import Agree, PartKeys

READY = "ready"
"""The first message of a worker; each one after it is a `BatchResult`, the question for `PartKeys`, or a NewsgrepError at its end."""
_LAYOUT = Struct("6q")
_MOST_MEMORY = 3 << 30
"""Bytes: many times what a worker needs, and little enough that the system does not kill it, or another process."""
_SENT_AT_ONCE = 0.01
"""Seconds in which a parent sends the files that it has found already."""
_OBJECTS_PER_COLLECTION = 100_000
"""A worker makes many objects, and few cycles."""


@dataclass(frozen=True, slots=True)
class WorkerSetting:
    """The settings that a worker gets when it starts. `index` is a folder, or an address in a cluster."""

    index: str
    language: str
    rules: Rules


class Pulse:
    """The heartbeats of a worker, in memory that it shares with its parent."""

    def __init__(self) -> None:
        # The number of heartbeats; the task's index plus 1, 0 for none; files; bytes; articles; waits.
        self._shared = multiprocessing.get_context("spawn").RawArray("q", 6)

    def beat(self, heartbeat: Heartbeat) -> None:
        """Store a heartbeat."""
        task, *progress = heartbeat
        _LAYOUT.pack_into(self._shared, 0, self.count + 1, 0 if task is None else task + 1, *progress)

    def last(self) -> Heartbeat:
        """The newest heartbeat."""
        _, task, *progress = self._shared
        return Heartbeat(task - 1 if task else None, *progress)

    @property
    def count(self) -> int:
        """The number of heartbeats."""
        return int(self._shared[0])


def work(connection: "Connection[Any, Any]", pulse: Pulse, setting: WorkerSetting) -> None:
    """The main function of a worker: batches in, results out, until the parent is gone."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    _bound_memory()
    with contextlib.suppress(EOFError, OSError), reading_deadline() as deadline:
        try:
            beat = partial(_beat, pulse, deadline)
            _answer_batches(connection, setting, beat, partial(_ask, connection))
        except NewsgrepError as error:
            connection.send(error)
        except (EOFError, OSError):
            raise
        except MemoryError:
            connection.send(NewsgrepError("out of memory"))
        except Exception as error:  # noqa: BLE001  a file's own errors never come so far: no file is to blame
            connection.send(failed_import(error) or InternalError.of(error))


def _answer_batches(
    connection: "Connection[Any, Any]",
    setting: WorkerSetting,
    beat: Callable[[Heartbeat], None],
    agree: "Agree",
) -> NoReturn:
    """Read batch after batch, and merge segments. Raises EOFError and OSError when the parent is gone, NewsgrepError for any other failure."""
    writer = open_index(setting.index, setting.language).writer()
    writer.write(())  # imports what writing needs, while the files are being looked for
    connection.send(READY)
    prepare_until(lambda: connection.poll(_SENT_AT_ONCE))  # a twentieth of the time to read 10,000 texts
    answer: BatchResult | Segment
    while True:
        asked = connection.recv()
        try:
            if isinstance(asked, list):
                tasks = list(map(FileTask._make, zip(*asked, strict=True)))
                answer = read_batch(writer, tasks, setting.rules, beat, agree)
            else:
                answer = writer.merge(asked.segments)
        except OSError as error:
            raise StorageError(f"a worker failed: {error}") from error
        connection.send(answer)


def _ask(connection: "Connection[Any, Any]", keys: "PartKeys") -> bytes | None:
    """Ask the parent for the keys of a part. Raises EOFError and OSError when it is gone."""
    connection.send(keys)
    answer: bytes | None = connection.recv()
    return answer


def _beat(pulse: Pulse, deadline: Deadline, heartbeat: Heartbeat) -> None:
    pulse.beat(heartbeat)
    if heartbeat.task is None:
        deadline.lift()
    else:
        deadline.renew()


def _bound_memory() -> None:
    """Limit this process's memory, so that a reader that asks for too much fails by itself; macOS does not hold the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
