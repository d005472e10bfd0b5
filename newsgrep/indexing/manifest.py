"""The manifest: what each file was when it was read, and which articles it gave. For writers alone.

A row belongs to the generation of the index whose commit it describes, and is written before that commit; rows
of a generation that never came to be are discarded by the next writer. Of a path's rows the newest counts.
"""

import json
import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from newsgrep.errors import StorageError
from newsgrep.home import index_path
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.outcomes import Skipped

_VERSION = 3
_SCHEMA = """
create table files (
    path blob not null, generation integer not null, id text not null, size integer not null,
    mtime_ns integer not null, digest blob not null, ignored integer not null, skipped text not null,
    given integer not null, keys text not null, digests blob not null, gone integer not null, primary key (path, generation)
) without rowid;
create table settings (name text primary key, value text not null) without rowid;
create table latest_scan (files blob not null);
"""
_COLUMNS = "path, id, size, mtime_ns, digest, ignored, skipped, given, keys, digests, gone"
_NEWEST = """
    generation = (select max(generation) from files newer where newer.path = files.path and generation <= :newest)
"""
_RULES = "rules"
_CLEAN = "clean"
"""The setting that names a generation when all rows are of it or older, one a path, none gone."""

_UNREAD = """
    update files set size = -1, digest = x'', ignored = 0, skipped = '', given = 0, keys = '', digests = x''
"""

FileState: TypeAlias = tuple[int, int]
"""A file's size, and its time of modification in ns since the epoch, as `file_state` gives it."""

_MOST = (1 << 63) - 1
READ_AGAIN = -_MOST - 1
"""A time of modification that no state has."""


def file_state(status: os.stat_result) -> FileState:
    """The state of a file, in two integers of 64 bits, as SQLite and arrays hold them.

    File systems know times before 1677 and after 2262, which need more: those are taken modulo 2^64 - 1 ns, 584 years.
    """
    mtime_ns = status.st_mtime_ns
    if not -_MOST <= mtime_ns <= _MOST:
        mtime_ns = (mtime_ns + _MOST) % (2 * _MOST + 1) - _MOST
    return status.st_size, mtime_ns


class FileRow(NamedTuple):
    """A file as it was read.

    `id` is its part of its articles' ids, `digest` that of its content. `skipped` is what `skipped_text` gives,
    `given` how many articles it gave, `keys` and `digests` are those of `ArticleDigests`. `gone` says that the file is there no more.
    """

    path: str
    id: str
    size: int = -1
    mtime_ns: int = READ_AGAIN
    digest: bytes = b""
    ignored: bool = False
    skipped: str = ""
    given: int = 0
    keys: str = ""
    digests: bytes = b""
    gone: bool = False

    @property
    def articles(self) -> ArticleDigests:
        """The articles that the file gave."""
        return ArticleDigests(self.keys, self.digests)

    def gone_now(self) -> "FileRow":
        """The row of the file when it is there no more."""
        return FileRow(self.path, self.id, gone=True)

    @property
    def problems(self) -> list[Skipped]:
        """What of it was skipped, and why."""
        return _skipped_parts(self.path, self.skipped)


class Manifest:
    """The rows of the newest generation, on disk. Raises StorageError.

    Opened by a writer, who holds the lock: a manifest that is no database is made anew, empty, and rows of
    generations that never came to be are discarded.
    """

    def __init__(self, path: Path, generation: int) -> None:
        self._path = path
        self._generation = generation
        with _storage_errors(path):
            self._database = _opened(path)
        try:
            if self._setting(_CLEAN) != str(generation):
                self._run("delete from files where generation > :newest")
                self._run(f"delete from files where not {_NEWEST}")  # noqa: S608  constants
                self.committed(generation)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def rules(self) -> str | None:
        """The rules that files were read by, as the last run that has finished has put them down."""
        return self._setting(_RULES)

    def _setting(self, name: str) -> str | None:
        row = self._run("select value from settings where name = :name", name=name).fetchone()
        return row[0] if row else None

    @property
    def is_empty(self) -> bool:
        """Say whether it knows of no file."""
        return not self._run("select 1 from files limit 1").fetchall()

    def states(self) -> dict[str, FileState]:
        """Every file that is there, as it was when it was read."""
        with _storage_errors(self._path):
            return _states(self._run("select path, size, mtime_ns from files").fetchall())

    def recall(self, found: Mapping[str, FileState]) -> Mapping[str, FileState]:
        """The same as `states`, at once if nothing has changed: `found` are the files as they are now."""
        scan = self._run("select files from latest_scan").fetchone()
        return found if scan and scan[0] == _packed(found) else self.states()

    def finish(self, found: Mapping[str, FileState], rules: str) -> None:
        """The end of a run, which has `found` files and has read by rules. For `recall` and `rules`."""
        if self._setting(_RULES) == rules and self._run("select 1 from latest_scan").fetchone():
            return
        self._set(_RULES, rules)
        if self.states() == found:
            with _storage_errors(self._path):
                self._database.execute("delete from latest_scan")
                self._database.execute("insert into latest_scan values (?)", (_packed(found),))
        self._save()

    def row(self, path: str) -> FileRow | None:
        """The row of a file that is there."""
        row = self._run(
            f"select {_COLUMNS} from files where path = :path and not gone and {_NEWEST}",  # noqa: S608  constants
            path=_encode(path),
        ).fetchone()
        if not row:
            return None
        found = FileRow(path, *row[1:])
        if not (isinstance(found.keys, str) and isinstance(found.digests, bytes)):
            raise StorageError(f"cannot use {self._path}: damaged; delete it, and every file is read again")
        return found

    def counts(self) -> dict[str, int]:
        """How many articles each file gave that is there."""
        with _storage_errors(self._path):
            rows = self._run("select path, given from files").fetchall()
        return {_decode(path): count for path, count in rows}

    def totals(self) -> tuple[int, int, int]:
        """How many articles there are, how many files of which something was skipped, how many ignored files."""
        row = self._run("select total(given), total(skipped != ''), total(ignored) from files").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def write(self, rows: Iterable[FileRow], generation: int) -> None:
        """Put down rows, safely on the disk, for a generation about to be committed, or for the newest."""
        self._run("delete from settings where name = :name", name=_CLEAN)
        self._run("delete from latest_scan")
        with _storage_errors(self._path):
            self._database.executemany(
                f"insert or replace into files ({_COLUMNS}, generation) values ({'?, ' * 11} {generation:d})",  # noqa: S608  constants
                ((_encode(row[0]), *row[1:]) for row in rows),
            )
        self._save()

    def write_states(self, states: Mapping[str, FileState]) -> None:
        """Put down how files are now whose content is as it was when they were read."""
        self._run("delete from latest_scan")
        with _storage_errors(self._path):
            self._database.executemany(
                "update files set size = ?, mtime_ns = ? where path = ?",
                ((*state, _encode(path)) for path, state in states.items()),
            )
        self._save()

    def committed(self, generation: int) -> None:
        """The generation of the rows written last has come to be: what is older or gone is no longer needed."""
        self._generation = generation
        self._run(
            "delete from files where generation < :newest"
            " and path in (select path from files where generation = :newest)"
        )
        self._run("delete from files where gone")
        self._set(_CLEAN, str(generation))
        self._save()

    def _set(self, name: str, value: str) -> None:
        self._run("insert or replace into settings values (:name, :value)", name=name, value=value)

    def _run(self, statement: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401  what SQLite takes
        with _storage_errors(self._path):
            return self._database.execute(statement, {"newest": self._generation, **values})

    def _save(self) -> None:
        with _storage_errors(self._path):
            self._database.commit()


def manifest_path(home: Path) -> Path:
    """Where it is kept."""
    return index_path(home) / "manifest.sqlite"


def read_plan(path: Path, generation: int) -> tuple[dict[str, FileState], str | None]:
    """`Manifest.states`, and the setting of what rules they were read by, for a reader, who takes no lock. Raises StorageError."""
    with _reading(path) as database:
        rules = database.execute("select value from settings where name = ?", (_RULES,)).fetchone()
    return _states(_read(path, generation, "path, size, mtime_ns")), rules[0] if rules else None


def known_files(path: Path) -> set[str]:
    """The files of any generation, of which articles may be in the index; none where there is no manifest, or a damaged one."""
    if not path.exists():
        return set()
    try:
        with _reading(path) as database:
            return {_decode(raw) for (raw,) in database.execute("select path from files where given")}
    except StorageError:
        return set()


def mark_unread(path: Path) -> None:
    """Forget all of the files but that they are there: what is left of a manifest when its index is taken away. Raises StorageError."""
    with _storage_errors(path), closing(_opened(path)) as database:
        database.execute("delete from latest_scan")
        database.execute("delete from settings")
        # Once for each path, of the generation that an index begins with.
        database.execute("update or replace files set generation = 0 where not gone")
        database.execute("delete from files where generation or gone")
        database.execute(_UNREAD)
        database.commit()


def read_skipped(path: Path, generation: int) -> list[Skipped]:
    """What was skipped, by path, for a reader, who takes no lock. Raises StorageError."""
    rows = _read(path, generation, "path, skipped", "skipped != ''")
    try:
        return [part for raw, skipped in rows for part in _skipped_parts(_decode(raw), skipped)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def _read(path: Path, generation: int, columns: str, condition: str = "true") -> list[tuple[Any, ...]]:
    with _reading(path) as database:
        return database.execute(
            f"select {columns} from files where not gone and {condition} and {_NEWEST} order by path",  # noqa: S608  constants
            {"newest": generation},
        ).fetchall()


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    # What a killed writer has left half done SQLite takes back, if it may write.
    mode = "rw" if path.with_name(f"{path.name}-journal").exists() else "ro"
    with (
        _storage_errors(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)) as database,
    ):
        yield database


def skipped_text(skipped: Sequence[Skipped]) -> str:
    """What was skipped, as a row keeps it."""
    return json.dumps([(part.reason, part.reader, part.key) for part in skipped]) if skipped else ""


def _skipped_parts(path: str, text: str) -> list[Skipped]:
    return [Skipped(path, *part) for part in json.loads(text)] if text else []


def _packed(states: Mapping[str, FileState]) -> bytes:
    """The same for the same files in the same order."""
    return _encode("\0".join(states)) + array("q", chain.from_iterable(states.values())).tobytes()


def _states(rows: list[tuple[bytes, int, int]]) -> dict[str, FileState]:
    return {path.decode("utf-8", "surrogateescape"): (size, mtime_ns) for path, size, mtime_ns in rows}


def _encode(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _decode(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _opened(path: Path) -> sqlite3.Connection:
    """The database; what is none is made anew, empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for leftover in (path, path.with_name(f"{path.name}-journal")):
            leftover.unlink(missing_ok=True)
        return _open(path)


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
    database.execute(f"select {_COLUMNS} from files limit 1").fetchall()  # noqa: S608  constants


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error
