"""An indexing run: what has changed since the last one is read, committed, and counted."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeAlias

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig, Root
from newsgrep.engines import Engine, Segment, open_engine
from newsgrep.errors import IndexDamagedError, IndexFormatError, InterruptedRunError, UsageError
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.home import index_path
from newsgrep.indexing.manifest import FileRow, FileState, Manifest, read_skipped, read_states
from newsgrep.indexing.reading import BatchResult, FileTask, Reading, batches, read_batch
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.indexing.workers import STALLED_AFTER, WorkerPool, WorkerSetting
from newsgrep.query.nodes import Everything
from newsgrep.readers import ReadOptions
from newsgrep.results import IndexReport, Plan, Skipped

Progress: TypeAlias = Callable[[int, int, int], None]
"""Called with files read, files to read, and articles found so far."""

CHECKPOINT_EVERY = 30.0
"""Seconds: no more than this is lost to a kill, and a batch."""
_READING_RULES = 1
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
    stalled_after: float = STALLED_AFTER


def run_index(home: Path, config: ArchiveConfig, request: IndexRequest, progress: Progress) -> IndexReport:
    """Bring the index up to date with its files. The caller holds the writer's lock.

    Raises NewsgrepError; InterruptedRunError on Ctrl-C, with what was finished committed.
    """
    started = time.monotonic()
    engine = _open_for_writing(home, config, rebuild=request.rebuild)
    with (
        closing(engine),
        closing(Manifest(index_path(home) / "manifest.sqlite", engine.generation)) as manifest,
    ):
        if not manifest.states():
            manifest.write(_rows_of_engine(engine), engine.generation)
        with closing(_Run(home, config, request, engine, manifest)) as run:
            run.read_changed(progress)
            return run.report()._replace(seconds=time.monotonic() - started)


def plan_index(home: Path, config: ArchiveConfig, request: IndexRequest) -> Plan:
    """What `run_index` would do. Takes no lock, writes nothing."""
    path = index_path(home) / "manifest.sqlite"
    known = read_states(path, _generation(home, config)) if path.exists() else {}
    changes = Changes(home.parent, config.roots, known, request.roots, request.named, time.time_ns())
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


@dataclass(slots=True)
class _Gathered:
    """What has been read since the last commit."""

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    states: dict[str, FileState] = field(default_factory=dict)
    removed: list[ArticleId] = field(default_factory=list)


class _Run:
    def __init__(
        self, home: Path, config: ArchiveConfig, request: IndexRequest, engine: Engine, manifest: Manifest
    ) -> None:
        self._rules = json.dumps([_READING_RULES, config.date_order, config.fields])
        self._reading = Reading(
            str(home.parent), ReadOptions(request.today, config.date_order, config.fields), self._rules
        )
        self._engine = engine
        self._manifest = manifest
        self._jobs = request.jobs
        self._pool = WorkerPool(
            WorkerSetting(index_path(home), config.language, self._reading),
            request.jobs,
            request.stalled_after,
        )
        self._known = manifest.states()
        if not self._known and request.jobs > 1:
            self._pool.start()
        self._changes = Changes(
            home.parent, config.roots, self._known, request.roots, request.named, time.time_ns()
        )
        self._again = request.rebuild or manifest.setting("reading") != self._rules
        self._gathered = _Gathered()
        self._committed_at = time.monotonic()
        self._counts = Counter[str]()
        self._problems: list[Skipped] = []

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def read_changed(self, progress: Progress) -> None:
        """Read what is new or changed, take out what is gone, commit."""
        changed = sorted(self._changes.scan.files) if self._again else self._changes.changed()
        self._count_unread(changed)
        read = articles = 0
        try:
            progress(0, len(changed), 0)
            for result in self._results([self._task(path) for path in changed]):
                self._take(result)
                read += len(result.rows) + len(result.same)
                articles += sum(row.given for row in result.rows)
                progress(read, len(changed), articles)
                if time.monotonic() - self._committed_at >= CHECKPOINT_EVERY:
                    self._commit()
            self._remove_vanished()
            self._commit()
            self._manifest.set_setting("reading", self._rules)
        except KeyboardInterrupt:
            self._commit()
            raise InterruptedRunError(
                f"interrupted: {read} of {len(changed)} files are done, and kept; the next run goes on from there"
            ) from None

    def report(self) -> IndexReport:
        """What the run did."""
        _, skipped, ignored = self._manifest.totals()
        return IndexReport(
            **self._counts,
            skipped=skipped,
            ignored=self._changes.scan.ignored + ignored,
            problems=tuple(self._problems),
            warnings=self._changes.warnings(),
        )

    def _count_unread(self, changed: Sequence[str]) -> None:
        """Count the articles of the files that are not opened."""
        files = self._changes.scan.files
        if not changed and len(files) == len(self._known):
            self._counts["unchanged"], _, _ = self._manifest.totals()
        elif len(changed) < len(files):
            counts = self._manifest.counts()
            self._counts["unchanged"] = sum(counts[path] for path in files.keys() - set(changed))

    def _task(self, path: str) -> FileTask:
        known = (path, self._changes.scan.file_id(path), *self._changes.state(path))
        row = self._manifest.row(path) if path in self._known else None
        if row is None:
            return FileTask(*known)
        return FileTask(*known, b"" if self._again else row.digest, row.articles, self._again)

    def _results(self, tasks: Sequence[FileTask]) -> Iterator[BatchResult]:
        parts = batches(tasks, self._jobs)
        if self._jobs > 1:
            yield from self._pool.results(parts)
            return
        for part in parts:
            yield read_batch(self._engine, part, self._reading, lambda _: None)

    def _take(self, result: BatchResult) -> None:
        gathered = self._gathered
        gathered.segments += result.segments
        gathered.rows += result.rows
        gathered.removed += result.removed
        self._counts.update(result.counts)
        self._counts["removed"] += len(result.removed)
        for row in result.rows:
            if row.skipped:
                self._problems += row.problems
        for path in result.same:
            gathered.states[path] = self._changes.state(path)
            known = self._manifest.row(path)
            self._counts["unchanged"] += known.given if known else 0

    def _remove_vanished(self) -> None:
        for path in self._changes.vanished:
            gone = self._manifest.row(path)
            if gone:
                self._gathered.removed += gone.articles.ids(gone.id)
                self._gathered.rows.append(gone.gone_now())
                self._counts["removed"] += gone.given

    def _commit(self) -> None:
        """Put down what was gathered: the manifest first, then the engine's commit, which decides."""
        gathered, self._gathered = self._gathered, _Gathered()
        self._committed_at = time.monotonic()
        if gathered.states:
            self._manifest.write_states(gathered.states)
        generation = self._engine.generation
        if gathered.segments or gathered.removed:
            self._manifest.write(gathered.rows, generation + 1)
            self._manifest.committed(self._engine.commit(gathered.segments, gathered.removed))
        elif gathered.rows:
            self._manifest.write(gathered.rows, generation)
            self._manifest.committed(generation)
