"""The reader contract, and the registry of readers.

A reader turns the bytes of one file into articles. Adding a format is one new module here, one line in
`_READERS`, and its tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from newsgrep.article import Article
from newsgrep.config import DateOrder
from newsgrep.results import Skipped


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is, and how its articles will be called.

    `id` is the file's part of an ArticleId, without `#key`; `path` is `Article.path`.
    """

    location: Path
    id: str
    path: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user has said about the files. `fields` are (ours, theirs) pairs: ("text", "body")."""

    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()


class Reader(Protocol):
    """One format."""

    name: str

    def claims(self, head: bytes, name: str) -> bool:
        """Say whether this is the file's format: by its first bytes, then by its name."""
        ...

    def read(self, file: SourceFile, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the file's articles, and the parts that are none, one at a time.

        Never holds a whole container in memory. Raises UnreadableFileError for a file that gives nothing.
        """
        ...
