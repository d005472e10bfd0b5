"""Files and folders that are written whole or not at all: beside their place, on the disk, then renamed."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from newsgrep.errors import StorageError, UsageError


def check_file(path: Path) -> None:
    """Raise UsageError for what cannot be replaced by a file: a folder, a device, a file in no folder."""
    target = _target(path)
    if target.exists() and not target.is_file():
        raise UsageError(f"{path} is no file")
    _check_folder_around(path, target)


def check_new_folder(path: Path) -> None:
    """Raise UsageError for a folder that something is in, and for what is no folder."""
    target = _target(path)
    if target == _target(Path.cwd()):
        raise UsageError(f"{path} is the working directory; name a new folder")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{path} is there, and is no folder")
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{path} is not empty; name a new folder")
    _check_folder_around(path, target)


@contextmanager
def atomic_file(path: Path) -> Iterator[TextIO]:
    """A file in UTF-8 that takes its place when all is written; nothing is left of it after an error.

    It takes the place, and the permissions, of an older file that may be written to. Raises StorageError, and UsageError
    for what is no file.
    """
    check_file(path)
    target = _target(path)
    unfinished = _beside(target)
    try:
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with unfinished.open("x", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            unfinished.chmod(mode)
        unfinished.replace(target)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """A folder that takes its place when all in it is written; nothing is left of it after an error.

    In its place there may be an empty folder. Raises StorageError.
    """
    target = _target(path)
    unfinished = _beside(target)
    try:
        unfinished.mkdir()
        yield unfinished
        os.sync()  # one call for all files, however many
        unfinished.rename(target)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _target(path: Path) -> Path:
    """Where a link leads: what it leads to is replaced, not the link."""
    return Path(os.path.realpath(path))


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name[:100]}.unfinished-{uuid4().hex[:8]}")


def _check_folder_around(path: Path, target: Path) -> None:
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {target.parent}")
