"""Standing queries: questions saved by name, each in a file with what was seen of its answers.

state/new/NAME.seen    a line of JSON: version, name, question; the hashes of the ids seen, sorted; a digest of all before

A hash has 16 bytes, as has the digest. An empty file is one whose question is not saved yet: the file is its own lock.
"""

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from newsgrep.archive.question import Question
from newsgrep.article import ArticleId
from newsgrep.errors import IndexBusyError, IndexDamagedError, IndexFormatError, StorageError, UsageError
from newsgrep.home import standing_queries_path
from newsgrep.indexing.lock import TRY_EVERY, try_lock

_VERSION = 1
_ENDING = ".seen"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_HASH_SIZE = 16
"""In bytes."""


class Seen:
    """A set of ids, by their hashes of 128 bits. `hashes` are sorted, 16 bytes each."""

    def __init__(self, hashes: bytes = b"") -> None:
        self.hashes = hashes

    @cached_property
    def _set(self) -> frozenset[bytes]:
        starts = range(0, len(self.hashes), _HASH_SIZE)
        return frozenset(self.hashes[start : start + _HASH_SIZE] for start in starts)

    def __contains__(self, identifier: ArticleId) -> bool:
        return _hash(identifier) in self._set

    def __len__(self) -> int:
        return len(self.hashes) // _HASH_SIZE

    def with_added(self, identifiers: Iterable[ArticleId]) -> "Seen":
        """The set with more ids."""
        return Seen(b"".join(sorted(self._set.union(map(_hash, identifiers)))))


class StandingQuery(NamedTuple):
    """A saved question, and the articles seen among its answers."""

    name: str
    question: Question
    seen: Seen


def check_name(name: str) -> None:
    """Raise UsageError for a name that a saved query cannot have."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f'a query is saved under a name of at most 100 letters, digits, ".", "_" and "-", which begins with a letter or a digit, not "{name}"'
        )


def check_names(names: Iterable[str]) -> None:
    """Raise UsageError for what cannot be a name, and for two that are one: capitals make no difference."""
    given: dict[str, str] = {}
    for name in names:
        check_name(name)
        if name.lower() in given:
            raise UsageError(
                f'"{given[name.lower()]}" and "{name}" are one name: capitals make no difference'
            )
        given[name.lower()] = name


def saved_names(home: Path) -> list[str]:
    """The names of all saved queries, in small letters, sorted. Raises StorageError."""
    folder = standing_queries_path(home)
    try:
        with os.scandir(folder) as files:
            saved = [file.name for file in files if file.name.endswith(_ENDING) and file.stat().st_size]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"cannot read {folder}: {error.strerror}") from error
    return sorted(name.removesuffix(_ENDING) for name in saved)


def load(home: Path, name: str) -> StandingQuery | None:
    """The saved query of a name; None if there is none. Raises IndexDamagedError, IndexFormatError, StorageError."""
    path = _path(home, name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    return _parsed(path, data) if data else None


def save(home: Path, query: StandingQuery) -> None:
    """Replace what is saved under the query's name, at once or not at all. The caller holds its lock. Raises StorageError."""
    path = _path(home, query.name)
    header = {"version": _VERSION, "name": query.name, "question": query.question._asdict()}
    content = json.dumps(header).encode() + b"\n" + query.seen.hashes
    replacement = _replacement(path)
    try:
        with replacement.open("wb") as file:
            file.write(content)
            file.write(_digest(content))
            file.flush()
            os.fsync(file.fileno())
        replacement.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            replacement.unlink(missing_ok=True)


def delete(home: Path, name: str, wait: float = 0.0) -> bool:
    """Delete what is saved under a name; gives whether there was anything. Raises what `lock` does."""
    path = _path(home, name)
    with lock(home, name, wait):
        try:
            was_saved = path.stat().st_size > 0
            _replacement(path).unlink(missing_ok=True)
            path.unlink()
        except OSError as error:
            raise StorageError(f"cannot delete {path}: {error.strerror}") from error
    return was_saved


@contextmanager
def lock(home: Path, name: str, wait: float) -> Iterator[None]:
    """Hold a name, saved or not; the system releases it when the process ends, however it ends.

    `wait` is in seconds. Raises UsageError for what cannot be a name, IndexBusyError, StorageError.
    """
    check_name(name)
    path = _path(home, name)
    give_up_at = time.monotonic() + wait
    while True:
        with _opened(path) as file:
            is_held = try_lock(file, path)
            if is_held and _is_still(path, file):
                try:
                    yield
                finally:
                    _discard_empty(path)
                return
        if not is_held:
            if time.monotonic() >= give_up_at:
                raise IndexBusyError(f'another newsgrep is asking "{name}"')
            time.sleep(TRY_EVERY)


def _opened(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error


def _is_still(path: Path, file: BinaryIO) -> bool:
    """Say whether an open file is the one at a path: another process may have replaced it, or deleted it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _discard_empty(path: Path) -> None:
    """Delete the file of a name under which nothing was saved."""
    with suppress(OSError):
        if not path.stat().st_size:
            path.unlink()


def _parsed(path: Path, data: bytes) -> StandingQuery:
    advice = f"newsgrep new --forget {path.name.removesuffix(_ENDING)} lets its query be saved anew"
    line, _, rest = data.partition(b"\n")
    hashes, digest = rest[:-_HASH_SIZE], rest[-_HASH_SIZE:]
    try:
        header = json.loads(line)
        is_ours = header["version"] == _VERSION
        is_whole = not len(hashes) % _HASH_SIZE and digest == _digest(data[:-_HASH_SIZE])
        if is_ours and is_whole:
            return StandingQuery(str(header["name"]), Question.of_json(header["question"]), Seen(hashes))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexDamagedError(f"{path} is damaged; {advice}") from error
    if is_ours:
        raise IndexDamagedError(f"{path} is damaged; {advice}")
    raise IndexFormatError(f"{path} was written by another version of newsgrep; {advice}")


def _path(home: Path, name: str) -> Path:
    """Names that differ in case alone are one: so they are on some disks."""
    return standing_queries_path(home) / f"{name.lower()}{_ENDING}"


def _replacement(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _hash(identifier: ArticleId) -> bytes:
    return blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=_HASH_SIZE).digest()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_HASH_SIZE).digest()
