"""Paths of articles, relative to the working directory."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from newsgrep.article import ArticleId

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

    def __init__(self, folder: Path, here: Path) -> None:
        self._relative_folder = lru_cache(_CACHED_FOLDERS)(
            lambda below: os.path.relpath(folder / below, here)
        )

    def relative_to_here(self, path: str) -> str:
        """A path relative to the archive's folder, as a path relative to `here`; none begins with a dash, as options do."""
        head, name = os.path.split(path)
        folder = self._relative_folder(head)
        if folder != os.curdir:
            name = os.path.join(folder, name)  # noqa: PTH118  pathlib is slow, and normalises
        return f"./{name}" if name.startswith("-") else name

    def path(self, match: Located) -> str:
        """The file's path."""
        return self.relative_to_here(match.path)

    def location(self, match: Located) -> str:
        """The file's path, and `#key` in a container."""
        _, sign, key = match.id.partition("#")
        return self.path(match) + sign + key
