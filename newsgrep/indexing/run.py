"""An indexing run: what has changed since the last one is read, committed, and counted."""

import json
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig, Root
from newsgrep.engines import Engine, Segment, open_engine
from newsgrep.errors import IndexDamagedError, IndexFormatError, InterruptedRunError, UsageError
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.home import index_path
from newsgrep.indexing.manifest import FileRow, Manifest, read_rows
from newsgrep.indexing.reading import BatchResult, FileOutcome, FileTask, batches, read_batch
from newsgrep.indexing.scan import FoundFile, below_any, is_below, root_path
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
_SMALLEST_BATCH, _LARGEST_BATCH = 1_000_000, 8_000_000
"""Bytes of files: few segments come of the one, a worker's memory is bounded by the other."""
_BATCHES_A_WORKER = 4


@dataclass(frozen=True, slots=True)
class IndexRequest:
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
        if manifest.is_empty:
            manifest.write(_rows_of_engine(engine), engine.generation)
        run = _Run(home, config, request, engine, manifest)
        run.read_changed(progress)
        return replace(run.report(), seconds=time.monotonic() - started)


def plan_index(home: Path, config: ArchiveConfig, request: IndexRequest) -> Plan:
    """What `run_index` would do. Takes no lock, writes nothing."""
    rows = _known_rows(home, config)
    changes = Changes(
        home.parent, config.roots, {row.path: row for row in rows}, request.roots, request.named
    )
    found = changes.scan.files
    read = tuple(path for path in sorted(found) if not changes.is_unchanged(found[path]))
    return Plan(read, tuple(row.path for row in changes.vanished()), changes.warnings())


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
        rows = [row for row in manifest.rows() if is_below(row.path, path) and not below_any(row.path, kept)]
        ids = [identifier for row in rows for identifier in manifest.articles(row.path)]
        if not rows:
            return None
        manifest.write((replace(row, gone=True) for row in rows), engine.generation + 1)
        manifest.committed(engine.commit([], ids))
        return len(ids)


def skipped_files(home: Path, config: ArchiveConfig) -> list[Skipped]:
    """What is not indexed, and why, by path. Takes no lock. Raises StorageError."""
    return [part for row in _known_rows(home, config) for part in row.skipped]


def _known_rows(home: Path, config: ArchiveConfig) -> list[FileRow]:
    path = index_path(home) / "manifest.sqlite"
    if not path.exists():
        return []
    with closing(open_engine(index_path(home), config.language)) as engine:
        return read_rows(path, engine.generation)


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
        shutil.rmtree(index_path(home))
        engine = open_engine(index_path(home), config.language)
    return engine


def _rows_of_engine(engine: Engine) -> Iterable[FileRow]:
    """For a manifest that was lost: the files that the index has articles of, each to be read again."""
    ids: dict[str, dict[ArticleId, str]] = {}
    for match in engine.search(Everything()):
        ids.setdefault(match.path, {})[match.id] = ""
    return [FileRow(path, articles=articles) for path, articles in ids.items()]


@dataclass(slots=True)
class _Gathered:
    """What has been read since the last commit."""

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    removed: list[ArticleId] = field(default_factory=list)


class _Run:
    def __init__(
        self, home: Path, config: ArchiveConfig, request: IndexRequest, engine: Engine, manifest: Manifest
    ) -> None:
        self._setting = WorkerSetting(
            index_path(home), config.language, ReadOptions(request.today, config.date_order, config.fields)
        )
        self._request = request
        self._engine = engine
        self._manifest = manifest
        self._known = {row.path: row for row in manifest.rows()}
        self._scanned_ns = time.time_ns()
        self._changes = Changes(home.parent, config.roots, self._known, request.roots, request.named)
        self._gathered = _Gathered()
        self._committed_at = time.monotonic()
        self._counts = {"added": 0, "updated": 0, "removed": 0, "unchanged": 0}
        self._problems: list[Skipped] = []

    def read_changed(self, progress: Progress) -> None:
        """Read what is new or changed, take out what is gone, commit."""
        rules = json.dumps([_READING_RULES, self._setting.options.date_order, self._setting.options.fields])
        again = self._request.rebuild or self._manifest.setting("reading") != rules
        tasks = [self._task(file, again=again) for file in self._changed(again=again)]
        read = articles = 0
        try:
            with closing(self._results(tasks)) as results:
                progress(0, len(tasks), 0)
                for result in results:
                    self._take(result)
                    read += len(result.outcomes)
                    articles += sum(len(outcome.articles) for outcome in result.outcomes)
                    progress(read, len(tasks), articles)
                    if time.monotonic() - self._committed_at >= CHECKPOINT_EVERY:
                        self._commit()
            self._remove_vanished()
            self._commit()
            self._manifest.set_setting("reading", rules)
        except KeyboardInterrupt:
            self._commit()
            raise InterruptedRunError(
                f"interrupted: {read} of {len(tasks)} files are done, and kept; the next run goes on from there"
            ) from None

    def report(self) -> IndexReport:
        """What the run did."""
        rows = list(self._manifest.rows())
        return IndexReport(
            **self._counts,
            skipped=sum(1 for row in rows if row.skipped),
            ignored=self._changes.scan.ignored + sum(1 for row in rows if row.ignored),
            problems=tuple(self._problems),
            warnings=self._changes.warnings(),
        )

    def _changed(self, *, again: bool) -> list[FoundFile]:
        changed = []
        for path, file in sorted(self._changes.scan.files.items()):
            if self._changes.is_unchanged(file) and not again:
                self._counts["unchanged"] += self._known[path].count
            else:
                changed.append(file)
        return changed

    def _task(self, file: FoundFile, *, again: bool) -> FileTask:
        row = self._known.get(file.source.path)
        if row is None or again:
            return FileTask(file.source, file.size)
        return FileTask(file.source, file.size, row.digest, self._manifest.articles(row.path))

    def _results(self, tasks: Sequence[FileTask]) -> Generator[BatchResult, None, None]:
        total = sum(task.size for task in tasks)
        share = total // (self._request.jobs * _BATCHES_A_WORKER)
        largest = max(_SMALLEST_BATCH, min(share, _LARGEST_BATCH))
        parts = list(batches(tasks, largest))
        if self._request.jobs == 1:
            for part in parts:
                yield read_batch(self._engine, part, self._setting.options, lambda _: None)
            return
        pool = WorkerPool(self._setting, min(self._request.jobs, len(parts)), self._request.stalled_after)
        with closing(pool):
            yield from pool.results(parts)

    def _take(self, result: BatchResult) -> None:
        self._gathered.segments += result.segments
        for outcome in result.outcomes:
            self._take_outcome(outcome)

    def _take_outcome(self, outcome: FileOutcome) -> None:
        file = self._changes.scan.files[outcome.path]
        before = self._manifest.articles(outcome.path)
        after = before if outcome.unchanged else outcome.articles
        known = self._known.get(outcome.path)
        skipped = known.skipped if outcome.unchanged and known else outcome.skipped
        self._gathered.rows.append(
            FileRow(
                path=outcome.path,
                size=file.size,
                mtime_ns=file.mtime_ns,
                scanned_ns=self._scanned_ns,
                digest=outcome.digest,
                ignored=outcome.ignored or bool(outcome.unchanged and known and known.ignored),
                skipped=skipped,
                articles=after,
            )
        )
        self._gathered.removed += [identifier for identifier in before if identifier not in after]
        self._problems += outcome.skipped
        same = sum(1 for identifier, digest in after.items() if before.get(identifier) == digest)
        common = sum(1 for identifier in after if identifier in before)
        self._counts["unchanged"] += same
        self._counts["updated"] += common - same
        self._counts["added"] += len(after) - common
        self._counts["removed"] += len(before) - common

    def _remove_vanished(self) -> None:
        for row in self._changes.vanished():
            ids = list(self._manifest.articles(row.path))
            self._counts["removed"] += len(ids)
            self._gathered.removed += ids
            self._gathered.rows.append(replace(row, gone=True))

    def _commit(self) -> None:
        """Put down what was gathered: the manifest first, then the engine's commit, which decides."""
        gathered, self._gathered = self._gathered, _Gathered()
        self._committed_at = time.monotonic()
        if not (gathered.segments or gathered.removed):
            self._manifest.write(gathered.rows, self._engine.generation)
            return
        self._manifest.write(gathered.rows, self._engine.generation + 1)
        self._manifest.committed(self._engine.commit(gathered.segments, gathered.removed))
