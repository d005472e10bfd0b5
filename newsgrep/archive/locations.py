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
        self._relative_folder = lru_cache(_CACHED_FOLDERS)(
            lambda below: os.path.relpath(os.path.join(folder, below), here)
        )

    def relative_to_here(self, path: str) -> str:
        """A path relative to the archive's folder, as a path relative to `here`; none begins with a dash, as options do."""
        head, name = os.path.split(path)
        folder = self._relative_folder(head)
        if folder != os.curdir:
            name = os.path.join(folder, name)  # pathlib is slow, and normalises
        return f"./{name}" if name.startswith("-") else name

    def path(self, match: Located) -> str:
        """The file's path."""
        return self.relative_to_here(match.path)

    def location(self, match: Located) -> str:
        """The file's path, and `#key` in a container."""
        _, sign, key = match.id.partition("#")
        return self.path(match) + sign + key
