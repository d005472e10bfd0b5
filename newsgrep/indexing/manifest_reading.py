"""Read the manifest without the writer's lock. All raise StorageError."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from newsgrep.errors import StorageError
from newsgrep.index_report import Skipped
from newsgrep.indexing.file_states import READ_AGAIN, FileStates
from newsgrep.indexing.manifest_database import (
    LABEL,
    MOUNTS,
    NEWEST,
    NEXT_LABEL,
    RULES,
    commit_name,
    decode,
    paths_from_text,
    reading_database,
    skipped_from_text,
    states,
)


class KnownFiles(NamedTuple):
    """The files as they were when they were read, and what `Manifest` has of the same names.

    `is_current`: they are those of the commit that was asked for. If not, each of them is to be read again.
    """

    states: FileStates
    is_current: bool = True
    rules: str | None = None
    mounts: tuple[str, ...] = ()
    corrected: Mapping[str, str] = MappingProxyType({})


def read_known_files(path: Path, generation: int, label: str) -> KnownFiles:
    """What a manifest has for the commit of a generation, with its label; nothing if there is no manifest."""
    if not path.exists():
        return KnownFiles(FileStates(), is_current=not generation)
    with reading_database(path) as database:
        settings = dict(database.execute("select name, value from settings").fetchall())
    mounts = paths_from_text(settings.get(MOUNTS))
    if commit_name(generation, label) not in {settings.get(LABEL), settings.get(NEXT_LABEL)}:
        return KnownFiles(unread(files_with_rows(path)), is_current=False, mounts=mounts)
    known = states(_read(path, generation, "path, size, mtime_ns"))
    corrected = _read(path, generation, "path, corrected", "corrected != ''")
    return KnownFiles(
        known,
        rules=settings.get(RULES),
        mounts=mounts,
        corrected={decode(raw): version for raw, version in corrected},
    )


def unread(paths: Iterable[str]) -> FileStates:
    """The states of files that are to be read again."""
    return FileStates.of((path, (-1, READ_AGAIN)) for path in paths)


def read_mounts(path: Path) -> tuple[str, ...]:
    """`Manifest.mounts`; none if the manifest is missing or damaged."""
    try:
        with reading_database(path) as database:
            row = database.execute("select value from settings where name = ?", (MOUNTS,)).fetchone()
    except StorageError:
        return ()
    return paths_from_text(row[0] if row else None)


def read_skipped(path: Path, generation: int) -> list[Skipped]:
    """The skipped files and parts of files, by path."""
    rows = _read(path, generation, "path, skipped", "skipped != ''")
    try:
        return [part for raw, skipped in rows for part in skipped_from_text(decode(raw), skipped)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(f"cannot use {path}: {error}") from error


def files_with_rows(path: Path, *, with_articles: bool = False) -> set[str]:
    """The files, in any generation, or those whose articles may be in the index; none if the manifest is missing or damaged."""
    if not path.exists():
        return set()
    condition = "given" if with_articles else "not gone"
    try:
        with reading_database(path) as database:
            rows = database.execute(f"select path from files where {condition}")  # noqa: S608  constants
            return {decode(raw) for (raw,) in rows}
    except StorageError:
        return set()


def _read(path: Path, generation: int, columns: str, condition: str = "true") -> list[tuple[Any, ...]]:
    with reading_database(path) as database:
        return database.execute(
            f"select {columns} from files where not gone and {condition} and {NEWEST} order by path",  # noqa: S608  constants
            {"newest": generation},
        ).fetchall()
