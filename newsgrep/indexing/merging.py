"""New segments, merged by the workers when all files are read: the parent, which would merge them alone, commits."""

from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from newsgrep.engines.contract import Segment
from newsgrep.errors import NewsgrepError


class Merge(NamedTuple):
    """The task to make one segment of several."""

    segments: Sequence[Segment]


def merged_by(
    workers: Sequence["Connection[Any, Any]"], groups: Sequence[Sequence[Segment]]
) -> list[Segment]:
    """Each group as one segment, merged by the workers behind these connections, which have nothing to do.

    A group of which the worker dies stays as it is. Raises the error of a worker.
    """
    merged = [list(group) for group in groups]
    waiting = [number for number, group in enumerate(groups) if len(group) > 1]
    idle = list(workers)
    merging: dict[Connection[Any, Any], int] = {}
    while merging or (waiting and idle):
        while waiting and idle:
            worker = idle.pop()
            merging[worker] = waiting.pop(0)
            with suppress(OSError):  # it has died: receiving from it says so
                worker.send(Merge(groups[merging[worker]]))
        answering = wait(list(merging))
        for worker in [one for one in merging if one in answering]:
            number = merging.pop(worker)
            with suppress(EOFError, OSError):
                merged[number] = [_received(worker)]
                idle.append(worker)
    return [segment for group in merged for segment in group]


def _received(worker: "Connection[Any, Any]") -> Segment:
    answer = worker.recv()
    if isinstance(answer, NewsgrepError):
        raise answer
    return Segment(answer)
