"""Copy an index into another, file by file, from what it holds: the files themselves are not read.

What is copied is committed every half minute together with the rows of the manifest, so that a run which was cut short
goes on: files whose rows are equal in both are passed over.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.contract import Segment, Snapshot
from newsgrep.errors import InterruptedRunError
from newsgrep.index_report import IndexReport
from newsgrep.indexing.digests import DIGEST_SIZE
from newsgrep.indexing.file_states import READ_AGAIN
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.manifest_database import manifest_path, reading_database, storage_errors
from newsgrep.indexing.open_index import OpenIndex, has_every_article, restore_manifest
from newsgrep.indexing.update import CHECKPOINT_EVERY

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many articles are done, and how many there are."""

_ARTICLES_AT_ONCE = 1_000
_UNKNOWN = bytes(DIGEST_SIZE)


def copy_articles(
    source: Snapshot, files: Manifest, target: OpenIndex, progress: Progress = lambda *_: None
) -> IndexReport:
    """Make the target hold the articles of the source, and no others. `files` are the rows of the source's files.

    Raises InterruptedRunError on Ctrl-C, with what was copied committed.
    """
    all_articles, _, _ = files.totals()
    copy = _Copy(source, target)
    done = 0
    try:
        for row in files.rows():
            copy.add(row)
            done += row.article_count
            progress(done, all_articles)
        known = set(files.states())
        for gone in [row for row in target.manifest.rows() if row.path not in known]:
            copy.remove(gone)
        copy.write()
        copy.commit()
    except KeyboardInterrupt:
        copy.write()
        copy.commit()
        raise InterruptedRunError(
            f"interrupted: {done} of {all_articles} articles are copied, and kept; the same command goes on from there"
        ) from None
    if files.rules:
        target.finish(files.rules, files.mounts)
    return copy.report()


@contextmanager
def files_of(home: Path, snapshot: Snapshot, language: str) -> Iterator[Manifest]:
    """The rows of a snapshot's files, in a manifest that no writer changes: a copy of that of a home.

    If that is of another commit, it only says which files there are. Raises StorageError.
    """
    path = manifest_path(home)
    with TemporaryDirectory(prefix="newsgrep-") as folder:
        copied = Path(folder, path.name)
        if path.exists():
            with (
                reading_database(path) as database,
                storage_errors(copied),
                closing(sqlite3.connect(copied)) as other,
            ):
                database.backup(other)
        with closing(open_manifest(copied, snapshot.generation)) as manifest:
            if not (manifest.settle(snapshot.label) and has_every_article(manifest, snapshot, language)):
                restore_manifest(manifest, snapshot, language)
            yield manifest


class _Copy:
    """What was copied since the last commit, whole files, and counts since the first."""

    def __init__(self, source: Snapshot, target: OpenIndex) -> None:
        self._source = source
        self._target = target
        self._segments: list[Segment] = []
        self._rows: list[FileRow] = []
        self._removed: list[ArticleId] = []
        self._waiting: list[tuple[FileRow, list[ArticleId]]] = []
        """Files, with the articles that are to be copied."""
        self._since = time.monotonic()
        self._counts: Counter[str] = Counter()

    def add(self, row: FileRow) -> None:
        """Copy the articles of a file, unless they are there."""
        before = self._target.manifest.row(row.path)
        if before is not None and row.digest and _content(before) == _content(row):
            self._counts["unchanged"] += row.article_count
            return
        wanted = self._to_copy(row, before)
        self._waiting.append((row, wanted))
        if sum(len(ids) for _, ids in self._waiting) > _ARTICLES_AT_ONCE:
            self.write()
        if time.monotonic() - self._since > CHECKPOINT_EVERY:
            self.write()
            self.commit()

    def _to_copy(self, row: FileRow, before: FileRow | None) -> list[ArticleId]:
        """The articles of a file that the target has not, or not so; removes those that the source has not."""
        known = {} if before is None else _digests(before)
        now = _digests(row)
        gone = known.keys() - now.keys()
        self._removed += gone
        is_corrected_alike = before is not None and before.corrected == row.corrected
        wanted = [
            one
            for one, digest in now.items()
            if digest == _UNKNOWN or not is_corrected_alike or known.get(one) != digest
        ]
        updated = sum(1 for one in wanted if one in known)
        self._counts.update(
            removed=len(gone),
            updated=updated,
            added=len(wanted) - updated,
            unchanged=len(now) - len(wanted),
        )
        return wanted

    def remove(self, row: FileRow) -> None:
        """Remove a file that the source has not."""
        self._removed += row.articles.ids(row.id)
        self._counts["removed"] += row.article_count
        self._rows.append(row.deleted())

    def write(self) -> None:
        """Write the articles of all files that wait."""
        wanted = chain.from_iterable(ids for _, ids in self._waiting)
        segments = []
        while some := list(islice(wanted, _ARTICLES_AT_ONCE)):
            articles = [article for article in self._source.articles(some) if article is not None]
            if segment := self._target.writer.write(articles):
                segments.append(segment)
        self._segments += segments
        self._rows += [row for row, _ in self._waiting]
        self._waiting = []

    def commit(self) -> None:
        """Commit what is written."""
        self._since = time.monotonic()
        self._target.commit(self._segments, self._rows, self._removed)
        self._segments, self._rows, self._removed = [], [], []

    def report(self) -> IndexReport:
        """The counts of articles."""
        counts = self._counts
        return IndexReport(counts["added"], counts["updated"], counts["removed"], counts["unchanged"])


def _digests(row: FileRow) -> dict[ArticleId, bytes]:
    """The digest of each article of a file."""
    digests = row.digests
    starts = range(0, len(digests), DIGEST_SIZE)
    return dict(zip(row.articles.ids(row.id), (digests[at : at + DIGEST_SIZE] for at in starts), strict=True))


def _content(row: FileRow) -> FileRow:
    """A row but for when the file was seen."""
    return row._replace(size=-1, mtime_ns=READ_AGAIN)
