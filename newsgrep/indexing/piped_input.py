"""Piped input (`newsgrep index --as NAME`), kept in the index's `state/`, for it cannot be read again from anywhere else.

It is a root like any other: a compressed file, whose articles' ids begin with the name that was given.
"""

import fcntl
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from newsgrep.config import Root
from newsgrep.errors import StorageError, UsageError
from newsgrep.home import PIPED_ENDING, piped_path

_UNFINISHED = ".unfinished"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_AT_ONCE = 1 << 20


def piped_root(home: Path, location: Path) -> Root | None:
    """The root of a location in the index where piped input is kept; None for any other location."""
    name = location.name.removesuffix(PIPED_ENDING)
    if location != piped_path(home, name):
        return None
    return Root(location.relative_to(home.parent).as_posix(), name)


def check_name(home: Path, name: str, known: Collection[Root]) -> None:
    """Raise UsageError for a name that piped input cannot have, or that something else has."""
    if not _NAME.fullmatch(name):
        raise UsageError(f'--as takes a name of letters, digits, ".", "_" and "-", not "{name}"')
    own = piped_root(home, piped_path(home, name))
    if (home.parent / name).exists() or any(
        root.name == name and (own is None or root.path != own.path) for root in known
    ):
        raise UsageError(f"{name} is a file or folder of the archive; choose another name for --as")


@contextmanager
def spooled(home: Path, stream: BinaryIO) -> Iterator[Path]:
    """Copy a stream to a compressed file, which is deleted at the end unless `keep` has taken it. Needs no lock of the index.

    Raises StorageError; UsageError for an empty stream, as a failed command leaves it.
    """
    import zstandard  # noqa: PLC0415  only here

    path = piped_path(home, uuid4().hex).with_suffix(_UNFINISHED)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # while it is held, `discard_unfinished` lets it be
            try:
                with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as writer:
                    is_empty = True
                    while data := stream.read(_AT_ONCE):
                        is_empty = False
                        writer.write(data)
                file.flush()
                os.fsync(file.fileno())
                if is_empty:
                    raise UsageError("nothing was piped in; nothing was changed")
                yield path
            finally:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot keep what is piped in, in {path.parent}: {error.strerror}") from error


def keep(home: Path, name: str, unfinished: Path) -> Path:
    """Keep a spooled file under a name, in place of an older one; gives its location. The caller holds the writer's lock."""
    path = piped_path(home, name)
    try:
        unfinished.replace(path)
    except OSError as error:
        raise StorageError(f"cannot keep what is piped in, in {path.parent}: {error.strerror}") from error
    return path


def discard_unfinished(home: Path) -> None:
    """Delete files of `spooled` whose process was killed. The caller holds the writer's lock. Raises StorageError."""
    try:
        for path in (home / "state" / "piped").glob(f"*{_UNFINISHED}"):
            with path.open("rb") as file, suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
    except FileNotFoundError:
        return  # its process has taken it
    except OSError as error:
        raise StorageError(f"cannot delete a file in {home}: {error.strerror}") from error
