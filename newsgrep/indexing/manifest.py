"""The manifest: what each file was when it was read, and which articles it gave. For writers alone.

A row belongs to the generation of the index whose commit it describes, and is written before that commit; rows
of a generation that never came to be are discarded by the next writer. Of a path's rows the newest counts.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsgrep.article import ArticleId
from newsgrep.errors import StorageError
from newsgrep.results import Skipped

_VERSION = 1
_COLUMNS = "path, generation, size, mtime_ns, scanned_ns, digest, ignored, gone, skipped, count, articles"
_SCHEMA = """
create table files (
    path blob not null, generation integer not null, size integer not null,
    mtime_ns integer not null, scanned_ns integer not null, digest blob not null, ignored integer not null,
    gone integer not null, skipped text not null, count integer not null, articles text not null,
    primary key (path, generation)
) without rowid;
create table settings (name text primary key, value text not null) without rowid;
"""
_NEWEST = """
    generation = (select max(generation) from files newer where newer.path = files.path and generation <= :newest)
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was read.

    `scanned_ns` is when, in ns since the epoch; `digest` that of its content, empty if it must be read again.
    `articles` maps its ids to a digest of each, and `count` is how many there are; a row of `Manifest.rows`
    has the count alone. `gone` says that the file is there no more.
    """

    path: str
    size: int = -1
    mtime_ns: int = -1
    scanned_ns: int = 0
    digest: bytes = b""
    ignored: bool = False
    gone: bool = False
    skipped: tuple[Skipped, ...] = ()
    count: int = 0
    articles: Mapping[ArticleId, str] = field(default_factory=dict)


class Manifest:
    """The rows of the newest generation, on disk. Raises StorageError.

    Opened by a writer, who holds the lock: a manifest that is no database is made anew, empty, and rows of
    generations that never came to be are discarded.
    """

    def __init__(self, path: Path, generation: int) -> None:
        self._path = path
        self._generation = generation
        with _storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._database = _open(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                for leftover in (path, path.with_name(f"{path.name}-journal")):
                    leftover.unlink(missing_ok=True)
                self._database = _open(path)
        try:
            self._run("delete from files where generation > :newest")
            self.committed(generation)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def is_empty(self) -> bool:
        """Say whether it knows of no file."""
        return not self._run("select 1 from files limit 1").fetchall()

    def setting(self, name: str) -> str | None:
        """A setting kept from run to run."""
        row = self._run("select value from settings where name = :name", name=name).fetchone()
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._run("insert or replace into settings values (:name, :value)", name=name, value=value)
        self._save()

    def rows(self) -> Iterator[FileRow]:
        """Every file that is there, without its articles."""
        return _rows(self._database, self._generation, self._path)

    def articles(self, path: str) -> dict[ArticleId, str]:
        """The ids that a file gave, with a digest of each; empty for an unknown file."""
        row = self._run(
            f"select articles from files where path = :path and not gone and {_NEWEST}",  # noqa: S608  constants
            path=os.fsencode(path),
        ).fetchone()
        return json.loads(row[0]) if row else {}

    def write(self, rows: Iterable[FileRow], generation: int) -> None:
        """Put down rows, safely on the disk, for a generation about to be committed, or for the newest."""
        with _storage_errors(self._path):
            self._database.executemany(
                f"insert or replace into files ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  constants
                (_values(row, generation) for row in rows),
            )
        self._save()

    def committed(self, generation: int) -> None:
        """The generation has come to be: what is older or gone is no longer needed."""
        self._generation = generation
        self._run(f"delete from files where not {_NEWEST}")  # noqa: S608  constants
        self._run("delete from files where gone")
        self._save()

    def _run(self, statement: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401  what SQLite takes
        with _storage_errors(self._path):
            return self._database.execute(statement, {"newest": self._generation, **values})

    def _save(self) -> None:
        with _storage_errors(self._path):
            self._database.commit()


def read_rows(path: Path, generation: int) -> list[FileRow]:
    """The rows of a manifest as they are, by path, for a reader, who takes no lock. Raises StorageError."""
    with (
        _storage_errors(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database,
    ):
        return list(_rows(database, generation, path))


def _rows(database: sqlite3.Connection, generation: int, path: Path) -> Iterator[FileRow]:
    statement = f"select {_COLUMNS} from files where not gone and {_NEWEST} order by path"  # noqa: S608  constants
    with _storage_errors(path):
        for row in database.execute(statement, {"newest": generation}):
            yield _row(row)


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
    database.execute("pragma journal_mode = delete")
    database.execute("pragma synchronous = full")
    (version,) = database.execute("pragma user_version").fetchone()
    if version != _VERSION:
        for (name,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
            database.execute(f'drop table "{name}"')
        database.executescript(_SCHEMA)
        database.execute(f"pragma user_version = {_VERSION}")
        database.commit()
    database.execute(f"select {_COLUMNS} from files limit 1").fetchall()  # noqa: S608  constants


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def _values(row: FileRow, generation: int) -> tuple[Any, ...]:
    skipped = [(part.reason, part.reader, part.key) for part in row.skipped]
    return (
        *(os.fsencode(row.path), generation, row.size, row.mtime_ns, row.scanned_ns),
        *(
            row.digest,
            row.ignored,
            row.gone,
            json.dumps(skipped),
            len(row.articles),
            json.dumps(row.articles),
        ),
    )


def _row(columns: tuple[Any, ...]) -> FileRow:
    raw_path, _, size, mtime_ns, scanned_ns, digest, ignored, gone, skipped, count, _ = columns
    path = os.fsdecode(raw_path)
    return FileRow(
        path=path,
        size=size,
        mtime_ns=mtime_ns,
        scanned_ns=scanned_ns,
        digest=digest,
        ignored=bool(ignored),
        gone=bool(gone),
        skipped=tuple(Skipped(path, *part) for part in json.loads(skipped)),
        count=count,
    )
