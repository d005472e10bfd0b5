"""The manifest: what each file was when it was read, and which articles it gave. For writers alone.

A row belongs to the generation of the index whose commit it describes, and is written before that commit; rows
of a generation that never came to be are discarded by the next writer. Of a path's rows the newest counts.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsgrep.article import ArticleId
from newsgrep.errors import StorageError
from newsgrep.results import Skipped

_VERSION = 1
_SCHEMA = """
create table files (
    path blob not null, generation integer not null, root blob not null, size integer not null,
    mtime_ns integer not null, scanned_ns integer not null, digest blob not null, ignored integer not null,
    gone integer not null, skipped text not null, articles text not null, primary key (path, generation)
) without rowid;
create table settings (name text primary key, value text not null) without rowid;
"""
_NEWER = (
    "exists (select 1 from files newer where newer.path = files.path and newer.generation > files.generation)"
)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was read.

    `scanned_ns` is when, in ns since the epoch; `digest` that of its content, empty if it must be read again.
    `articles` maps its ids to a digest of each. `gone` says that the file is there no more.
    """

    path: str
    root: str
    size: int = -1
    mtime_ns: int = -1
    scanned_ns: int = 0
    digest: bytes = b""
    ignored: bool = False
    gone: bool = False
    skipped: tuple[Skipped, ...] = ()
    articles: Mapping[ArticleId, str] = field(default_factory=dict)


class Manifest:
    """The rows, on disk. Raises StorageError; a manifest that is no database is made anew, empty."""

    def __init__(self, path: Path, generation: int) -> None:
        self._generation = generation
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make {path.parent}: {error.strerror}") from error
        with _storage_errors(path):
            try:
                self._database = _open(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                for leftover in (path, path.with_name(f"{path.name}-journal")):
                    leftover.unlink(missing_ok=True)
                self._database = _open(path)
        self._path = path
        self._run("delete from files where generation > ?", (generation,))
        self._prune()
        self._save()

    def __enter__(self) -> "Manifest":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @property
    def is_empty(self) -> bool:
        """Say whether it knows of no file."""
        return not self._run("select 1 from files limit 1").fetchall()

    def setting(self, name: str) -> str | None:
        """A setting kept from run to run."""
        row = self._run("select value from settings where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._run("insert or replace into settings values (?, ?)", (name, value))
        self._save()

    def rows(self) -> Iterator[FileRow]:
        """Every file that is there, without its articles."""
        columns = "path, root, size, mtime_ns, scanned_ns, digest, ignored, gone, skipped, '{}'"
        for row in self._run(f"select {columns} from files where not gone and not {_NEWER}"):  # noqa: S608  constants
            yield _row(row)

    def articles(self, path: str) -> dict[ArticleId, str]:
        """The ids that a file gave, with a digest of each; empty for an unknown file."""
        row = self._run(
            "select articles from files where path = ? and not gone order by generation desc limit 1",
            (os.fsencode(path),),
        ).fetchone()
        return json.loads(row[0]) if row else {}

    def write(self, rows: Iterable[FileRow], generation: int) -> None:
        """Put down rows, safely on the disk, for a generation about to be committed, or for the newest."""
        with _storage_errors(self._path):
            self._database.executemany(
                "insert or replace into files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_values(row, generation) for row in rows),
            )
        self._save()

    def committed(self, generation: int) -> None:
        """The generation has come to be: rows before it are no longer needed."""
        self._generation = generation
        self._prune()
        self._save()

    def _prune(self) -> None:
        self._run(f"delete from files where {_NEWER}")  # noqa: S608  constants
        self._run("delete from files where gone")

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        with _storage_errors(self._path):
            return self._database.execute(statement, values)

    def _save(self) -> None:
        with _storage_errors(self._path):
            self._database.commit()


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.execute("pragma journal_mode = delete")
    database.execute("pragma synchronous = full")
    (version,) = database.execute("pragma user_version").fetchone()
    if version != _VERSION:
        for (name,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
            database.execute(f'drop table "{name}"')
        database.executescript(_SCHEMA)
        database.execute(f"pragma user_version = {_VERSION}")
        database.commit()
    database.execute("select path from files limit 1").fetchall()
    return database


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def _values(row: FileRow, generation: int) -> tuple[Any, ...]:
    skipped = [(part.reason, part.reader, part.key) for part in row.skipped]
    return (
        *(os.fsencode(row.path), generation, os.fsencode(row.root), row.size, row.mtime_ns, row.scanned_ns),
        *(row.digest, row.ignored, row.gone, json.dumps(skipped), json.dumps(row.articles)),
    )


def _row(columns: tuple[Any, ...]) -> FileRow:
    raw_path, raw_root, size, mtime_ns, scanned_ns, digest, ignored, gone, skipped, articles = columns
    path = os.fsdecode(raw_path)
    return FileRow(
        path=path,
        root=os.fsdecode(raw_root),
        size=size,
        mtime_ns=mtime_ns,
        scanned_ns=scanned_ns,
        digest=digest,
        ignored=bool(ignored),
        gone=bool(gone),
        skipped=tuple(Skipped(path, *part) for part in json.loads(skipped)),
        articles=json.loads(articles),
    )
