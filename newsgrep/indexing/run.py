"""Index, plan, forget: the operations on an archive's files; and the list of skipped files.

Indexing is a pipeline: scan the files, find the changes since they were read, apply them, report.
"""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.config import ArchiveConfig
from newsgrep.engines import open_index
from newsgrep.engines.contract import Writer
from newsgrep.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexIncompleteError,
    NewsgrepError,
    StorageError,
)
from newsgrep.home import index_path, mark_as_indexed, mark_as_new
from newsgrep.index_report import IndexReport, Plan, PlannedFile, Skipped
from newsgrep.indexing.changes import Changes, find_changes
from newsgrep.indexing.corrections_file import load_corrections
from newsgrep.indexing.file_states import READ_AGAIN, FileStates
from newsgrep.indexing.held import HeldHome
from newsgrep.indexing.last_scan import LastScan, circumstances, demands, save_last_scan
from newsgrep.indexing.manifest import Manifest
from newsgrep.indexing.manifest_database import ManifestDamagedError, delete_database, manifest_path
from newsgrep.indexing.manifest_reading import (
    KnownFiles,
    files_with_rows,
    read_known_files,
    read_mounts,
    read_skipped,
    unread,
)
from newsgrep.indexing.open_index import every_article, open_for_writing
from newsgrep.indexing.rebuilding import empty_index
from newsgrep.indexing.refresh import Looked, Progress
from newsgrep.indexing.rules import Rules, parse_versions
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.indexing.scope import IndexRequest

if TYPE_CHECKING:
    from newsgrep.indexing.update import Readers


def run_index(
    held: HeldHome, config: ArchiveConfig, request: IndexRequest, looked: Looked, progress: Progress
) -> IndexReport:
    """See `refresh.index_files`, which has looked already, or not."""
    try:
        return _run(held, config, request, looked, progress)
    except ManifestDamagedError:
        _delete_manifest(held.path)
        return _run(held, config, request, Looked(), progress)
    except (IndexFormatError, IndexDamagedError) as error:
        if not _may_begin_anew(error, request):
            raise
        empty_index(held, config)
        return _run(held, config, request._replace(roots=None), Looked(), progress)


def _may_begin_anew(error: NewsgrepError, request: IndexRequest) -> bool:
    """Say whether an index that cannot be used is emptied and filled again: on demand, or where there is nothing to lose in it."""
    return request.rebuild or isinstance(error, IndexIncompleteError)


def _run(
    held: HeldHome, config: ArchiveConfig, request: IndexRequest, looked: Looked, progress: Progress
) -> IndexReport:
    home = held.path
    demanded = demands(home, config, request.today)
    rules = Rules.of(config, home.parent, request.today)
    corrections = load_corrections(home, request.today)
    with open_for_writing(held, config, compares_all=request.rebuild) as index, ExitStack() as stack:
        manifest = index.manifest
        scope = request.scope(home, config, manifest.mounts)
        open_readers = partial(_open_readers, stack, home, config, rules, index.writer, request.jobs)
        readers = None
        if manifest.is_empty:  # every file will be read: workers start while the files are looked for
            readers = open_readers()
            readers.start()
        before = parse_versions(manifest.rules)
        known = looked.last.files.unpacked() if looked.last else manifest.states()
        changes = find_changes(scope, known, looked.at or time.time_ns(), looked.found)
        recorrected = changes.corrected_since(manifest.corrected(), corrections)
        to_read = changes.to_read(rules, before, recorrected, all_files=request.rebuild)
        unread = _articles_not_read(changes, to_read, manifest)
        report = IndexReport()
        if to_read or changes.vanished:
            from newsgrep.indexing.update import apply_changes  # noqa: PLC0415  not where nothing has changed

            readers = readers or open_readers()
            report = apply_changes(
                index, changes, to_read, corrections, readers, progress, rewrite=request.rebuild
            )
        versions = rules.versions_after(before, scope.scanned)
        index.finish(json.dumps(versions, sort_keys=True), changes.scan.mounts)
        newest = index.index.snapshot()
        mark = mark_as_indexed if newest.generation else mark_as_new
        mark(home)
        held.keep_label(newest.label)
        report = report._replace(warnings=(*changes.warnings, *corrections.problems))
        last = _last_scan(manifest, changes, to_read)
    if request.is_of_everything(home, config) and _is_complete(changes) and not report.warnings:
        # Not before the manifest is closed: its file is one of the circumstances.
        with suppress(StorageError):  # all is committed, and without it the next run looks for itself
            save_last_scan(home, last._replace(circumstances=circumstances(home, demanded)))
    return report._replace(
        unchanged=report.unchanged + (last.articles if unread is None else unread),
        skipped=last.skipped,
        ignored=changes.scan.ignored + last.ignored,
    )


def _articles_not_read(changes: Changes, to_read: Sequence[str], manifest: Manifest) -> int | None:
    """The number of articles of the files that are not opened; None for all articles that there are."""
    missing = changes.known.missing_from(changes.scan.files)
    if not to_read and not missing:
        return None
    if len(to_read) == len(changes.scan.files):
        return 0
    articles, _, _ = manifest.totals()
    return articles - manifest.article_count({*to_read, *missing})


def _is_complete(changes: Changes) -> bool:
    """Say whether after the run the manifest knows of the files that were found, and of no others."""
    gone = changes.known.missing_from(changes.scan.files)
    return not changes.scan.unreadable and len(gone) == len(changes.vanished)


def _last_scan(manifest: Manifest, changes: Changes, read: Sequence[str]) -> LastScan:
    """What the next run is to know, but for the circumstances. `read` are the files that this one has opened."""
    found = changes.scan
    # A file that was read has the state that its row has; without a row it is to be read again.
    states = chain(((path, (-1, READ_AGAIN)) for path in read), manifest.states_of(read))
    singles = tuple(path for path in found.singles if path in found.files)
    files = found.files.with_states(states).packed()
    return LastScan(b"", *manifest.totals(), tuple(sorted(found.mounts)), singles, files)


def _open_readers(
    stack: ExitStack, home: Path, config: ArchiveConfig, rules: Rules, writer: Writer, jobs: int
) -> "Readers":
    from newsgrep.indexing.update import open_readers  # noqa: PLC0415  not where nothing has changed

    return stack.enter_context(closing(open_readers(home, config, rules, writer, jobs)))


def plan_index(home: Path, state: Path, config: ArchiveConfig, request: IndexRequest) -> Plan:
    """What `run_index` would do. Takes no lock, writes nothing. Raises NewsgrepError, as `run_index` would.

    `state` is the home that holds the manifest and the corrections.
    """
    try:
        known = _known_files(state, config)
    except (IndexFormatError, IndexDamagedError) as error:
        if not _may_begin_anew(error, request):
            raise
        request = request._replace(roots=None)
        manifest = manifest_path(state)
        known = KnownFiles(unread(files_with_rows(manifest)), mounts=read_mounts(manifest))
    changes = find_changes(request.scope(home, config, known.mounts), known.states, time.time_ns())
    rules = Rules.of(config, home.parent, request.today)
    corrections = load_corrections(state, request.today)
    recorrected = changes.corrected_since(known.corrected, corrections)
    to_read = changes.to_read(rules, parse_versions(known.rules), recorrected, all_files=request.rebuild)
    return Plan(
        tuple(PlannedFile(path, changes.scan.file_id(path)) for path in to_read),
        tuple(sorted(changes.vanished)),
        (*changes.warnings, *corrections.problems),
    )


def forget(held: HeldHome, config: ArchiveConfig, path: str) -> int | None:
    """Remove the articles of what lies at or below an `Article.path`, but not below a root of the config.

    Gives how many; None where no file is known.
    """
    roots = [root_path(held.path.parent, root) for root in config.roots]
    kept = [root for root in roots if root != path and is_below(root, path)]
    with open_for_writing(held, config) as index:
        known = index.manifest.states()
        forgotten = [known for known in known if is_below(known, path) and not below_any(known, kept)]
        if not forgotten:
            return None
        rows = [row for row in map(index.manifest.row, forgotten) if row]
        ids = [identifier for row in rows for identifier in row.articles.ids(row.id)]
        index.commit((), [row.deleted() for row in rows], ids)
        return len(ids)


def skipped_files(home: Path, generation: int) -> list[Skipped]:
    """The files and parts of files that are not indexed in a generation, by path. Takes no lock. Raises StorageError."""
    path = manifest_path(home)
    return read_skipped(path, generation) if path.exists() else []


def _known_files(home: Path, config: ArchiveConfig) -> KnownFiles:
    """The files as the manifest has them; if it is not that of the index, also those that the index has articles of."""
    manifest = manifest_path(home)
    with closing(open_index(config.cluster or index_path(home), config.language)) as index:
        snapshot = index.snapshot()
        try:
            known = read_known_files(manifest, snapshot.generation, snapshot.label)
        except ManifestDamagedError:
            known = KnownFiles(FileStates(), is_current=False)
        if known.is_current:
            return known
        paths = {match.path for match in every_article(snapshot, config.language)}
        return known._replace(states=unread(paths.union(known.states)))


def _delete_manifest(home: Path) -> None:
    path = manifest_path(home)
    try:
        delete_database(path)
    except OSError as error:
        raise StorageError(f"cannot delete {path}: {error.strerror}") from error
