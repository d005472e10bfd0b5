"""An indexing run: what has changed since the last one is read, committed, and counted."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.config import ArchiveConfig, Root
from newsgrep.engines import Index, Snapshot, open_index
from newsgrep.errors import IndexDamagedError, IndexFormatError, NewsgrepError
from newsgrep.home import index_path
from newsgrep.indexing.changes import Changes
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.manifest import FileRow, FileState, Manifest, manifest_path, read_plan, read_skipped
from newsgrep.indexing.rebuilding import empty_index
from newsgrep.indexing.rules import Rules, parse_versions
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.outcomes import IndexProgress, IndexReport, Plan, PlannedFile, Skipped
from newsgrep.query.nodes import Everything
from newsgrep.text import AnalysedQuery, Analyzer

if TYPE_CHECKING:
    from newsgrep.indexing.update import Update

Progress: TypeAlias = Callable[[IndexProgress], None]


class IndexRequest(NamedTuple):
    """What to index. `roots` None: all that the config holds, and the files once named, to be refreshed.

    `asked` are what is asked for in the roots, see `Changes`. `named` are single files, absolute. With one job files are
    read in this process, where one that kills or stalls its reader ends the run; with more, in as many spawned processes.
    """

    today: date
    roots: Sequence[Root] | None = None
    asked: Sequence[str] = ()
    named: Sequence[Path] = ()
    jobs: int = 1
    rebuild: bool = False


def run_index(home: Path, config: ArchiveConfig, request: IndexRequest, progress: Progress) -> IndexReport:
    """Bring the index up to date with its files. The caller holds the writer's lock.

    Raises NewsgrepError; InterruptedRunError on Ctrl-C, with what was finished committed.
    """
    started = time.monotonic()
    try:
        report = _run(home, config, request, progress)
    except (IndexFormatError, IndexDamagedError):
        if not request.rebuild:
            raise
        empty_index(home, config)
        report = _run(home, config, request._replace(roots=None), progress)
    return report._replace(seconds=time.monotonic() - started)


def _run(home: Path, config: ArchiveConfig, request: IndexRequest, progress: Progress) -> IndexReport:
    with closing(_open_for_writing(home, config)) as index:
        try:
            with (
                closing(Manifest(manifest_path(home), index.snapshot().generation)) as manifest,
                closing(_Run(home, config, request, index, manifest)) as run,
            ):
                run.read_changed(progress)
                return run.report()
        except NewsgrepError:
            # A full disk wants its space back; if not now, the next run does it.
            with suppress(NewsgrepError):
                index.writer().discard_uncommitted()
            raise


def plan_index(home: Path, config: ArchiveConfig, request: IndexRequest) -> Plan:
    """What `run_index` would do. Takes no lock, writes nothing."""
    path = manifest_path(home)
    known: Mapping[str, FileState] = {}
    before = None
    if path.exists():
        with suppress(IndexFormatError, IndexDamagedError):  # then all is read
            known, before = read_plan(path, _generation(home, config))
    changes = _changes(home, config, request, lambda _: known)
    rules = Rules.of(config, home.parent, request.today)
    to_read = changes.to_read(rules, parse_versions(before), again=request.rebuild)
    return Plan(
        tuple(PlannedFile(path, changes.scan.file_id(path)) for path in to_read),
        tuple(sorted(changes.vanished)),
        changes.warnings(),
    )


def forget(home: Path, config: ArchiveConfig, path: str) -> int | None:
    """Remove the articles of what lies at or below an `Article.path`, but not below a root of the config.

    Gives how many; None where no file is known. The caller holds the lock.
    """
    roots = [root_path(home.parent, root) for root in config.roots]
    kept = [root for root in roots if root != path and is_below(root, path)]
    with (
        closing(_open_for_writing(home, config)) as index,
        closing(Manifest(manifest_path(home), index.snapshot().generation)) as manifest,
    ):
        known = [known for known in manifest.states() if is_below(known, path) and not below_any(known, kept)]
        if not known:
            return None
        rows = [row for row in map(manifest.row, known) if row]
        ids = [identifier for row in rows for identifier in row.articles.ids(row.id)]
        manifest.write((row.gone_now() for row in rows), index.snapshot().generation + 1)
        manifest.committed(index.writer().commit([], ids))
        return len(ids)


def skipped_files(home: Path, config: ArchiveConfig) -> list[Skipped]:
    """What is not indexed, and why, by path. Takes no lock. Raises StorageError."""
    path = manifest_path(home)
    return read_skipped(path, _generation(home, config)) if path.exists() else []


def _generation(home: Path, config: ArchiveConfig) -> int:
    with closing(open_index(index_path(home), config.language)) as index:
        return index.snapshot().generation


def _open_for_writing(home: Path, config: ArchiveConfig) -> Index:
    index = open_index(index_path(home), config.language)
    try:
        index.writer().discard_uncommitted()
    except BaseException:
        index.close()
        raise
    return index


def _changes(
    home: Path,
    config: ArchiveConfig,
    request: IndexRequest,
    recall: Callable[[Mapping[str, FileState]], Mapping[str, FileState]],
) -> Changes:
    return Changes(
        *(home.parent, config.roots, recall, request.roots, request.named, request.asked, time.time_ns())
    )


def _rows_of_index(snapshot: Snapshot, everything: AnalysedQuery) -> Iterator[FileRow]:
    """For a manifest that was lost: the files that the index has articles of, each to be read again."""
    keys: dict[tuple[str, str], list[str]] = {}
    for match in snapshot.search(everything):
        file_id, sign, key = match.id.partition("#")
        keys.setdefault((match.path, file_id), []).append(sign + key)
    for (path, file_id), of_file in keys.items():
        articles = unknown_digests(of_file)
        yield FileRow(path, file_id, given=len(of_file), keys=articles.keys, digests=articles.digests)


class _Run:
    """A look at the files, and the update that it asks for, if any."""

    def __init__(
        self, home: Path, config: ArchiveConfig, request: IndexRequest, index: Index, manifest: Manifest
    ) -> None:
        self._home = home
        self._config = config
        self._request = request
        self._index = index
        self._manifest = manifest
        self._rules = Rules.of(config, home.parent, request.today)
        self._versions = parse_versions(manifest.rules)
        self._update: Update | None = None
        if manifest.is_empty:
            self._needed_update().start_workers()
            snapshot = index.snapshot()
            if snapshot.generation:
                everything = AnalysedQuery(Everything(), Analyzer(config.language))
                manifest.write(_rows_of_index(snapshot, everything), snapshot.generation)
                manifest.committed(snapshot.generation)
        self._changes = _changes(home, config, request, manifest.recall)
        self._unread: int | None = 0

    def close(self) -> None:
        """End what may still run."""
        if self._update:
            self._update.close()

    def read_changed(self, progress: Progress) -> None:
        """Read what is new or changed, take out what is gone, commit."""
        changes = self._changes
        changed = changes.to_read(self._rules, self._versions, again=self._request.rebuild)
        self._unread = self._count_unread(changed)
        if changed or changes.vanished:
            self._needed_update().run(changes, changed, progress)
        roots = self._request.roots
        looked_at = None if roots is None else [root_path(self._home.parent, root) for root in roots]
        versions = self._rules.versions_after(self._versions, looked_at)
        self._manifest.finish(changes.scan.files, json.dumps(versions, sort_keys=True))

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
            from newsgrep.indexing.update import Update  # noqa: PLC0415  where nothing has changed nothing is read

            self._update = Update(
                *(self._home, self._config, self._rules, self._index, self._manifest),
                jobs=self._request.jobs,
                again=self._request.rebuild,
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
