"""One writer at a time. Readers take no lock."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from newsgrep.errors import IndexBusyError, StorageError


@contextmanager
def writer_lock(home: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the index for writing; a kill lets go of it.

    `wait` is in seconds. Raises IndexBusyError, which names the holder, and StorageError.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  not on the search path

    lock = FileLock(home / "lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise IndexBusyError(f"another newsgrep is writing {home}{_holder(home)}") from None
    except OSError as error:
        raise StorageError(f"cannot lock {home}: {error.strerror or error}") from error
    try:
        _name_holder(home)
        yield
    finally:
        lock.release()


def _name_holder(home: Path) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
    try:
        (home / "lock.holder").write_text(json.dumps(holder), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot write {home}: {error.strerror}") from error


def _holder(home: Path) -> str:
    """What is known of the holder, for a message; nothing if it has not said yet."""
    try:
        holder = json.loads((home / "lock.holder").read_text(encoding="utf-8"))
        return f" (process {holder['pid']} on {holder['host']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
