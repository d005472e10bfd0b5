"""A file that the user names for output: it is written whole or not at all."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from newsgrep.errors import StorageError, UsageError

STDOUT = "-"


def check_output_file(name: str, option: str) -> None:
    """Refuse early, before the work, what is a folder, or lies in none. Raises UsageError."""
    if name == STDOUT:
        return
    if not name or Path(name).is_dir():
        raise UsageError(f'{option} takes the name of a file; "{name}" is {"a folder" if name else "none"}')
    if not Path(name).parent.is_dir():
        raise UsageError(f"{option} {name}: there is no folder {Path(name).parent}")


def write_output_file(name: str, text: str) -> None:
    """Write a file in place of an older one, at once or not at all; `-` is stdout. Raises StorageError.

    A link is followed. What is no plain file, such as a pipe, is written as it stands.
    """
    if name == STDOUT:
        sys.stdout.write(text)
        return
    data = text.encode("utf-8", "surrogateescape")
    try:
        if Path(name).exists() and not Path(name).is_file():
            Path(name).write_bytes(data)
        else:
            _replace(Path(os.path.realpath(name)), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(f"cannot write {name}: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    replacement = path.with_name(f".{uuid4().hex}.new")
    try:
        with replacement.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            replacement.chmod(mode)
        replacement.replace(path)
    finally:
        with suppress(OSError):  # after a failure the disk may refuse this too
            replacement.unlink(missing_ok=True)
