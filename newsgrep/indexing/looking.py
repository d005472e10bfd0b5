"""What one folder holds: the files that may be articles, with their sizes and times, and the folders in it.

The folder is opened, and its entries are looked at through its descriptor, so that the system need not follow the folder's
path for each of them. A file whose name is not ignored costs one call of the system, and no other object than its status.
"""

import os
import stat
from collections.abc import Iterable

from newsgrep.immutable import NamedTuple
from newsgrep.indexing.file_states import MAX_MTIME_NS, FileStates, file_state
from newsgrep.indexing.ignoring import IGNORE_FILE, IgnoreRules
from newsgrep.readers.ignored_names import is_ignored


class Inside(NamedTuple):
    """What a folder holds beside its files: `rules` are those that hold in it, `ignored` counts files that are no articles."""

    folders: list[str]
    ignored: int
    rules: IgnoreRules


def look_into(location: str, prefix: str, above: IgnoreRules, files: FileStates) -> Inside:
    """Add the files of a folder to others, by their paths, which begin with `prefix`. Raises OSError.

    `above` are the rules of the folder that it lies in.
    """
    folder = os.open(location, os.O_RDONLY | os.O_DIRECTORY)
    try:
        has_own = os.access(IGNORE_FILE, os.F_OK, dir_fd=folder)
        rules = above.entering(location) if has_own else above
        with os.scandir(folder) as entries:
            seen = _not_excluded(entries, location, rules) if rules.rules else entries
            folders, ignored = _add_entries(seen, prefix, files)
        return Inside(folders, ignored, rules)
    finally:
        os.close(folder)


def _not_excluded(
    entries: Iterable[os.DirEntry[str]], location: str, rules: IgnoreRules
) -> Iterable[os.DirEntry[str]]:
    for entry in entries:
        if not rules.ignore(f"{location}/{entry.name}", is_folder=entry.is_dir(follow_symlinks=False)):
            yield entry


def _add_entries(
    entries: Iterable[os.DirEntry[str]], prefix: str, files: FileStates
) -> tuple[list[str], int]:
    """The names of folders, and the number of ignored files."""
    folders: list[str] = []
    paths: list[str] = []
    numbers: list[int] = []
    ignored = 0
    is_regular, least, most = stat.S_ISREG, -MAX_MTIME_NS, MAX_MTIME_NS
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            continue
        if is_ignored(name):
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
            else:
                ignored += 1
            continue
        try:
            status = entry.stat()
        except OSError as error:
            if (own := _own_status(entry, error)) is None:
                continue
            status = own
        mode, mtime_ns = status.st_mode, status.st_mtime_ns
        if is_regular(mode) or stat.S_ISLNK(mode):
            paths.append(prefix + name)
            numbers.append(status.st_size)
            numbers.append(mtime_ns if least <= mtime_ns <= most else file_state(status)[1])
        elif not stat.S_ISDIR(mode):  # a pipe or a device would block who opens it
            ignored += 1
        elif not entry.is_symlink():
            folders.append(name)
    files.extend(paths, numbers)
    return folders, ignored


def _own_status(entry: os.DirEntry[str], error: OSError) -> os.stat_result | None:
    """The status of an entry that leads nowhere, which is a link; None for what has just been deleted."""
    if isinstance(error, FileNotFoundError) and not entry.is_symlink():
        return None
    return entry.stat(follow_symlinks=False)  # reading it will give the reason
