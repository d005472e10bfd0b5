"""The manifest: what each file was when it was read, and which articles it gave. For the writer alone.

A row belongs to the generation of the index whose commit it describes, and is written before that commit; rows
of a generation that was never committed are discarded by the next writer. Of a path's rows the newest counts.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep.errors import StorageError
from newsgrep.index_report import Skipped
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.manifest_database import (
    COLUMNS,
    NEWEST,
    READ_AGAIN,
    RULES,
    FileState,
    decode,
    encode,
    open_database,
    skipped_from_text,
    states,
    storage_errors,
)

_CLEAN = "clean"
"""The setting that names a generation when all rows are of it or older, one a path, none gone."""


class FileRow(NamedTuple):
    """A file as it was read.

    `id` is the part of its articles' ids that stands for the file, `digest` that of its content. `skipped` is what
    `skipped_to_text` gives, `article_count` how many articles the file gave, `keys` and `digests` are those of `ArticleDigests`.
    `gone` says that the file was deleted.
    """

    path: str
    id: str
    size: int = -1
    mtime_ns: int = READ_AGAIN
    digest: bytes = b""
    ignored: bool = False
    skipped: str = ""
    article_count: int = 0
    keys: str = ""
    digests: bytes = b""
    gone: bool = False

    @property
    def articles(self) -> ArticleDigests:
        """The articles that the file gave."""
        return ArticleDigests(self.keys, self.digests)

    def with_articles(self, articles: ArticleDigests) -> "FileRow":
        """The row of the file when it gave these articles."""
        return self._replace(
            article_count=articles.article_count, keys=articles.keys, digests=articles.digests
        )

    def deleted(self) -> "FileRow":
        """The row of the file when it is gone."""
        return FileRow(self.path, self.id, gone=True)

    @property
    def problems(self) -> list[Skipped]:
        """The parts of the file that were skipped."""
        return skipped_from_text(self.path, self.skipped)


class Manifest:
    """The rows of the newest generation, in a database. Open it with `open_manifest`. Raises StorageError."""

    def __init__(self, path: Path, database: sqlite3.Connection, generation: int) -> None:
        self._path = path
        self._database = database
        self._generation = generation

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def rules(self) -> str | None:
        """The rules that files were read by, as the last run that finished has saved them."""
        return self._setting(RULES)

    @property
    def is_empty(self) -> bool:
        """Say whether it knows of no file."""
        return not self._run("select 1 from files limit 1").fetchall()

    def states(self) -> dict[str, FileState]:
        """Every file that is there, as it was when it was read."""
        with storage_errors(self._path):
            return states(self._run("select path, size, mtime_ns from files").fetchall())

    def known_states(self, found: Mapping[str, FileState]) -> Mapping[str, FileState]:
        """The same as `states`, at once if nothing has changed; `found` are the files as they are now."""
        scan = self._run("select files from latest_scan").fetchone()
        return found if scan and scan[0] == _packed(found) else self.states()

    def row(self, path: str) -> FileRow | None:
        """The row of a file that is there."""
        row = self._run(
            f"select {COLUMNS} from files where path = :path and not gone and {NEWEST}",  # noqa: S608  constants
            path=encode(path),
        ).fetchone()
        if not row:
            return None
        found = FileRow(path, *row[1:])
        if not (isinstance(found.keys, str) and isinstance(found.digests, bytes)):
            raise StorageError(f"cannot use {self._path}: damaged; delete it, and every file is read again")
        return found

    def article_counts(self) -> dict[str, int]:
        """The number of articles of each file that is there."""
        with storage_errors(self._path):
            rows = self._run("select path, given from files").fetchall()
        return {decode(path): count for path, count in rows}

    def totals(self) -> tuple[int, int, int]:
        """The numbers of articles, of files of which something was skipped, of ignored files."""
        row = self._run("select total(given), total(skipped != ''), total(ignored) from files").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def discard_uncommitted(self) -> None:
        """Delete the rows that a killed writer has left of a generation that was never committed."""
        if self._setting(_CLEAN) != str(self._generation):
            self._run("delete from files where generation > :newest")
            self._run(f"delete from files where not {NEWEST}")  # noqa: S608  constants
            self.committed(self._generation)

    def write(self, rows: Iterable[FileRow], generation: int) -> None:
        """Write rows, safely on the disk, for a generation about to be committed, or for the newest."""
        self._run("delete from settings where name = :name", name=_CLEAN)
        self._run("delete from latest_scan")
        with storage_errors(self._path):
            self._database.executemany(
                f"insert or replace into files ({COLUMNS}, generation) values ({'?, ' * 11} {generation:d})",  # noqa: S608  constants
                ((encode(row[0]), *row[1:]) for row in rows),
            )
        self._save()

    def write_states(self, changed: Mapping[str, FileState]) -> None:
        """Write the states of files whose content is as it was when they were read."""
        self._run("delete from latest_scan")
        with storage_errors(self._path):
            self._database.executemany(
                "update files set size = ?, mtime_ns = ? where path = ?",
                ((*state, encode(path)) for path, state in changed.items()),
            )
        self._save()

    def committed(self, generation: int) -> None:
        """The generation of the rows written last is committed: delete the rows that are older, or of deleted files."""
        self._generation = generation
        self._run(
            "delete from files where generation < :newest"
            " and path in (select path from files where generation = :newest)"
        )
        self._run("delete from files where gone")
        self._set(_CLEAN, str(generation))
        self._save()

    def finish(self, found: Mapping[str, FileState], rules: str) -> None:
        """Save, at the end of a run, the rules that it read by and, for `known_states`, the files that it found."""
        if self._setting(RULES) == rules and self._run("select 1 from latest_scan").fetchone():
            return
        self._set(RULES, rules)
        if self.states() == found:
            with storage_errors(self._path):
                self._database.execute("delete from latest_scan")
                self._database.execute("insert into latest_scan values (?)", (_packed(found),))
        self._save()

    def _setting(self, name: str) -> str | None:
        row = self._run("select value from settings where name = :name", name=name).fetchone()
        return row[0] if row else None

    def _set(self, name: str, value: str) -> None:
        self._run("insert or replace into settings values (:name, :value)", name=name, value=value)

    def _run(self, statement: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401  what SQLite takes
        with storage_errors(self._path):
            return self._database.execute(statement, {"newest": self._generation, **values})

    def _save(self) -> None:
        with storage_errors(self._path):
            self._database.commit()


def open_manifest(path: Path, generation: int) -> Manifest:
    """Open the manifest of an index whose newest generation is given. The caller holds the writer's lock.

    One that is no database is made anew, empty; rows that were never committed are discarded. Raises StorageError.
    """
    with storage_errors(path):
        manifest = Manifest(path, open_database(path), generation)
    try:
        manifest.discard_uncommitted()
    except BaseException:
        manifest.close()
        raise
    return manifest


def _packed(found: Mapping[str, FileState]) -> bytes:
    """The same bytes for the same files in the same order."""
    return encode("\0".join(found)) + array("q", chain.from_iterable(found.values())).tobytes()
