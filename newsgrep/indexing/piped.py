"""What was piped into `newsgrep index -`: kept in the index's `state/`, for it cannot be read again from anywhere else.

It is a root like any other, a compressed file whose articles are called by the name that was given.
"""

import os
import re
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from newsgrep.config import Root
from newsgrep.errors import StorageError, UsageError

_ENDING = ".jsonl.zst"
_UNFINISHED = ".unfinished"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_AT_ONCE = 1 << 20


def piped_path(home: Path, name: str) -> Path:
    """Where what was piped in under a name is kept."""
    return home / "state" / "piped" / f"{name}{_ENDING}"


def piped_root(folder: Path, location: Path) -> Root | None:
    """The root that a location is in the archive of a folder, if it is one that was piped in."""
    if location.parent.name != "piped" or not location.name.endswith(_ENDING):
        return None
    name = location.name.removesuffix(_ENDING)
    return Root(location.relative_to(folder).as_posix(), name)


def keep_piped(home: Path, name: str, stream: BinaryIO) -> Path:
    """Keep what a stream gives, in place of what was kept under the name, all of it or nothing; gives where.

    Raises UsageError for what is no name, StorageError.
    """
    import zstandard  # noqa: PLC0415  only here

    if not _NAME.fullmatch(name):
        raise UsageError(f'--as takes a name of letters, digits, ".", "_" and "-", not "{name}"')
    if (home.parent / name).exists():
        raise UsageError(f"{name} is a file or folder of the archive; choose another name for --as")
    path = piped_path(home, name)
    unfinished = path.with_name(f"{uuid4().hex}{_UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as writer:
                    while data := stream.read(_AT_ONCE):
                        writer.write(data)
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot keep what is piped in, in {path.parent}: {error.strerror}") from error
    return path


def discard_unfinished(home: Path) -> None:
    """Delete what a kill has left while it was being kept. The caller holds the lock. Raises StorageError."""
    try:
        for path in (home / "state" / "piped").glob(f"*{_UNFINISHED}"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot delete a file in {home}: {error.strerror}") from error
