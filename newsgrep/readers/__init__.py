"""The reader contract, and the registry of readers.

A reader turns the bytes of one file into articles. Adding a format is one new module with a `READER`, one line
in `_READERS`, and its tests.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from typing import BinaryIO, NamedTuple, Protocol, cast

from newsgrep.article import Article
from newsgrep.config import DateOrder
from newsgrep.results import Skipped

MAX_CHARACTERS = 16_000_000
"""An article of more text than this is refused."""


class UnreadableFileError(Exception):
    """A file that gives no article; `str()` of it is the reason, for a person."""


class NotAnArticleError(Exception):
    """A file that nobody would take for an article: an image, a script."""


class SourceFile(NamedTuple):
    """A file to read: where it is, absolute, and how its articles will be called.

    `id` is the file's part of an ArticleId, without `#key`; `path` is `Article.path`.
    """

    location: str
    id: str
    path: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.location.rpartition("/")[2]


class ReadOptions(NamedTuple):
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
_IGNORED_ENDINGS = frozenset(
    {
        *(
            "png",
            "jpg",
            "jpeg",
            "gif",
            "webp",
            "bmp",
            "ico",
            "svg",
            "tif",
            "tiff",
            "avif",
            "heic",
        ),
        *("mp3", "mp4", "m4a", "m4v", "mov", "avi", "mkv", "ogg", "wav", "flac", "webm"),
        *("css", "js", "mjs", "map", "ts", "py", "pyc", "sh", "bat", "exe", "dll", "so", "o"),
        *("woff", "woff2", "ttf", "otf", "eot", "db", "sqlite", "sqlite3", "lock", "tmp", "swp"),
        *("toml", "ini", "cfg", "yaml", "yml"),
    }
)
_IGNORED_STEMS = frozenset({"readme", "license", "makefile"})
_IGNORED_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00"),
    *(b"ID3", b"OggS", b"fLaC", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\xcf\xfa\xed\xfe"),
)


def is_ignored(name: str) -> bool:
    """Say by a file's name alone whether it cannot be an article, so that it is not even opened."""
    lower = name.lower()
    stem, _, ending = lower.rpartition(".")
    return (
        (ending in _IGNORED_ENDINGS and stem != "")
        or (stem or ending) in _IGNORED_STEMS
        or lower[-1] == "~"
        or lower[0] == "."
        or lower == "cachedir.tag"
    )


def suffix_of(name: str) -> str:
    """The ending of a file's name in lower case, with its dot; empty if it has none."""
    stem, dot, ending = name.rpartition(".")
    return dot + ending.lower() if stem and ending else ""


def read_file(file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
    """Give the articles of a file, open at its beginning, and the parts of it that are none.

    Raises UnreadableFileError, with the reason, or NotAnArticleError, before the first article. A file that
    breaks off later ends with a Skipped.
    """
    reader = _choose(stream.read(_HEAD), file.name)
    stream.seek(0)
    return reader.read(file, stream, options)


def _choose(head: bytes, name: str) -> Reader:
    if not head or head.isspace():
        raise UnreadableFileError("empty")
    if head.startswith(_IGNORED_MAGIC):
        raise NotAnArticleError(name)
    for reader in _readers():
        if reader.claims(head, name):
            return reader
    suffix = suffix_of(name)
    raise UnreadableFileError(f"no reader for {suffix} files" if suffix else "of no known format")


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(cast("Reader", import_module(module).READER) for module in _READERS)
