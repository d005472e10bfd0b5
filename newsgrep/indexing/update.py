"""What has changed is read, by workers or in this process, and committed: first the manifest, then the engine."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.engines import Index, Segment
from newsgrep.errors import InterruptedRunError
from newsgrep.home import index_path
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.manifest import FileRow, FileState, Manifest
from newsgrep.indexing.reading import BatchResult, FileTask, batches, read_batch
from newsgrep.indexing.rules import Rules
from newsgrep.indexing.workers import WorkerPool, WorkerSetting
from newsgrep.outcomes import IndexProgress, Skipped

Progress: TypeAlias = Callable[[IndexProgress], None]

CHECKPOINT_EVERY = 30.0
"""Seconds: no more than this is lost to a kill, and a batch."""


@dataclass(slots=True)
class _Gathered:
    """What has been read since the last commit."""

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    states: dict[str, FileState] = field(default_factory=dict)
    removed: list[ArticleId] = field(default_factory=list)


class Update:
    """Brings the index up to date with the files that have changed. Close it, to end its workers.

    With `again` files are read as if their content were new. Afterwards `counts` says how many articles were
    "added", "updated", "removed" and found "unchanged", `problems` what was skipped.
    """

    def __init__(
        self,
        home: Path,
        config: ArchiveConfig,
        rules: Rules,
        index: Index,
        manifest: Manifest,
        *,
        jobs: int,
        again: bool,
    ) -> None:
        self._rules = rules
        self._writer = index.writer()
        self._generation = index.snapshot().generation
        self._manifest = manifest
        self._jobs = jobs
        self._again = again
        self._pool = WorkerPool(WorkerSetting(index_path(home), config.language, rules), jobs)
        self._gathered = _Gathered()
        self._committed_at = time.monotonic()
        self.counts = Counter[str]()
        self.problems: list[Skipped] = []

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def start_workers(self) -> None:
        """Let the workers start, if there are to be any, while the files are still being looked for."""
        if self._jobs > 1:
            self._pool.start()

    def run(self, changes: Changes, changed: Sequence[str], progress: Progress) -> None:
        """Read the files that have changed, take out those that have vanished, commit.

        Raises InterruptedRunError on Ctrl-C, with what was finished committed.
        """
        tasks = [self._task(changes, path) for path in changed]
        done = IndexProgress(all_files=len(tasks), all_bytes=sum(task.size for task in tasks))
        try:
            progress(done)
            for result in self._results(tasks):
                if result is not None:
                    self._take(changes, result)
                    done = _with_result(done, changes, result)
                size, articles = self._pool.under_way()
                progress(done._replace(bytes=done.bytes + size, articles=done.articles + articles))
                if time.monotonic() - self._committed_at >= CHECKPOINT_EVERY:
                    self._commit()
            self._remove(changes.vanished)
            self._commit()
        except KeyboardInterrupt:
            self._commit()
            then = (
                "newsgrep index --rebuild begins again" if self._again else "the next run goes on from there"
            )
            raise InterruptedRunError(
                f"interrupted: {done.files} of {done.all_files} files are done, and kept; {then}"
            ) from None

    def _task(self, changes: Changes, path: str) -> FileTask:
        known = (path, changes.scan.file_id(path), *changes.state(path))
        row = self._manifest.row(path) if path in changes.known else None
        if row is None:
            return FileTask(*known)
        return FileTask(*known, b"" if self._again else row.digest, row.articles, self._again)

    def _results(self, tasks: Sequence[FileTask]) -> Iterator[BatchResult | None]:
        parts = batches(tasks, self._jobs)
        if self._jobs > 1:
            yield from self._pool.results(parts)
            return
        for part in parts:
            yield read_batch(self._writer, part, self._rules, lambda _: None)

    def _take(self, changes: Changes, result: BatchResult) -> None:
        gathered = self._gathered
        gathered.segments += result.segments
        gathered.rows += result.rows
        gathered.removed += result.removed
        self.counts.update(result.counts)
        self.counts["removed"] += len(result.removed)
        for row in result.rows:
            if row.skipped:
                self.problems += row.problems
        for path in result.same:
            gathered.states[path] = changes.state(path)
            known = self._manifest.row(path)
            self.counts["unchanged"] += known.given if known else 0

    def _remove(self, vanished: Sequence[str]) -> None:
        for path in vanished:
            gone = self._manifest.row(path)
            if gone:
                self._gathered.removed += gone.articles.ids(gone.id)
                self._gathered.rows.append(gone.gone_now())
                self.counts["removed"] += gone.given

    def _commit(self) -> None:
        """Put down what was gathered: the manifest first, then the engine's commit, which decides."""
        gathered = self._gathered
        self._committed_at = time.monotonic()
        if gathered.states:
            self._manifest.write_states(gathered.states)
        if gathered.segments or gathered.removed:
            self._manifest.write(gathered.rows, self._generation + 1)
            self._generation = self._writer.commit(gathered.segments, gathered.removed)
            self._manifest.committed(self._generation)
        elif gathered.rows:
            self._manifest.write(gathered.rows, self._generation)
            self._manifest.committed(self._generation)
        # Only now: what Ctrl-C cuts short here is done again at the end.
        self._gathered = _Gathered()


def _with_result(done: IndexProgress, changes: Changes, result: BatchResult) -> IndexProgress:
    paths = [*(row.path for row in result.rows), *result.same]
    return done._replace(
        files=done.files + len(paths),
        articles=done.articles + sum(row.given for row in result.rows),
        bytes=done.bytes + sum(changes.scan.files[path][0] for path in paths),
    )
