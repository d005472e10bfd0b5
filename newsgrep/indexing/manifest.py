"""The manifest: what each file was when it was read, and which articles it gave. For the writer alone.

A row belongs to the generation of the index whose commit it describes, and is written before that commit; rows
of a generation that was never committed are discarded by the next writer. Of a path's rows the newest counts.

Each commit has a label, any text, which the index keeps too. If an index has another label than its manifest, one of
the two was lost, or restored from an older copy: then all that the manifest says is which files there were.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep.article import ArticleId
from newsgrep.index_report import Skipped
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.file_states import READ_AGAIN, FileState, FileStates
from newsgrep.indexing.manifest_database import (
    COLUMNS,
    LABEL,
    MOUNTS,
    NEWEST,
    NEXT_LABEL,
    RULES,
    ManifestDamagedError,
    commit_name,
    decode,
    encode,
    open_database,
    paths_from_text,
    paths_to_text,
    skipped_from_text,
    states,
    storage_errors,
)

_UNREAD = """
    update files set size = -1, mtime_ns = -1, digest = x'', ignored = 0, skipped = '', given = 0, keys = '', digests = x'',
    corrected = '', settled = ''
"""
"""The time is one that a file may have, but with it no size is -1."""


_MORE_WAS_READ = b"?"
_FEW = 5000
"""So many rows are found one by one in less time than a pass over all of a large archive takes."""


class FileRow(NamedTuple):
    """A file as it was read.

    `id` is the part of its articles' ids that stands for the file, `digest` that of its content; see `unsure`. `skipped` is what
    `skipped_to_text` gives, `article_count` how many articles the file gave, `keys` and `digests` are those of `ArticleDigests`.
    `corrected` is the `version` of the corrections with which it was read, `settled` what `Settled.to_text` gives, empty for
    nothing. `gone` says that the file was deleted.
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
    corrected: str = ""
    settled: str = ""
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

    def unsure(self, sure: bytes, settled: str) -> "FileRow":
        """The row of a file that was written to while it was read, and is to be read again.

        `sure` is the digest of its first bytes, of which it is known what they give: `settled`. Both are empty for nothing.
        No content has the digest of the row, which begins with these bytes.
        """
        return self._replace(mtime_ns=READ_AGAIN, digest=sure + _MORE_WAS_READ, settled=settled)

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
    def mounts(self) -> tuple[str, ...]:
        """The mounts of the last scan, see `Scan`."""
        return paths_from_text(self._setting(MOUNTS))

    @property
    def is_empty(self) -> bool:
        """Say whether it knows of no file."""
        return not self._run("select 1 from files limit 1").fetchall()

    def states(self) -> FileStates:
        """Every file that is there, as it was when it was read."""
        with storage_errors(self._path):
            return states(self._run("select path, size, mtime_ns from files"))

    def states_of(self, paths: Sequence[str]) -> Iterator[tuple[str, FileState]]:
        """The same of those of the files that are there; where there are many, perhaps of others too."""
        if len(paths) > _FEW:
            with storage_errors(self._path):
                for path, size, mtime_ns in self._run("select path, size, mtime_ns from files"):
                    yield decode(path), (size, mtime_ns)
            return
        for name in paths:
            row = self._of_file("size, mtime_ns", name)
            if row:
                yield name, row

    def row(self, path: str) -> FileRow | None:
        """The row of a file that is there."""
        row = self._of_file(COLUMNS, path)
        if not row:
            return None
        found = FileRow(path, *row[1:])
        self._check_types(found.keys, found.digests)
        try:
            _ = found.problems
        except (ValueError, TypeError, RecursionError) as error:
            raise ManifestDamagedError(f"cannot use {self._path}: damaged") from error
        return found

    def rows(self) -> Iterator[FileRow]:
        """The rows of all files that are there, by path."""
        for path in self.states():
            row = self.row(path)
            if row:
                yield row

    def article_count(self, paths: Collection[str]) -> int:
        """The number of articles that files gave; none for those that are not known."""
        if len(paths) > _FEW:
            with storage_errors(self._path):
                rows = self._run("select path, given from files")
                return sum(count for path, count in rows if decode(path) in paths)
        rows_of_few = (self._of_file("given", path) for path in paths)
        return sum(row[0] for row in rows_of_few if row)

    def ids(self) -> Iterator[ArticleId]:
        """The ids of all articles."""
        rows = self._run("select id, keys, digests from files")
        with storage_errors(self._path):
            for file_id, keys, digests in rows:
                self._check_types(keys, digests)
                yield from ArticleDigests(keys, digests).ids(file_id)

    def corrected(self) -> dict[str, str]:
        """Of each file that was read with corrections the `version` of these."""
        rows = self._run("select path, corrected from files where corrected != ''")
        return {decode(path): version for path, version in rows}

    def totals(self) -> tuple[int, int, int]:
        """The numbers of articles, of files of which something was skipped, of ignored files."""
        row = self._run("select total(given), total(skipped != ''), total(ignored) from files").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def settle(self, label: str) -> bool:
        """Say whether the rows are of the generation with a label; if so, discard those of one that was never committed."""
        kept, begun = self._setting(LABEL), self._setting(NEXT_LABEL)
        if commit_name(self._generation, label) not in {kept, begun}:
            return False
        if begun is not None:
            self._run("delete from files where generation > :newest")
            self._run(f"delete from files where not {NEWEST}")  # noqa: S608  constants
            self.committed(self._generation, label)
        return True

    @property
    def label(self) -> str | None:
        """The label of the commit whose rows it has; None if there was none."""
        kept = self._setting(LABEL)
        return kept.partition(" ")[2] if kept else None

    def clear(self) -> None:
        """Forget every file."""
        self._run("delete from files")

    def discard_uncommitted(self) -> None:
        """Forget the rows of a commit that never came about."""
        kept = self._setting(LABEL) or "0"
        self._run("delete from files where generation > :kept", kept=int(kept.partition(" ")[0]))

    def take(self, rows: Iterable[FileRow]) -> None:
        """Take rows that another machine has committed; see `committed`."""
        self._insert(rows, self._generation)

    def restore(self, rows: Iterable[FileRow], label: str) -> None:
        """Keep only which files there are, each to be read again, and take the rows of others, for the commit with a label."""
        self._run("update or replace files set generation = :newest where not gone")
        self._run("delete from files where generation != :newest or gone")
        self._run(_UNREAD)
        self._insert(rows, self._generation)
        self.committed(self._generation, label)

    def known(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that have a row."""
        return [path for path in paths if self._of_file("1", path)]

    def take_rules(self, rules: str) -> None:
        """Take the rules that another machine has read files by; see `committed`."""
        self._set(RULES, rules)

    def write(self, rows: Iterable[FileRow], generation: int, label: str) -> None:
        """Write rows, safely on the disk, for a generation about to be committed with a label, or for the newest."""
        self._set(NEXT_LABEL, commit_name(generation, label))
        self._insert(rows, generation)
        self._save()

    def write_states(self, changed: Mapping[str, FileState]) -> None:
        """Write the states of files whose content is as it was when they were read."""
        with storage_errors(self._path):
            self._database.executemany(
                "update files set size = ?, mtime_ns = ? where path = ?",
                ((*state, encode(path)) for path, state in changed.items()),
            )
        self._save()

    def committed(self, generation: int, label: str) -> None:
        """The rows written last are committed, in a generation with a label: delete those that are older, or of deleted files."""
        self._generation = generation
        self._run(
            "delete from files where generation < :newest"
            " and path in (select path from files where generation = :newest)"
        )
        self._run("delete from files where gone")
        self._run("delete from settings where name = :name", name=NEXT_LABEL)
        self._set(LABEL, commit_name(generation, label))
        self._save()

    def finish(self, rules: str, mounts: Iterable[str]) -> None:
        """Save, at the end of a run, the rules that it read by, and its mounts."""
        kept = paths_to_text(sorted(mounts))
        if (self._setting(RULES), self._setting(MOUNTS)) != (rules, kept):
            self._set(MOUNTS, kept)
            self._set(RULES, rules)
            self._save()

    def _of_file(self, columns: str, path: str) -> Any:  # noqa: ANN401  a row of SQLite's
        """The columns of the row of a file that is there; None if there is none."""
        return self._run(
            f"select {columns} from files where path = :path and not gone and {NEWEST}",  # noqa: S608  constants
            path=encode(path),
        ).fetchone()

    def _check_types(self, keys: object, digests: object) -> None:
        """Raise ManifestDamagedError for what only another program can have written."""
        if not (isinstance(keys, str) and isinstance(digests, bytes)):
            raise ManifestDamagedError(f"cannot use {self._path}: damaged")

    def _insert(self, rows: Iterable[FileRow], generation: int) -> None:
        with storage_errors(self._path):
            self._database.executemany(
                f"insert or replace into files ({COLUMNS}, generation) values ({'?, ' * 13} {generation:d})",  # noqa: S608  constants
                ((encode(row[0]), *row[1:]) for row in rows),
            )

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
    """Open the manifest of an index whose newest generation is given. The caller holds the writer's lock, and calls `settle`.

    One that is no database is made anew, empty. Raises StorageError.
    """
    with storage_errors(path):
        return Manifest(path, open_database(path), generation)
