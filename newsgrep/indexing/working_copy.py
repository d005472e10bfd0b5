"""The copy on this machine of what belongs to an index that several machines share, and is no article.

The files of `.newsgrep` stand there under the same names, as blobs. The copy's `index/shared.json` says which version of
each was copied, and the state of the file then: so it is known what was changed here, and what elsewhere. `index/label` holds
the label of the newest commit: what the last run found holds for no other, see `last_scan.circumstances`.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from newsgrep.config import (
    dump_archive_config,
    load_archive_config,
    parse_archive_config,
    save_archive_config,
)
from newsgrep.engines.sharing import PIECE_BYTES, Blob, SharedPlace
from newsgrep.errors import IndexBusyError, NoIndexError, StorageError, UsageError
from newsgrep.home import CONFIG, SHARED, config_path, create_home, index_path
from newsgrep.immutable import NamedTuple

_READ = r"config\.toml|last-run|state/corrections\.csv|state/new/[a-z0-9][a-z0-9._-]{0,99}\.seen"
_PIPED = r"state/piped/[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.jsonl\.zst"
"""The files that are shared, by their paths in the home. No other name is taken from a place that others write to."""
_BY_HAND = "state/corrections.csv"
_ATTEMPTS = 5


class _Copied(NamedTuple):
    """A blob's version that was copied, and the size and time of the file then."""

    version: str
    size: int
    time_ns: int


class WorkingCopy:
    """The files of a home, and those of a place. Every method may raise StorageError, IndexDamagedError and IndexBusyError.

    `reads_only`: what was piped in is left out, for nothing will be indexed.
    """

    def __init__(self, home: Path, place: SharedPlace, address: str, *, reads_only: bool = False) -> None:
        self.home = home
        self._names = re.compile(_READ if reads_only else f"{_READ}|{_PIPED}")
        self._place = place
        self._address = address

    def pull(self) -> None:
        """Take over what has changed elsewhere. Raises NoIndexError if there is no index."""
        create_home(self.home)
        with self._alone():
            for _ in range(_ATTEMPTS):
                directory = self._place.blobs.directory()
                if directory is None:
                    raise NoIndexError.at(self._address)
                if self._take(directory):
                    return
        raise IndexBusyError(f"{self._address}: others are changing the index all the time")

    def push(self) -> None:
        """Send what was changed here."""
        with self._alone():
            copied = self._copied()
            here = dict(self._files())
            for name in sorted(filter(self._names.fullmatch, {*here, *copied})):
                known = copied.get(name)
                if name not in here:
                    self._place.blobs.delete(name, known.version if known else "")
                    del copied[name]
                elif known is None or here[name] != (known.size, known.time_ns):
                    blob = self._sent(name, here[name][1], known.version if known else "")
                    copied[name] = _Copied(blob.version, *here[name])
                else:
                    continue
                self._remember(copied)

    def _take(self, directory: Mapping[str, Blob]) -> bool:
        """Make the files as a directory says; gives whether none was replaced meanwhile."""
        copied = self._copied()
        before = dict(copied)
        shared = {name: blob for name, blob in directory.items() if self._names.fullmatch(name)}
        for name, blob in shared.items():
            if name in copied and copied[name].version == blob.version and self._path(name).exists():
                continue
            self._check_unchanged(name, copied.get(name), blob)
            pieces = self._place.blobs.read(blob)
            if pieces is None:
                return False
            self._write(name, pieces, blob.time_ns)
            copied[name] = _Copied(blob.version, *_state(self._path(name)))
        for name in [name for name in copied if name not in shared and self._names.fullmatch(name)]:
            self._check_unchanged(name, copied[name])
            self._path(name).unlink(missing_ok=True)
            del copied[name]
        if copied != before:
            self._remember(copied)
        keep_label(self.home, self._place.label())
        return True

    def _check_unchanged(self, name: str, known: _Copied | None, newest: Blob | None = None) -> None:
        """Raise UsageError for a file that a person has changed here, and somebody elsewhere."""
        path = self._path(name)
        # What was copied may be forgotten: `index/` may be deleted.
        same = (known and known[1:], newest and (newest.size, newest.time_ns))
        if name == _BY_HAND and path.exists() and _state(path) not in same:
            raise UsageError(
                f"{path} was changed, and so was the one that all machines share; move it away, and add your lines to the other"
            )

    def _write(self, name: str, pieces: Iterator[bytes], time_ns: int) -> None:
        path = self._path(name)
        if name == CONFIG:
            config = parse_archive_config(b"".join(pieces), f"{self._address}: {name}")
            save_archive_config(path, config._replace(cluster=self._address))
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{uuid4().hex}.unfinished")
        try:
            with unfinished.open("xb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            os.utime(unfinished, ns=(time_ns, time_ns))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _sent(self, name: str, time_ns: int, replaces: str) -> Blob:
        if name == CONFIG:
            config = load_archive_config(config_path(self.home))
            content = dump_archive_config(config._replace(cluster=""))
            return self._place.blobs.write(name, [content], time_ns, replaces)
        with self._path(name).open("rb") as file:
            return self._place.blobs.write(name, iter(lambda: file.read(PIECE_BYTES), b""), time_ns, replaces)

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """The files that are shared, with their sizes and times."""
        for path in (self.home, *map(self._path, ("state", "state/new", "state/piped"))):
            for file in path.iterdir() if path.is_dir() else ():
                name = file.relative_to(self.home).as_posix()
                # A saved query of no bytes is the lock of its name.
                if self._names.fullmatch(name) and (file.stat().st_size or name == "last-run"):
                    yield name, _state(file)

    def _path(self, name: str) -> Path:
        return self.home / name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the copy, for other processes of this machine may have the same. Raises StorageError for errors of the disk."""
        try:
            index_path(self.home).mkdir(exist_ok=True)
            with self._memory.with_suffix(".lock").open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise StorageError(f"cannot write {self.home}: {error.strerror or error}") from error

    @property
    def _memory(self) -> Path:
        return index_path(self.home) / SHARED

    def _copied(self) -> dict[str, _Copied]:
        """What was copied, by name; nothing if that is not known, or was copied from another place."""
        try:
            address, copied = json.loads(self._memory.read_bytes())
            if address == self._address:
                return {str(name): _Copied(*one) for name, one in copied.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass
        return {}

    def _remember(self, copied: Mapping[str, _Copied]) -> None:
        replacement = self._memory.with_name(f"{self._memory.name}.new")
        replacement.write_text(json.dumps([self._address, copied]), "utf-8")
        replacement.replace(self._memory)


def keep_label(home: Path, label: str) -> None:
    """Keep the label of the newest commit. Raises StorageError."""
    kept = index_path(home) / "label"
    try:
        if not kept.exists() or kept.read_bytes() != label.encode():
            kept.write_bytes(label.encode())
    except OSError as error:
        raise StorageError(f"cannot write {kept}: {error.strerror}") from error


def forget_copy(home: Path) -> None:
    """Forget what was copied to a home: then all that is shared is newer than what is there. Raises StorageError."""
    try:
        (index_path(home) / SHARED).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot write {home}: {error.strerror}") from error


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
