"""The catalogue: the segments of a generation of the index. Renaming its file is the commit.

`catalogue-N` is one line, `newsgrep FORMAT CRC-32`, and then JSON:

    {"language": ..., "analysis": ..., "label": ..., "segments": [{"file": ..., "deleted": null or a file, ...}, ...]}

The highest N is the newest. A writer must hold the index's lock.
"""

import json
import os
import zlib
from typing import TYPE_CHECKING

from newsgrep.errors import IndexDamagedError, IndexFormatError, StorageError
from newsgrep.immutable import NamedTuple
from newsgrep.versions import INDEX_FORMAT

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "catalogue-"
_MAX_DIGITS = 18
_FILE_NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"


class SegmentEntry(NamedTuple):
    """A segment: its file, the file of its deletions, and sums over its articles that are not deleted.

    `written` counts deleted articles too. `tokens` and `title_tokens` are the numbers of tokens in bodies and
    in titles. `titles` is the number of articles whose title has a token.
    """

    file: str
    deleted: str | None
    written: int
    articles: int
    tokens: int
    titles: int
    title_tokens: int


class Catalogue(NamedTuple):
    """A generation of the index.

    `analysis` is the version of the analysis rules of its tokens, `label` the text that its commit was given.
    """

    generation: int
    language: str
    analysis: int
    segments: tuple[SegmentEntry, ...] = ()
    label: str = ""

    @property
    def files(self) -> frozenset[str]:
        """The names of the files of all segments."""
        return frozenset(
            name for entry in self.segments for name in (entry.file, entry.deleted) if name is not None
        )


def newest_generation(folder: "str | Path") -> int:
    """The number of the newest commit; 0 if there is none. Raises StorageError."""
    return max(generations(folder), default=0)


def generations(folder: "str | Path") -> list[int]:
    """The numbers of the catalogues in a folder. Raises StorageError."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StorageError(f"cannot read {folder}: {error.strerror}") from error
    numbers = [name.removeprefix(_NAME) for name in names if name.startswith(_NAME)]
    return [int(number) for number in numbers if _is_generation(number)]


def _is_generation(number: str) -> bool:
    plain = number.isascii() and number.isdigit() and not number.startswith("0")
    return plain and len(number) <= _MAX_DIGITS


def load_catalogue(folder: "str | Path", generation: int) -> Catalogue:
    """Read a catalogue.

    Raises FileNotFoundError when it is gone, IndexDamagedError, IndexFormatError and StorageError.
    """
    path = os.path.join(folder, catalogue_name(generation))
    try:
        with open(path, "rb") as file:
            head, _, body = file.read().partition(b"\n")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    words = head.split(b" ")
    if len(words) == 3 and words[0] == b"newsgrep" and words[1] != str(INDEX_FORMAT).encode():  # noqa: PLR2004  name, format, checksum
        raise IndexFormatError(
            f"{folder}: written in another format; rebuild it with: newsgrep index --rebuild"
        )
    if head != _head(body):
        raise IndexDamagedError(f"{path}: damaged; rebuild the index with: newsgrep index --rebuild")
    try:
        table = json.loads(body)
        entries = tuple(_entry(**entry) for entry in table["segments"])
        catalogue = Catalogue(
            generation, table["language"], table["analysis"], entries, str(table.get("label", ""))
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(f"{path}: not a catalogue: {error}") from error
    if not all(name and not name.strip(_FILE_NAME_CHARACTERS) for name in catalogue.files):
        raise IndexDamagedError(f"{path}: names a file outside the index")
    return catalogue


def commit_catalogue(folder: "Path", catalogue: Catalogue) -> None:
    """Write a catalogue durably and make it the newest. Raises StorageError."""
    path = folder / catalogue_name(catalogue.generation)
    table = {
        "language": catalogue.language,
        "analysis": catalogue.analysis,
        "label": catalogue.label,
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
    """Make an entry from JSON. Raises TypeError for missing keys and wrong types."""
    if not isinstance(file, str) or not isinstance(deleted, str | None):
        raise TypeError("a file name has a wrong type")
    if not all(isinstance(number, int) for number in numbers.values()):
        raise TypeError("a number has a wrong type")
    return SegmentEntry(file, deleted, **numbers)


def catalogue_identity(folder: "str | Path", generation: int) -> tuple[int, int]:
    """(inode, time in nanoseconds), which tell a catalogue from an earlier one; zeros if missing."""
    try:
        status = os.stat(os.path.join(folder, catalogue_name(generation)))
    except OSError:
        return (0, 0)
    return status.st_ino, status.st_mtime_ns


def catalogue_name(generation: int) -> str:
    """The name of the file of a generation's catalogue."""
    return f"{_NAME}{generation}"


def sync_folder(folder: "Path") -> None:
    """Make the names in a folder durable, with fsync."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _head(body: bytes) -> bytes:
    return f"newsgrep {INDEX_FORMAT} {zlib.crc32(body):08x}".encode()
