"""What a user names to be indexed, as a root of the archive's settings."""

from collections.abc import Collection
from pathlib import Path

from newsgrep.config import Root
from newsgrep.errors import UsageError
from newsgrep.indexing.home import absolute
from newsgrep.indexing.piped import piped_root


def name_root(known: Collection[Root], folder: Path, location: Path, exclude: tuple[str, ...]) -> Root:
    """The known root that a location is or lies in, with more excludes; a new one, if it is there.

    `folder` is the archive's. A root outside it gets a name, by which its articles are called: its own, with a
    number if that is taken. Raises UsageError for a new root that is not there.
    """
    if piped := piped_root(folder, location):
        return piped
    for root in known:
        if location.is_relative_to(absolute(folder / root.path)):
            return root._replace(exclude=tuple(dict.fromkeys((*root.exclude, *exclude))))
    if not location.exists():
        raise UsageError(f"no such file or folder: {location}")
    if location.is_relative_to(folder):
        return Root(location.relative_to(folder).as_posix(), exclude=exclude)
    taken = {root.name for root in known} | {path.name for path in folder.iterdir()}
    name = base = location.name or "root"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return Root(location.as_posix(), name, exclude)
