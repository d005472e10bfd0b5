"""One folder under several names, by links, by mounts, by `..`: it is known by its device and inode."""

import os
import stat
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from newsgrep.config import Root
from newsgrep.home import absolute

FolderIdentity: TypeAlias = tuple[int, int]
"""A folder's device and inode."""


def folder_identity(status: os.stat_result) -> FolderIdentity | None:
    """The identity of a folder; None on a file system that numbers no inodes."""
    return (status.st_dev, status.st_ino) if status.st_ino else None


def identities(locations: Iterable[Path]) -> dict[FolderIdentity, Path]:
    """Those of the locations that are folders now, by their identity; of two names of one folder the first."""
    found: dict[FolderIdentity, Path] = {}
    for location in locations:
        identity = _identity_at(location)
        if identity:
            found.setdefault(identity, location)
    return found


class KnownNames:
    """Gives locations the names by which an archive knows them."""

    def __init__(self, folder: Path, roots: Sequence[Root]) -> None:
        self._roots = [absolute(folder / root.path) for root in roots]
        self._root_folders = identities(self._roots)
        self._other_folders = identities([folder, *(root.parent for root in self._roots)])

    def name(self, location: Path) -> Path:
        """A location, absolute, by the name of the root that it lies in, else of the archive's folder, else by its own."""
        return (
            self._folder_name(location)
            if location.is_dir()
            else self._folder_name(location.parent) / location.name
        )

    @lru_cache(maxsize=1)  # noqa: B019  of many files in one folder
    def _folder_name(self, location: Path) -> Path:
        resolved = Path(os.path.realpath(location))
        return (
            _name_below(self._root_folders, resolved)
            or _name_below(self._root_folders, location)
            or _name_below(self._other_folders, location)
            or _name_below(self._other_folders, resolved)
            or location
        )

    def name_inside_root(self, location: Path) -> Path:
        """The same of a folder that is a mount of one inside a root, which only a walk through the root can tell."""
        wanted = _identity_at(location)
        for root in self._roots if wanted else ():
            for folder, _, _ in os.walk(root):
                if _identity_at(Path(folder)) == wanted:
                    return Path(folder)
        return location


def _name_below(folders: dict[FolderIdentity, Path], location: Path) -> Path | None:
    """The name of a location by that of the nearest of the folders that it is or lies in; None if it lies in none."""
    for above in (location, *location.parents) if folders else ():
        identity = _identity_at(above)
        if identity in folders:
            return folders[identity] / location.relative_to(above)
    return None


def _identity_at(location: Path) -> FolderIdentity | None:
    try:
        status = location.stat()
    except OSError:
        return None
    return folder_identity(status) if stat.S_ISDIR(status.st_mode) else None
