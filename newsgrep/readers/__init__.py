"""The reader contract, and the registry of readers.

A reader turns the bytes of one file into articles. Adding a format is one new module with a `READER`, one line
in `_READERS`, and its tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from newsgrep.article import Article
from newsgrep.config import DateOrder
from newsgrep.results import Skipped

MAX_CHARACTERS = 16_000_000
"""An article of more text than this is refused."""


class UnreadableFileError(Exception):
    """A file that gives no article; `str()` of it is the reason, for a person."""


class NotAnArticleError(Exception):
    """A file that nobody would take for an article: an image, a script."""


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
    """What the user has said about the files, and the day after which no article can have been published.

    `fields` are (ours, theirs) pairs: ("text", "body").
    """

    today: date
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()


class Reader(Protocol):
    """One format."""

    name: str

    def claims(self, head: bytes, name: str) -> bool:
        """Say whether this is the file's format: by its first bytes, then by its name."""
        ...

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the file's articles, and the parts that are none, one at a time.

        Never holds a whole container in memory. Raises UnreadableFileError for a file that gives nothing.
        """
        ...


_READERS = ("newsgrep.readers.records", "newsgrep.readers.plain")
"""In the order in which they are asked: those that look closest come first."""

_HEAD = 8192
_IGNORED_SUFFIXES = frozenset(
    {
        *(
            ".png",
            ".jpg",
            ".jpeg",
            ".gif",
            ".webp",
            ".bmp",
            ".ico",
            ".svg",
            ".tif",
            ".tiff",
            ".avif",
            ".heic",
        ),
        *(".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".avi", ".mkv", ".ogg", ".wav", ".flac", ".webm"),
        *(".css", ".js", ".mjs", ".map", ".ts", ".py", ".pyc", ".sh", ".bat", ".exe", ".dll", ".so", ".o"),
        *(".woff", ".woff2", ".ttf", ".otf", ".eot", ".db", ".sqlite", ".sqlite3", ".lock", ".tmp", ".swp"),
        *(".toml", ".ini", ".cfg", ".yaml", ".yml"),
    }
)
_IGNORED_NAMES = re.compile(
    r"\.|thumbs\.db$|desktop\.ini$|(readme|license|makefile|cachedir\.tag)(\.\w+)?$|.*~$", re.IGNORECASE
)
_IGNORED_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00"),
    *(b"ID3", b"OggS", b"fLaC", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\xcf\xfa\xed\xfe"),
)


def is_ignored(name: str) -> bool:
    """Say by a file's name alone whether it cannot be an article, so that it is not even opened."""
    return bool(_IGNORED_NAMES.match(name)) or PurePosixPath(name).suffix.lower() in _IGNORED_SUFFIXES


def read_file(file: SourceFile, options: ReadOptions) -> Iterator[Article | Skipped]:
    """Give the articles of a file, and the parts of it that are none.

    Raises UnreadableFileError, with the reason, or NotAnArticleError, before the first article. A file that
    breaks off later ends with a Skipped.
    """
    try:
        with file.location.open("rb") as stream:
            reader = _choose(stream.read(_HEAD), file.location.name)
            stream.seek(0)
            yield from reader.read(file, stream, options)
    except OSError as error:
        raise UnreadableFileError(error.strerror or type(error).__name__) from error


def _choose(head: bytes, name: str) -> Reader:
    if not head.strip():
        raise UnreadableFileError("empty")
    if head.startswith(_IGNORED_MAGIC):
        raise NotAnArticleError(name)
    for module in _READERS:
        reader = cast("Reader", import_module(module).READER)
        if reader.claims(head, name):
            return reader
    suffix = PurePosixPath(name).suffix
    raise UnreadableFileError(f"no reader for {suffix} files" if suffix else "of no known format")
