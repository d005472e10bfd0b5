"""The writer's lock: one writer at a time. Readers take no lock."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newsgrep.errors import IndexBusyError, StorageError

TRY_EVERY = 0.05
"""Seconds."""


@contextmanager
def writer_lock(home: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the index for writing; the system releases it when the process ends, however it ends.

    `wait` is in seconds. Raises IndexBusyError, which names the holder, and StorageError.
    """
    try:
        file = (home / "lock").open("ab")
    except OSError as error:
        raise StorageError(f"cannot lock {home}: {error.strerror or error}") from error
    with file:  # closing it releases the lock
        give_up_at = time.monotonic() + wait
        while not try_lock(file, home):
            if time.monotonic() >= give_up_at:
                raise IndexBusyError(f"another newsgrep is writing {home}{_holder(home)}")
            time.sleep(TRY_EVERY)
        _name_holder(home)
        yield


def try_lock(file: BinaryIO, what: Path) -> bool:
    """Lock an open file, until it is closed; gives whether nobody else had. Raises StorageError, about `what`."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise StorageError(f"cannot lock {what}: {error.strerror or error}") from error
    return True


def _name_holder(home: Path) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        (home / "lock.holder").write_text(
            f"{os.getpid()}\n{os.uname().nodename}\n{since}\n", encoding="utf-8"
        )
    except OSError as error:
        raise StorageError(f"cannot write {home}: {error.strerror}") from error


def _holder(home: Path) -> str:
    """The process that holds the lock, for a message; empty if it has not written its name yet."""
    try:
        process, host, since = (home / "lock.holder").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    return f" (process {process} on {host}, since {since})"
