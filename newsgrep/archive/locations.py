"""Where articles are, as seen from the working directory."""

import os
from functools import lru_cache
from pathlib import Path

from newsgrep.article import Article
from newsgrep.results import Match

_FOLDERS_REMEMBERED = 1 << 10


class Locations:
    """Gives paths relative to `here`. The folders that articles are in are few, and each is related to it once."""

    def __init__(self, folder: Path, here: Path) -> None:
        self._seen_from_here = lru_cache(_FOLDERS_REMEMBERED)(
            lambda below: os.path.relpath(folder / below, here)
        )

    def seen(self, path: str) -> str:
        """A path that is relative to the archive's folder, from here."""
        head, name = os.path.split(path)
        folder = self._seen_from_here(head)
        return name if folder == os.curdir else os.path.join(folder, name)  # noqa: PTH118  kept as it is, for each hit

    def path(self, match: Match | Article) -> str:
        """The file's path."""
        return self.seen(match.path)

    def location(self, match: Match | Article) -> str:
        """The file's path, and `#key` in a container."""
        _, sign, key = match.id.partition("#")
        return self.path(match) + sign + key
