"""Read the manifest without the writer's lock, and save what can be saved of it for a new index. All raise StorageError."""

from contextlib import closing
from pathlib import Path
from typing import Any

from newsgrep.errors import StorageError
from newsgrep.index_report import Skipped
from newsgrep.indexing.manifest_database import (
    NEWEST,
    RULES,
    FileState,
    decode,
    open_database,
    reading_database,
    skipped_from_text,
    states,
    storage_errors,
)

_UNREAD = """
    update files set size = -1, mtime_ns = -1, digest = x'', ignored = 0, skipped = '', given = 0, keys = '', digests = x''
"""


def read_states_and_rules(path: Path, generation: int) -> tuple[dict[str, FileState], str | None]:
    """The files as they were when they were read, and `Manifest.rules`."""
    with reading_database(path) as database:
        rules = database.execute("select value from settings where name = ?", (RULES,)).fetchone()
    return states(_read(path, generation, "path, size, mtime_ns")), rules[0] if rules else None


def read_skipped(path: Path, generation: int) -> list[Skipped]:
    """The skipped files and parts of files, by path."""
    rows = _read(path, generation, "path, skipped", "skipped != ''")
    try:
        return [part for raw, skipped in rows for part in skipped_from_text(decode(raw), skipped)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def files_with_articles(path: Path) -> set[str]:
    """The files, in any generation, whose articles may be in the index; none if the manifest is missing or damaged."""
    if not path.exists():
        return set()
    try:
        with reading_database(path) as database:
            return {decode(raw) for (raw,) in database.execute("select path from files where given")}
    except StorageError:
        return set()


def mark_all_unread(path: Path) -> None:
    """Keep only which files there are, each to be read again, for an index that is made anew. The caller holds the writer's lock."""
    with storage_errors(path), closing(open_database(path)) as database:
        database.execute("delete from latest_scan")
        database.execute("delete from settings")
        # Once for each path, of the generation that an index begins with.
        database.execute("update or replace files set generation = 0 where not gone")
        database.execute("delete from files where generation or gone")
        database.execute(_UNREAD)
        database.commit()


def _read(path: Path, generation: int, columns: str, condition: str = "true") -> list[tuple[Any, ...]]:
    with reading_database(path) as database:
        return database.execute(
            f"select {columns} from files where not gone and {condition} and {NEWEST} order by path",  # noqa: S608  constants
            {"newest": generation},
        ).fetchall()
