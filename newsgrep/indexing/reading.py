"""Read a batch of files and write their articles to segments: the work of a worker process, or of a run without workers."""

import errno
import os
import stat
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from io import BufferedReader, BytesIO, FileIO
from itertools import accumulate, pairwise
from typing import BinaryIO, NamedTuple

from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Segment, Writer
from newsgrep.index_report import Skipped
from newsgrep.indexing.corrections import Correction, corrected, version
from newsgrep.indexing.digests import DIGEST_SIZE, NO_ARTICLES, ArticleDigests, Change
from newsgrep.indexing.found import FoundInFile
from newsgrep.indexing.manifest import FileRow
from newsgrep.indexing.manifest_database import skipped_to_text
from newsgrep.indexing.rules import Rules
from newsgrep.indexing.settled import settled_from_text
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, StalledReaderError
from newsgrep.readers.expansion import Expansion

SEGMENT_CHARACTERS = 14_000_000
"""A segment is written when this much text has been gathered: it bounds a worker's memory."""
CAME = 10
"""So many of the articles that came are named."""
_SMALLEST_BATCH, _LARGEST_BATCH = 1_000_000, 14_000_000
_SIZE_OF_A_FILE = 500
"""Bytes of text that take as long to read as a file takes to open."""
_READ_WHOLE = 1 << 20
"""Bytes: a file that is not larger is read once, for its digest and for its articles."""
_SIZE_OF_AN_ARTICLE = 500
"""Characters of text that take as much memory as an article without text."""
_FILE_DIGEST_SIZE = 16
_NO_FILE_ERRORS = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EINVAL})
"""A link that leads nowhere, a pipe. Any other error is one of the disk, or of permissions, and may pass."""


class FileTask(NamedTuple):
    """A file to read: its path and its part of an id (see `SourceFile`), its size and time by the scan.

    `digest` is that of the content last read, `articles` are those that it gave; `skipped` and `settled` are as its row has
    them. With `rewrite` all its articles are written, unchanged ones too. `corrections` are those of its articles.
    """

    path: str
    id: str
    size: int
    mtime_ns: int
    digest: bytes = b""
    articles: ArticleDigests = NO_ARTICLES
    rewrite: bool = False
    corrections: tuple[Correction, ...] = ()
    skipped: str = ""
    settled: str = ""

    def failed_row(self, reason: str) -> FileRow:
        """The row of a file whose reader has failed: it has no articles, and is read again by the next run."""
        return FileRow(self.path, self.id, skipped=skipped_to_text([Skipped(self.path, reason)]))

    def unreadable_row(self, reason: str) -> FileRow:
        """The row of a file whose bytes could not be read: it keeps its articles, and is read again by the next run."""
        kept = f"{reason}; its articles are kept" if self.articles.article_count else reason
        return self.failed_row(kept).with_articles(self.articles)


@dataclass(slots=True)
class BatchResult:
    """The result of reading a batch of files: segments, rows for the manifest, ids of articles to remove.

    `counts` are of articles: "added", "updated", "unchanged", "with replaced characters"; `came` are the first that were added
    or updated. `same` are the paths of files
    whose content has their task's digest: they were not parsed, have no row, and their articles are not counted.
    """

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    removed: list[ArticleId] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    came: list[ArticleId] = field(default_factory=list)


class Heartbeat(NamedTuple):
    """A sign of life and progress while a batch is read.

    `task` is the index of the task in the batch, None while a segment is written. The others are of the batch so far: files read
    to their end, bytes read, articles found.
    """

    task: int | None = None
    files: int = 0
    bytes: int = 0
    articles: int = 0


def read_batch(
    writer: Writer, tasks: Sequence[FileTask], rules: Rules, beat: Callable[[Heartbeat], None]
) -> BatchResult:
    """Read files, and write the articles that are new or changed. The row of a bad file says what is wrong with it.

    `beat` is called for each file, and for each article or skipped part. Raises MissingLibraryError, and what `Writer.write` does.
    """
    reader = _BatchReader(writer, rules, beat)
    for number, task in enumerate(tasks):
        reader.read(number, task)
    reader.flush()
    return reader.result


class _BatchReader:
    """Gathers articles, and writes a segment when there is enough text."""

    def __init__(self, writer: Writer, rules: Rules, beat: Callable[[Heartbeat], None]) -> None:
        self.result = BatchResult()
        self._writer = writer
        self._rules = rules
        self._beat = beat
        self._articles: list[Article] = []
        self._characters = 0
        self._progress = Heartbeat()

    def read(self, number: int, task: FileTask) -> None:
        """Read one file."""
        before = self._progress = self._progress._replace(task=number)
        self._read(task)
        self._progress = self._progress._replace(files=before.files + 1, bytes=before.bytes + task.size)

    def _read(self, task: FileTask) -> None:
        rule = self._rules.of_file(task.path)
        before = settled_from_text(task.settled)
        try:
            location = os.path.join(self._rules.folder, task.path)  # noqa: PTH118  for each file
            content = _open_hashed(
                location,
                task.size,
                _salt(rule.version + version(task.corrections)),
                before.size if before else 0,
                lambda: self._beat(self._progress),
            )
            with content.stream:
                if content.digest == task.digest:
                    self.result.same.append(task.path)
                else:
                    is_longer = content.digest_before == task.digest
                    found = FoundInFile(task.articles, task.skipped, before if is_longer else None)
                    self.result.rows.append(self._parse(task, rule.options, content, found))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            if error.errno in _NO_FILE_ERRORS:
                self.result.removed += task.articles.ids(task.id)
                self.result.rows.append(task.failed_row(reason))
            else:
                self._keep(task, reason)
        except StalledReaderError:  # the disk: a reader's end is that of its document alone
            self._keep(task, "takes too long to read from its disk")

    def _keep(self, task: FileTask, reason: str) -> None:
        self.result.rows.append(task.unreadable_row(reason))
        self.result.counts["unchanged"] += task.articles.article_count

    def flush(self) -> None:
        """Write the gathered articles as a segment."""
        self._beat(self._progress._replace(task=None))
        segment = self._writer.write(self._articles)
        if segment is not None:
            self.result.segments.append(segment)
        self._articles = []
        self._characters = 0

    def _parse(self, task: FileTask, options: ReadOptions, content: "_Hashed", found: FoundInFile) -> FileRow:
        before = self._progress.bytes
        ignored = False
        self._count_kept(found)
        try:
            source = source_file(task.path, task.id, task.size)
            for part in found.parts(source, content.stream, content.size, options):
                self._progress = self._progress._replace(bytes=before + min(content.stream.tell(), task.size))
                self._beat(self._progress)
                if isinstance(part, Skipped):
                    found.skipped.append(part)
                    continue
                article = corrected(part, task.corrections)
                key = article.id[len(task.id) :]
                # The digest of an article that is the whole file is the file's.
                digest = _digest_of_article(article) if key else content.digest[:DIGEST_SIZE]
                change = found.add(article, key, digest)
                self._count(article, change)
                if change != "unchanged" or task.rewrite:
                    self._add(article)
        except NotAnArticleError:
            ignored = True
        self.result.removed += [ArticleId(task.id + key) for key in found.articles.gone()]
        row = FileRow(
            *(task.path, task.id, task.size, task.mtime_ns, content.digest),
            *(ignored, skipped_to_text(found.skipped)),
            corrected=version(task.corrections),
            settled=found.settled,
        )
        return row.with_articles(found.articles.articles())

    def _count_kept(self, found: FoundInFile) -> None:
        """Count the articles that a file is known to give."""
        count = found.articles.article_count
        self._progress = self._progress._replace(articles=self._progress.articles + count)
        self.result.counts["unchanged"] += count
        self.result.counts["with replaced characters"] += found.replaced

    def _count(self, article: Article, change: Change) -> None:
        self._progress = self._progress._replace(articles=self._progress.articles + 1)
        self.result.counts[change] += 1
        if change != "unchanged" and len(self.result.came) < CAME:
            self.result.came.append(article.id)
        if article.replaced:
            self.result.counts["with replaced characters"] += 1

    def _add(self, article: Article) -> None:
        self._articles.append(article)
        self._characters += len(article.text) + _SIZE_OF_AN_ARTICLE
        if self._characters >= SEGMENT_CHARACTERS:
            self.flush()


def open_file(location: str) -> FileIO:
    """A file as a stream, not buffered. Raises OSError, also for a pipe or a device, which could block for ever."""
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return FileIO(descriptor, "rb")


def source_file(path: str, identifier: str, size: int) -> SourceFile:
    """A file as its reader takes it: by its `Article.path`, its part of an id, its size in bytes."""
    return SourceFile(path.rpartition("/")[2], path, identifier, expansion=Expansion(size))


@lru_cache
def _salt(version: str) -> bytes:
    """The salt by which a file that is to be read by other rules has another digest."""
    return blake2b(version.encode(), digest_size=blake2b.SALT_SIZE).digest()


class _Hashed(NamedTuple):
    """A file as a stream at its beginning, its digest and its size; and the digest of its first bytes, as many as were asked for."""

    stream: BinaryIO
    digest: bytes
    size: int
    digest_before: bytes | None = None


def _open_hashed(
    location: str, size: int, salt: bytes, size_before: int, beat: Callable[[], None]
) -> _Hashed:
    """Open a file. `size` is that of the scan, `size_before` that of its first bytes that are to have a digest too."""
    beat()
    file = open_file(location)
    try:
        data = file.read(min(size, _READ_WHOLE) + 1)
        hashed = blake2b(digest_size=_FILE_DIGEST_SIZE, salt=salt)
        if len(data) <= min(size, _READ_WHOLE):
            file.close()
            hashed.update(data)
            return _Hashed(BytesIO(data), hashed.digest(), len(data))
        length, digest_before = 0, None
        while data:
            left = size_before - length
            if 0 < left <= len(data):
                begun = hashed.copy()
                begun.update(data[:left])
                digest_before = begun.digest()
            beat()
            hashed.update(data)
            length += len(data)
            data = file.read(_READ_WHOLE)
        file.seek(0)
        return _Hashed(BufferedReader(file, _READ_WHOLE), hashed.digest(), length, digest_before)
    except BaseException:
        file.close()
        raise


def _digest_of_article(article: Article) -> bytes:
    """A digest of an article's text and properties, but for its id and its path."""
    date = article.date
    content = (
        *(article.text, article.title or "", article.url or "", article.source or "", article.section or ""),
        *(article.language or "", article.format or "", str(article.replaced)),
        *(f"{date.day}{date.precision}{date.origin}" for date in (date, *article.other_dates) if date),
        article.undated or "",
        *article.authors,
        "",  # an author is not a tag
        *article.tags,
        *(("", *article.corrected) if article.corrected else ()),
    )
    return blake2b("\0".join(content).encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()


def batches(tasks: Sequence[FileTask], jobs: int) -> list[Sequence[FileTask]]:
    """Cut tasks, in order, into batches that take equally long: as few as possible, and equally many for each job.

    A batch holds one file, or at most `_LARGEST_BATCH` bytes; and at least `_SMALLEST_BATCH` bytes, if there are as many.
    """
    ends = list(accumulate(task.size + _SIZE_OF_A_FILE for task in tasks))
    total = ends[-1] if ends else 0
    wanted = min(-(-total // (_LARGEST_BATCH * jobs)) * jobs, -(-total // _SMALLEST_BATCH))
    cuts = [bisect_left(ends, total * number // wanted) + 1 for number in range(1, wanted)]
    places = sorted({0, *cuts, len(tasks)})
    return [tasks[start:end] for start, end in pairwise(places)]
