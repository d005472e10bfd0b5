"""Paths of articles, relative to the working directory."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from newsgrep.article import ArticleId

if TYPE_CHECKING:
    from pathlib import Path

_CACHED_FOLDERS = 1 << 10


class Located(Protocol):
    """A match, an article, or what else has their id and path."""

    @property
    def id(self) -> ArticleId: ...
    @property
    def path(self) -> str: ...


class Locations:
    """Makes paths relative to `here`.

    Articles are in few folders, so the relative path of each folder is cached.
    """

    def __init__(self, folder: "str | Path", here: "str | Path") -> None:
        self._folder = folder
        self._here = here
        self._beginning = lru_cache(_CACHED_FOLDERS)(self._make_beginning)

    def relative_to_here(self, path: str) -> str:
        """A path relative to the archive's folder, as a path relative to `here`; none begins with a dash, as options do."""
        name_at = path.rfind("/") + 1
        relative = self._beginning(path[:name_at]) + path[name_at:]
        return f"./{relative}" if relative.startswith("-") else relative

    def _make_beginning(self, below: str) -> str:
        """What stands before the names in a folder; `below` ends with a slash, or is empty."""
        folder = os.path.relpath(os.path.join(self._folder, below), self._here)
        return "" if folder == os.curdir else os.path.join(folder, "")  # pathlib is slow, and normalises

    def path(self, match: Located) -> str:
        """The file's path."""
        return self.relative_to_here(match.path)

    def location(self, match: Located) -> str:
        """The file's path, and `#key` in a container."""
        _, sign, key = match.id.partition("#")
        return self.path(match) + sign + key
