"""An indexing run: what has changed since the last one is read, committed, and counted."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.config import ArchiveConfig, Root
from newsgrep.engines import Engine, open_engine
from newsgrep.errors import IndexDamagedError, IndexFormatError, NewsgrepError, UsageError
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.home import index_path
from newsgrep.indexing.manifest import FileRow, Manifest, read_skipped, read_states
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.query.nodes import Everything
from newsgrep.readers import ReadOptions
from newsgrep.results import IndexProgress, IndexReport, Plan, Skipped

if TYPE_CHECKING:
    from newsgrep.indexing.update import Update

Progress: TypeAlias = Callable[[IndexProgress], None]

_READING_RULES = 2
"""To be raised when readers learn to read more, so that files skipped before are read again."""


class IndexRequest(NamedTuple):
    """What to index. `roots` None: all that the config holds, and the files once named, to be refreshed.

    `named` are single files, absolute; they go with `roots` (which may be none). With one job files are read in this process, where one
    that kills or stalls its reader ends the run; with more, in as many spawned processes.
    """

    today: date
    roots: Sequence[Root] | None = None
    named: Sequence[Path] = ()
    jobs: int = 1
    rebuild: bool = False


def run_index(home: Path, config: ArchiveConfig, request: IndexRequest, progress: Progress) -> IndexReport:
    """Bring the index up to date with its files. The caller holds the writer's lock.

    Raises NewsgrepError; InterruptedRunError on Ctrl-C, with what was finished committed.
    """
    started = time.monotonic()
    engine = _open_for_writing(home, config, rebuild=request.rebuild)
    with closing(engine):
        try:
            with (
                closing(Manifest(index_path(home) / "manifest.sqlite", engine.generation)) as manifest,
                closing(_Run(home, config, request, engine, manifest)) as run,
            ):
                run.read_changed(progress)
                return run.report()._replace(seconds=time.monotonic() - started)
        except NewsgrepError:
            with suppress(
                NewsgrepError
            ):  # a full disk wants its space back; if not now, the next run does it
                engine.discard_uncommitted()
            raise


def plan_index(home: Path, config: ArchiveConfig, request: IndexRequest) -> Plan:
    """What `run_index` would do. Takes no lock, writes nothing."""
    path = index_path(home) / "manifest.sqlite"
    known = read_states(path, _generation(home, config)) if path.exists() else {}
    changes = Changes(
        home.parent, config.roots, lambda _: known, request.roots, request.named, time.time_ns()
    )
    return Plan(tuple(changes.changed()), tuple(sorted(changes.vanished)), changes.warnings())


def forget(home: Path, config: ArchiveConfig, path: str) -> int | None:
    """Remove the articles of what lies at or below an `Article.path`, but not below a root of the config.

    Gives how many; None where no file is known. The caller holds the lock.
    """
    roots = [root_path(home.parent, root) for root in config.roots]
    kept = [root for root in roots if root != path and is_below(root, path)]
    with (
        closing(_open_for_writing(home, config, rebuild=False)) as engine,
        closing(Manifest(index_path(home) / "manifest.sqlite", engine.generation)) as manifest,
    ):
        known = [known for known in manifest.states() if is_below(known, path) and not below_any(known, kept)]
        if not known:
            return None
        rows = [row for row in map(manifest.row, known) if row]
        ids = [identifier for row in rows for identifier in row.articles.ids(row.id)]
        manifest.write((row.gone_now() for row in rows), engine.generation + 1)
        manifest.committed(engine.commit([], ids))
        return len(ids)


def skipped_files(home: Path, config: ArchiveConfig) -> list[Skipped]:
    """What is not indexed, and why, by path. Takes no lock. Raises StorageError."""
    path = index_path(home) / "manifest.sqlite"
    return read_skipped(path, _generation(home, config)) if path.exists() else []


def _generation(home: Path, config: ArchiveConfig) -> int:
    with closing(open_engine(index_path(home), config.language)) as engine:
        return engine.generation


def _open_for_writing(home: Path, config: ArchiveConfig, *, rebuild: bool) -> Engine:
    engine = open_engine(index_path(home), config.language)
    try:
        engine.discard_uncommitted()
    except (IndexFormatError, IndexDamagedError):
        engine.close()
        if not rebuild:
            raise
        for root in config.roots:
            if not (home.parent / root.path).exists():
                raise UsageError(
                    f"{root.path} is not there, and its articles would be lost; to go on without it, delete"
                    f" {index_path(home)}"
                ) from None
        import shutil  # noqa: PLC0415  seldom

        shutil.rmtree(index_path(home))
        engine = open_engine(index_path(home), config.language)
    return engine


def _rows_of_engine(engine: Engine) -> Iterator[FileRow]:
    """For a manifest that was lost: the files that the index has articles of, each to be read again."""
    keys: dict[tuple[str, str], list[str]] = {}
    for match in engine.search(Everything()):
        file_id, sign, key = match.id.partition("#")
        keys.setdefault((match.path, file_id), []).append(sign + key)
    for (path, file_id), of_file in keys.items():
        articles = unknown_digests(of_file)
        yield FileRow(path, file_id, given=len(of_file), keys=articles.keys, digests=articles.digests)


class _Run:
    """A look at the files, and the update that it asks for, if any."""

    def __init__(
        self, home: Path, config: ArchiveConfig, request: IndexRequest, engine: Engine, manifest: Manifest
    ) -> None:
        self._home = home
        self._config = config
        self._request = request
        self._engine = engine
        self._manifest = manifest
        self._rules = json.dumps([_READING_RULES, config.date_order, config.fields])
        self._again = request.rebuild or manifest.setting("reading") != self._rules
        self._update: Update | None = None
        if manifest.is_empty:
            self._needed_update().start_workers()
            if engine.generation:
                manifest.write(_rows_of_engine(engine), engine.generation)
                manifest.committed(engine.generation)
        self._changes = Changes(
            home.parent, config.roots, manifest.recall, request.roots, request.named, time.time_ns()
        )
        self._unread: int | None = 0

    def close(self) -> None:
        """End what may still run."""
        if self._update:
            self._update.close()

    def read_changed(self, progress: Progress) -> None:
        """Read what is new or changed, take out what is gone, commit."""
        changes = self._changes
        changed = sorted(changes.scan.files) if self._again else changes.changed()
        self._unread = self._count_unread(changed)
        if changed or changes.vanished:
            self._needed_update().run(changes, changed, progress)
        self._manifest.finish(changes.scan.files, self._rules)

    def report(self) -> IndexReport:
        """What the run did."""
        articles, skipped, ignored = self._manifest.totals()
        unread = articles if self._unread is None else self._unread
        counts = self._update.counts if self._update else {}
        return IndexReport(
            added=counts.get("added", 0),
            updated=counts.get("updated", 0),
            removed=counts.get("removed", 0),
            unchanged=counts.get("unchanged", 0) + unread,
            skipped=skipped,
            ignored=self._changes.scan.ignored + ignored,
            problems=tuple(self._update.problems) if self._update else (),
            replaced=counts.get("articles with replaced characters", 0),
            warnings=self._changes.warnings(),
        )

    def _needed_update(self) -> "Update":
        if self._update is None:
            from newsgrep.indexing.reading import Reading  # noqa: PLC0415  where nothing has changed
            from newsgrep.indexing.update import Update  # noqa: PLC0415  nothing is read

            options = ReadOptions(self._request.today, self._config.date_order, self._config.fields)
            reading = Reading(str(self._home.parent), options, self._rules)
            self._update = Update(
                *(self._home, self._config, reading, self._engine, self._manifest),
                jobs=self._request.jobs,
                again=self._again,
            )
        return self._update

    def _count_unread(self, changed: Sequence[str]) -> int | None:
        """How many articles the files gave that are not opened; None for all that there are."""
        files = self._changes.scan.files
        if not changed and len(files) == len(self._changes.known):
            return None
        if len(changed) == len(files):
            return 0
        counts = self._manifest.counts()
        return sum(counts[path] for path in files.keys() - set(changed))
