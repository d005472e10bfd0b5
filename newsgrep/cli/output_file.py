"""A file that the user names for output: it is written whole or not at all."""

import sys
from pathlib import Path

from newsgrep.atomic import atomic_file, check_file

STDOUT = "-"


def check_output_file(name: str) -> None:
    """Raise UsageError early, before the work, for what cannot be replaced by a file."""
    if name != STDOUT and not _is_special(name):
        check_file(Path(name))


def write_output_file(name: str, text: str) -> None:
    """Write a file in place of an older one, at once or not at all; `-` is stdout. Raises StorageError.

    What is no plain file, such as a pipe, is written as it stands.
    """
    if name == STDOUT:
        sys.stdout.write(text)
    elif _is_special(name):
        Path(name).write_text(text, encoding="utf-8", errors="surrogateescape")
    else:
        with atomic_file(Path(name)) as file:
            file.write(text)


def _is_special(name: str) -> bool:
    """Whether it is a pipe or a device, such as a shell gives for `>(program)`."""
    path = Path(name)
    return path.exists() and not path.is_file() and not path.is_dir()
