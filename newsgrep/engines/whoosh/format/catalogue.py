"""The catalogue: which segments make up a generation of the index. Its rename is the commit.

`catalogue-N` is one line, `newsgrep FORMAT CRC-32`, and then JSON:

    {"language": ..., "analysis": ..., "segments": [{"file": ..., "deleted": null or a file, ...}, ...]}

The highest N counts. Whoever writes one must hold the index's lock.
"""

import json
import os
import zlib
from pathlib import Path
from typing import NamedTuple

from newsgrep.errors import IndexDamagedError, IndexFormatError, StorageError

FORMAT = 5
"""docs/index-format.md says what changed with each number."""
_NAME = "catalogue-"
_LONGEST_NUMBER = 18
_IN_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"


class SegmentEntry(NamedTuple):
    """A segment: its file, the file of its deletions, and sums over its live articles.

    `written` counts the deleted ones too. `tokens` and `title_tokens` are lengths in tokens; `titles` counts
    the articles that have a title of any.
    """

    file: str
    deleted: str | None
    written: int
    articles: int
    tokens: int
    titles: int
    title_tokens: int


class Catalogue(NamedTuple):
    """What one generation of the index consists of. `analysis` is the version of the rules of its tokens."""

    generation: int
    language: str
    analysis: int
    segments: tuple[SegmentEntry, ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """The names of all its segments' files."""
        return frozenset(
            name for entry in self.segments for name in (entry.file, entry.deleted) if name is not None
        )


def newest_generation(folder: Path) -> int:
    """The number of the newest commit; 0 where there is none. Raises StorageError."""
    return max(generations(folder), default=0)


def generations(folder: Path) -> list[int]:
    """The numbers of the catalogues that are there. Raises StorageError."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  names are enough, and every search asks for them
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StorageError(f"cannot read {folder}: {error.strerror}") from error
    numbers = [name.removeprefix(_NAME) for name in names if name.startswith(_NAME)]
    return [int(number) for number in numbers if _is_generation(number)]


def _is_generation(number: str) -> bool:
    plain = number.isascii() and number.isdigit() and not number.startswith("0")
    return plain and len(number) <= _LONGEST_NUMBER


def load_catalogue(folder: Path, generation: int) -> Catalogue:
    """Read a catalogue.

    Raises FileNotFoundError when it is gone, IndexDamagedError, IndexFormatError and StorageError.
    """
    path = catalogue_path(folder, generation)
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    words = head.split(b" ")
    if len(words) == 3 and words[0] == b"newsgrep" and words[1] != str(FORMAT).encode():  # noqa: PLR2004  name, format, checksum
        raise IndexFormatError(
            f"{folder}: written in another format; rebuild it with: newsgrep index --rebuild"
        )
    if head != _head(body):
        raise IndexDamagedError(f"{path}: damaged; rebuild the index with: newsgrep index --rebuild")
    try:
        table = json.loads(body)
        entries = tuple(_entry(**entry) for entry in table["segments"])
        catalogue = Catalogue(generation, table["language"], table["analysis"], entries)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(f"{path}: not a catalogue: {error}") from error
    if not all(name and not name.strip(_IN_NAMES) for name in catalogue.files):
        raise IndexDamagedError(f"{path}: names a file outside the index")
    return catalogue


def commit_catalogue(folder: Path, catalogue: Catalogue) -> None:
    """Make a catalogue the newest: from here on, whatever happens, it counts. Raises StorageError."""
    path = catalogue_path(folder, catalogue.generation)
    table = {
        "language": catalogue.language,
        "analysis": catalogue.analysis,
        "segments": [entry._asdict() for entry in catalogue.segments],
    }
    body = json.dumps(table).encode() + b"\n"
    try:
        sync_folder(folder)
        replacement = path.with_name(path.name + ".new")
        with replacement.open("wb") as file:
            file.write(_head(body) + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        replacement.rename(path)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error


def _entry(*, file: str, deleted: str | None, **numbers: int) -> SegmentEntry:
    """Raises TypeError for what is no description of a segment."""
    if not isinstance(file, str) or not isinstance(deleted, str | None):
        raise TypeError("a file's name is none")
    if not all(isinstance(number, int) for number in numbers.values()):
        raise TypeError("a number is none")
    return SegmentEntry(file, deleted, **numbers)


def catalogue_identity(folder: Path, generation: int) -> tuple[int, int]:
    """What tells the catalogue of a generation from another one that has had its name; zeros if there is none."""
    try:
        status = catalogue_path(folder, generation).stat()
    except OSError:
        return (0, 0)
    return status.st_ino, status.st_mtime_ns


def catalogue_path(folder: Path, generation: int) -> Path:
    """Where the catalogue of a generation is kept."""
    return folder / f"{_NAME}{generation}"


def sync_folder(folder: Path) -> None:
    """See the names in a folder safely on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _head(body: bytes) -> bytes:
    return f"newsgrep {FORMAT} {zlib.crc32(body):08x}".encode()
