"""What the last run found and left: where all is still so, a run has nothing to do, which `refresh.py` finds out.

The file `index/last-scan` holds it: a line `newsgrep last-scan 1`, a CRC-32 and the lengths of the parts, then the parts one after
the other. A run that opens the index for writing deletes it first, and one that comes to its end without a warning writes it.
It says nothing that the manifest does not know; a file that is missing, damaged or of another state of the index is passed over.
"""

import os
from binascii import crc32
from contextlib import suppress
from datetime import date
from pathlib import Path

from newsgrep.config import ArchiveConfig
from newsgrep.errors import StorageError
from newsgrep.home import SHARED, corrections_path, index_path
from newsgrep.immutable import NamedTuple
from newsgrep.indexing.file_states import PackedStates
from newsgrep.libraries import optional_libraries
from newsgrep.versions import ANALYSIS_VERSION, INDEX_FORMAT, MANIFEST_VERSION, READERS_VERSION

_NAME = "last-scan"
_MAGIC = b"newsgrep last-scan 1"


class LastScan(NamedTuple):
    """`circumstances` are those of the function of this name, `files` those of the scan, with their states in the manifest.

    `articles`, `skipped` and `ignored` are what `Manifest.totals` gives, `mounts` and `singles` what `Scan` has.
    """

    circumstances: bytes
    articles: int
    skipped: int
    ignored: int
    mounts: tuple[str, ...]
    singles: tuple[str, ...]
    files: PackedStates


def demands(home: Path, config: ArchiveConfig, today: date) -> bytes:
    """What is asked of a run, beside the files to index: bytes to compare. Raises StorageError.

    These are the settings, the corrections by hand, the version of newsgrep and of what it reads with. A run takes them before
    it uses any of them: what is changed while it runs is for the next.
    """
    corrections = _corrections(home)
    versions = (READERS_VERSION, ANALYSIS_VERSION, INDEX_FORMAT, MANIFEST_VERSION, optional_libraries())
    # A correction may be of a day that has yet to come.
    dated = (corrections, today.isoformat()) if corrections else ()
    return repr((versions, tuple(config), dated)).encode()


def circumstances(home: Path, demanded: bytes) -> bytes:
    """All that decides, beside the files to index, what a run does: bytes to compare. Raises StorageError.

    These are its `demands`, and each file of the index, by its size and time: none is written twice, and none of another index
    has the same name.
    """
    return demanded + repr(_index_files(home)).encode()


def load_last_scan(home: Path) -> LastScan | None:
    """Read it; None if there is none that can be used."""
    try:
        with open(_path(home), "rb") as file:  # noqa: PTH123  a refresh is mostly this
            head = file.readline().split()
            body = file.read()
        lengths = list(map(int, head[4:]))
        if b" ".join(head[:3]) != _MAGIC or int(head[3], 16) != crc32(body) or sum(lengths) != len(body):
            return None
        parts = []
        for length in lengths:
            parts.append(body[:length])
            body = body[length:]
        return _parsed(*parts)
    except (OSError, ValueError, IndexError, TypeError):
        return None


def save_last_scan(home: Path, last: LastScan) -> None:
    """Write it. Raises StorageError; then there is none."""
    totals = f"{last.articles} {last.skipped} {last.ignored}".encode()
    parts = (last.circumstances, totals, _joined(last.mounts), _joined(last.singles), *last.files)
    checksum = 0
    for part in parts:  # joined, those of a million files would take a hundred megabytes more
        checksum = crc32(part, checksum)
    lengths = " ".join(str(len(part)) for part in parts)
    unfinished = f"{_path(home)}.new"
    try:
        with open(unfinished, "wb") as file:  # noqa: PTH123  as above
            file.write(_MAGIC + f" {checksum:08x} {lengths}\n".encode())
            file.writelines(parts)
        os.replace(unfinished, _path(home))  # noqa: PTH105  as above
    except OSError as error:
        with suppress(OSError):
            os.unlink(unfinished)  # noqa: PTH108  as above
        raise StorageError(f"cannot write {_path(home)}: {error.strerror}") from error


def discard_last_scan(home: Path) -> None:
    """Delete it. Raises StorageError."""
    try:
        for path in (_path(home), f"{_path(home)}.new"):
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(path)  # noqa: PTH108  as above
    except OSError as error:
        raise StorageError(f"cannot delete {error.filename}: {error.strerror}") from error


def _path(home: Path) -> str:
    return f"{index_path(home)}/{_NAME}"


def _parsed(circumstances: bytes, totals: bytes, mounts: bytes, singles: bytes, *files: bytes) -> LastScan:
    """The value with these parts. Raises ValueError, TypeError."""
    articles, skipped, ignored = map(int, totals.split())
    return LastScan(
        circumstances, articles, skipped, ignored, _split(mounts), _split(singles), PackedStates(*files)
    )


def _joined(paths: tuple[str, ...]) -> bytes:
    return "\0".join(paths).encode("utf-8", "surrogateescape")


def _split(paths: bytes) -> tuple[str, ...]:
    return tuple(paths.decode("utf-8", "surrogateescape").split("\0")) if paths else ()


def _corrections(home: Path) -> bytes:
    """The bytes of the file of corrections; none if there is none. Raises StorageError."""
    path = corrections_path(home)
    try:
        with open(path, "rb") as file:  # noqa: PTH123  as above
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error


def _index_files(home: Path) -> list[tuple[str, int, int]]:
    """The files of the index but for the last scan, and the list of copies of files that it does not depend on. Raises StorageError."""
    folder = index_path(home)
    try:
        with os.scandir(folder) as entries:
            states = [
                (entry.name, entry.stat()) for entry in entries if not entry.name.startswith((_NAME, SHARED))
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"cannot read {folder}: {error.strerror}") from error
    return sorted((name, status.st_size, status.st_mtime_ns) for name, status in states)
