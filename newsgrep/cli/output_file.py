"""A file that the user names for output: it is written whole or not at all."""

import sys
from pathlib import Path

from newsgrep.atomic import atomic_file
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
    try:
        if Path(name).exists() and not Path(name).is_file():
            Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
            return
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(f"cannot write {name}: {error.strerror}") from error
    with atomic_file(Path(name)) as file:
        file.write(text)
