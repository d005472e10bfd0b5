"""A worker that is a copy of this process: it starts at once, with all modules that are imported already.

To start a new process, and to import numpy and the readers into it, takes longer than to read a few files. macOS's own
libraries may not be used in a copy, and a copy of a process with threads may find their locks locked for ever.
"""

import gc
import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from newsgrep.indexing.worker import Pulse, WorkerSetting, work

_STANDARD_STREAMS = 3


def may_fork() -> bool:
    """Say whether this process may be copied: it is Linux, and no library has started a thread either."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208  names are enough
    return False


def work_in_copy(connection: "Connection[Any, Any]", pulse: Pulse, setting: WorkerSetting) -> None:
    """The main function of a copy: that of a worker. What the parent had open, its lock too, is the parent's alone."""
    gc.freeze()  # what the parent no longer needs is not closed here
    kept = connection.fileno()
    for descriptor in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  names are enough
        if descriptor >= _STANDARD_STREAMS and descriptor != kept:
            with suppress(OSError):
                os.close(descriptor)
    work(connection, pulse, setting)
