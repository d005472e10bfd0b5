"""The manifest's file: its tables in SQLite, how it is opened, how paths and skipped parts stand in it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from newsgrep.errors import StorageError
from newsgrep.home import index_path
from newsgrep.index_report import Skipped
from newsgrep.indexing.file_states import FileStates

_VERSION = 5
_SCHEMA = """
create table files (
    path blob not null, generation integer not null, id text not null, size integer not null,
    mtime_ns integer not null, digest blob not null, ignored integer not null, skipped text not null,
    given integer not null, keys text not null, digests blob not null, corrected text not null,
    settled text not null, gone integer not null,
    primary key (path, generation)
) without rowid;
create index corrected_files on files (path) where corrected != '';
create table settings (name text primary key, value text not null) without rowid;
"""
COLUMNS = "path, id, size, mtime_ns, digest, ignored, skipped, given, keys, digests, corrected, settled, gone"
NEWEST = """
    generation = (select max(generation) from files newer where newer.path = files.path and generation <= :newest)
"""
"""The condition for the newest row of a path; `:newest` is the newest generation that was committed."""
RULES = "rules"
"""The setting that keeps by which rules files were read."""
MOUNTS = "mounts"
"""The setting that keeps which folders lay on another device than the one that holds them."""
LABEL, NEXT_LABEL = "label", "next label"
"""The settings that keep the name of the commit that the rows belong to, and of one that was begun after it."""


def manifest_path(home: Path) -> Path:
    """The manifest's file in an index."""
    return index_path(home) / "manifest.sqlite"


def open_database(path: Path) -> sqlite3.Connection:
    """Open it for writing; a file that is no database is replaced by an empty one. Raises sqlite3.Error, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        delete_database(path)
        return _open(path)


def delete_database(path: Path) -> None:
    """Delete it, whatever state it is in. Raises OSError."""
    for file in (path, _journal(path)):
        file.unlink(missing_ok=True)


@contextmanager
def reading_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open it for reading, without a lock of the index. Raises StorageError."""
    # SQLite rolls back what a killed writer has left half done, if it may write.
    mode = "rw" if _journal(path).exists() else "ro"
    with (
        storage_errors(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)) as database,
    ):
        yield database


class ManifestDamagedError(StorageError):
    """The manifest's file is damaged. It can be deleted: then every file is read again."""


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into StorageError, and ManifestDamagedError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(f"cannot use {path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise ManifestDamagedError(f"cannot use {path}: {error}") from error
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def encode(path: str) -> bytes:
    """A path as it stands in the tables: one that is not UTF-8 too."""
    return path.encode("utf-8", "surrogateescape")


def decode(path: bytes) -> str:
    """A path out of the tables."""
    return path.decode("utf-8", "surrogateescape")


def states(rows: Iterable[tuple[bytes, int, int]]) -> FileStates:
    """The states of files, out of rows of path, size and time."""
    return FileStates.of((decode(path), (size, mtime_ns)) for path, size, mtime_ns in rows)


def skipped_to_text(skipped: Sequence[Skipped]) -> str:
    """Skipped parts of a file as a row keeps them."""
    return json.dumps([(part.reason, part.reader, part.key) for part in skipped]) if skipped else ""


def skipped_from_text(path: str, text: str) -> list[Skipped]:
    """Skipped parts of the file with a path, out of its row."""
    return [Skipped(path, *part) for part in json.loads(text)] if text else []


def commit_name(generation: int, label: str) -> str:
    """A commit as a setting names it."""
    return f"{generation} {label}"


def paths_to_text(paths: Sequence[str]) -> str:
    """Paths as a setting keeps them."""
    return json.dumps(paths)


def paths_from_text(text: str | None) -> tuple[str, ...]:
    """Paths out of a setting; none if it is not valid."""
    try:
        paths = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(path for path in paths if isinstance(path, str)) if isinstance(paths, list) else ()


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables, unless they are there. Raises sqlite3.Error for a file that is no database."""
    database.execute("pragma synchronous = full")
    (version,) = database.execute("pragma user_version").fetchone()
    if version != _VERSION:
        for (name,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
            database.execute(f'drop table "{name}"')
        database.executescript(_SCHEMA)
        database.execute(f"pragma user_version = {_VERSION}")
        database.commit()
    database.execute(f"select {COLUMNS} from files limit 1").fetchall()  # noqa: S608  constants
