"""Apply changes to an index: read the changed files, in worker processes or in this one, and commit every half minute."""

import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.engines.contract import Segment, Writer
from newsgrep.errors import InterruptedRunError
from newsgrep.home import index_path
from newsgrep.index_report import IndexProgress, IndexReport, Skipped
from newsgrep.indexing.batches import batches
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.corrections import Corrections
from newsgrep.indexing.file_states import READ_AGAIN, FileState
from newsgrep.indexing.manifest import FileRow
from newsgrep.indexing.open_index import OpenIndex, new_label
from newsgrep.indexing.reading import CAME, BatchResult, FileTask, Heartbeat, read_batch
from newsgrep.indexing.rules import Rules
from newsgrep.indexing.worker import WorkerSetting
from newsgrep.indexing.workers import WorkerPool

Progress: TypeAlias = Callable[[IndexProgress], None]

_TICK_EVERY = 1.0
"""Seconds."""
_MANY_SEGMENTS = 3
_MANY_ROWS = 10_000
"""More are not kept until the commit: in half a minute they would take 200 MB."""
CHECKPOINT_EVERY = 30.0
"""Seconds between commits: no more work than this, and a batch, is lost to a kill."""


class ThisProcess:
    """Reads batches in this process, as `WorkerPool` does in others; a file that kills or stalls its reader ends the run."""

    jobs = 1

    def __init__(self, writer: Writer, rules: Rules) -> None:
        self.tick: Callable[[], None] = lambda: None
        """Called about every second while a batch is read."""
        self._writer = writer
        self._rules = rules
        self._beats: tuple[Heartbeat, ...] = ()
        self._next_tick = 0.0

    def start(self) -> None:
        """Do nothing: there is nothing to start."""

    def results(self, batches: Sequence[Sequence[FileTask]]) -> Iterator[BatchResult]:
        """The results, one by one."""
        self._next_tick = time.monotonic() + _TICK_EVERY
        for batch in batches:
            result = read_batch(self._writer, list(batch), self._rules, self._hear)
            self._beats = ()
            yield result

    def in_progress(self) -> Iterator[Heartbeat]:
        """How far the batch is that is being read."""
        return iter(self._beats)

    def _hear(self, beat: Heartbeat) -> None:
        self._beats = (beat,)
        if time.monotonic() >= self._next_tick:
            self._next_tick = time.monotonic() + _TICK_EVERY
            self.tick()

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


Readers: TypeAlias = WorkerPool | ThisProcess


def open_readers(home: Path, config: ArchiveConfig, rules: Rules, writer: Writer, jobs: int) -> Readers:
    """What reads the files, in as many processes as `jobs`; none is started yet. Close it."""
    if jobs <= 1:
        return ThisProcess(writer, rules)
    setting = WorkerSetting(config.cluster or str(index_path(home)), config.language, rules)
    return WorkerPool(setting, jobs, prepare=lambda: writer.write(()))


def apply_changes(
    index: OpenIndex,
    changes: Changes,
    to_read: Sequence[str],
    corrections: Corrections,
    readers: Readers,
    progress: Progress,
    *,
    rewrite: bool,
) -> IndexReport:
    """Read files, remove the articles of those that have vanished, commit; gives the counts of articles and the new problems.

    With `rewrite` the unchanged articles of files are written too. Raises InterruptedRunError on Ctrl-C, with what was
    finished committed.
    """
    uncommitted = Uncommitted(index, changes)
    sizes = array("q", (changes.state(path)[0] for path in to_read))
    make = partial(uncommitted.task, corrections=corrections, rewrite=rewrite)
    done = IndexProgress(all_files=len(to_read), all_bytes=sum(sizes))
    if isinstance(readers, ThisProcess):
        readers.tick = lambda: progress(_with_batches(done, readers.in_progress()))
    try:
        progress(done)
        for result in readers.results(batches(to_read, sizes, make, readers.jobs)):
            if result is not None:
                uncommitted.add(result)
                uncommitted.write_ahead()
                done = _advanced(done, changes, result)
            progress(_with_batches(done, readers.in_progress()))
            # When all are read the workers merge first.
            if time.monotonic() - uncommitted.since >= CHECKPOINT_EVERY and done.files < done.all_files:
                uncommitted.commit()
        uncommitted.remove(changes.vanished)
        uncommitted.merge(readers)
        uncommitted.commit()
    except KeyboardInterrupt:
        uncommitted.commit()
        raise _interrupted(done, is_rebuild=rewrite) from None
    return uncommitted.report()


@dataclass(slots=True)
class Uncommitted:
    """Results since the last commit, and the counts since the first.

    `since` is the time of the last commit, monotonic, and `label` that of the next one. `renamed` are files, by path, whose articles had other ids before, for their root had another name.
    """

    index: OpenIndex
    changes: Changes
    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    removed: list[ArticleId] = field(default_factory=list)
    states: dict[str, FileState] = field(default_factory=dict)
    label: str = field(default_factory=new_label)
    since: float = field(default_factory=time.monotonic)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Skipped] = field(default_factory=list)
    renamed: dict[str, FileRow] = field(default_factory=dict)
    came: list[ArticleId] = field(default_factory=list)

    def task(self, path: str, *, corrections: Corrections, rewrite: bool) -> FileTask:
        """The task to read a file."""
        file_id = self.changes.scan.file_id(path)
        task = FileTask(path, file_id, *self.changes.state(path), corrections=corrections.of_file(file_id))
        row = self.index.manifest.row(path) if path in self.changes.known else None
        if row is None:
            return task
        if row.id != file_id:
            self.renamed[path] = row
            return task
        if rewrite:
            return task._replace(articles=row.articles, rewrite=True)
        return task._replace(
            digest=row.digest, articles=row.articles, skipped=row.skipped, settled=row.settled
        )

    def add(self, result: BatchResult) -> None:
        """Add the result of a batch."""
        self.segments += result.segments
        self.rows += map(self._without_old_ids, result.rows)
        self.removed += result.removed
        self.counts.update(result.counts)
        self.counts["removed"] += len(result.removed)
        self.came += result.came[: CAME - len(self.came)]
        for row in result.rows:
            self.problems += row.problems
        for path in result.same:
            self.states[path] = self.changes.state(path)
            row_before = self.index.manifest.row(path)
            self.counts["unchanged"] += row_before.article_count if row_before else 0

    def write_ahead(self) -> None:
        """Write many rows before the commit; not where it may have nothing but rows."""
        if len(self.rows) >= _MANY_ROWS and (self.segments or self.removed):
            self.index.write_ahead(self.rows, self.label)
            self.rows = []

    def remove(self, paths: Sequence[str]) -> None:
        """Remove the articles of files that are gone."""
        for path in paths:
            row = self.index.manifest.row(path)
            if row:
                self._remove(row)
                self.rows.append(row.deleted())

    def _without_old_ids(self, row: FileRow) -> FileRow:
        """The row of a file; if its articles had other ids, those are removed, unless the file could not be read."""
        old = self.renamed.pop(row.path, None)
        if old is None:
            return row
        if not row.digest:
            return old._replace(mtime_ns=READ_AGAIN, skipped=row.skipped)
        self._remove(old)
        return row

    def _remove(self, row: FileRow) -> None:
        self.removed += row.articles.ids(row.id)
        self.counts["removed"] += row.article_count

    def merge(self, readers: Readers) -> None:
        """Let the processes that have read the files merge the segments: otherwise this one alone would, to commit them."""
        if isinstance(readers, WorkerPool) and len(self.segments) >= _MANY_SEGMENTS:
            self.segments = readers.merged(self.index.writer.groups(self.segments))

    def commit(self) -> None:
        """Commit all of it."""
        self.since = time.monotonic()
        if self.states:
            self.index.write_states(self.states)
        self.index.commit(self.segments, self.rows, self.removed, self.label)
        # Only now: what Ctrl-C cuts short above is committed by the next call.
        self.segments, self.rows, self.removed, self.states = [], [], [], {}
        self.label = new_label()

    def report(self) -> IndexReport:
        """The counts and problems."""
        counts = self.counts
        return IndexReport(
            counts["added"],
            counts["updated"],
            counts["removed"],
            counts["unchanged"],
            problems=tuple(self.problems),
            replaced=counts["with replaced characters"],
            came=tuple(self.came),
        )


def _advanced(done: IndexProgress, changes: Changes, result: BatchResult) -> IndexProgress:
    paths = [*(row.path for row in result.rows), *result.same]
    return done._replace(
        files=done.files + len(paths),
        articles=done.articles + sum(row.article_count for row in result.rows),
        bytes=done.bytes + sum(changes.scan.files[path][0] for path in paths),
    )


def _with_batches(done: IndexProgress, beats: Iterable[Heartbeat]) -> IndexProgress:
    """The progress with that of the batches which are being read."""
    for beat in beats:
        done = done._replace(
            files=done.files + beat.files,
            bytes=done.bytes + beat.bytes,
            articles=done.articles + beat.articles,
            waits=done.waits or bool(beat.waits),
        )
    return done


def _interrupted(done: IndexProgress, *, is_rebuild: bool) -> InterruptedRunError:
    then = "newsgrep index --rebuild begins again" if is_rebuild else "the next run goes on from there"
    return InterruptedRunError(
        f"interrupted: {done.files} of {done.all_files} files are done, and kept; {then}"
    )
