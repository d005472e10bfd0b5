"""From a batch of files to segments: what a worker does, and what a run without workers does itself."""

import errno
import os
import stat
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BufferedReader, BytesIO, FileIO
from itertools import accumulate, pairwise
from typing import BinaryIO, NamedTuple

from newsgrep.article import Article, ArticleId
from newsgrep.engines import Engine, Segment
from newsgrep.indexing.digests import DIGEST_SIZE, NO_ARTICLES, ArticleDigests
from newsgrep.indexing.manifest import FileRow, skipped_text
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion
from newsgrep.results import Skipped

SEGMENT_CHARACTERS = 12_000_000
"""A segment is written when so much text has been gathered: it bounds a worker's memory."""
_SMALLEST_BATCH, _LARGEST_BATCH = 1_000_000, 12_000_000
_SIZE_OF_A_FILE = 500
"""Bytes of text that take as long as it takes to open a file."""
_READ_WHOLE = 1 << 20
"""Bytes: a file that is not larger is read once, for its digest and for its articles."""
_SIZE_OF_AN_ARTICLE = 500
"""Characters of text that take as much memory as an article without text."""
_FILE_DIGEST_SIZE = 16


class FileTask(NamedTuple):
    """A file to read: its path and its part of an id (see `SourceFile`), and how the scan found it.

    `digest` is that of the content last read, `articles` what it gave. With `again` all its articles are
    written, unchanged ones too.
    """

    path: str
    id: str
    size: int
    mtime_ns: int
    digest: bytes = b""
    articles: ArticleDigests = NO_ARTICLES
    again: bool = False

    def unread_row(self, reason: str) -> FileRow:
        """The row of a file that could not be read, and is to be tried again."""
        skipped = [Skipped(self.path, reason)]
        return FileRow(self.path, self.id, skipped=skipped_text(skipped))


class Reading(NamedTuple):
    """How files are read: `folder` is the archive's, absolute; read by other `rules` nothing is as it was."""

    folder: str
    options: ReadOptions
    rules: str


@dataclass(slots=True)
class BatchResult:
    """What reading a batch of files gave: segments, rows for the manifest, and what became of the articles.

    `same` are the paths of files whose content is that of their task's digest: they were not parsed, have no
    row, and their articles are not among the `counts` ("added", "updated", "unchanged", "articles with replaced characters").
    """

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    removed: list[ArticleId] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Sign(NamedTuple):
    """A sign of life of who reads a batch: `task` is the number of the task, None while what was read is written.

    `place` is how far its file is read, in bytes, `articles` how many the batch has given.
    """

    task: int | None = None
    place: int = 0
    articles: int = 0


def read_batch(
    engine: Engine, tasks: Sequence[FileTask], reading: Reading, alive: Callable[[Sign], None]
) -> BatchResult:
    """Read files, and write the articles that are new or changed. A bad file's row says so.

    `alive` is called with a sign for each file and for each article or part of a file. Raises what `Engine.write` does.
    """
    reader = _BatchReader(engine, reading, alive)
    for number, task in enumerate(tasks):
        reader.read(number, task)
    reader.flush()
    return reader.result


class _BatchReader:
    """Gathers articles, and writes a segment when there is enough text."""

    def __init__(self, engine: Engine, reading: Reading, alive: Callable[[Sign], None]) -> None:
        self.result = BatchResult()
        self._engine = engine
        self._reading = reading
        self._salt = blake2b(reading.rules.encode(), digest_size=blake2b.SALT_SIZE).digest()
        self._alive = alive
        self._articles: list[Article] = []
        self._characters = 0
        self._taken = 0

    def read(self, number: int, task: FileTask) -> None:
        """Read one file."""
        self._alive(Sign(number, 0, self._taken))
        source = SourceFile(task.path.rpartition("/")[2], task.path, task.id, expansion=Expansion(task.size))
        try:
            stream, digest = _open_hashed(_location(self._reading.folder, task.path), task.size, self._salt)
            with stream:
                if digest == task.digest:
                    self.result.same.append(task.path)
                else:
                    self.result.rows.append(self._parse(number, task, source, stream, digest))
        except OSError as error:
            self.result.removed += task.articles.ids(task.id)
            self.result.rows.append(task.unread_row(error.strerror or type(error).__name__))

    def flush(self) -> None:
        """Write what was gathered."""
        self._alive(Sign(articles=self._taken))
        segment = self._engine.write(self._articles)
        if segment is not None:
            self.result.segments.append(segment)
        self._articles = []
        self._characters = 0

    def _parse(
        self, number: int, task: FileTask, source: SourceFile, stream: BinaryIO, digest: bytes
    ) -> FileRow:
        skipped: list[Skipped] = []
        ignored = False
        keys: list[str] = []
        digests = bytearray()
        before = task.articles.by_key() if task.articles.digests else {}
        try:
            for part in read_file(source, stream, self._reading.options):
                self._alive(Sign(number, stream.tell(), self._taken))
                if isinstance(part, Skipped):
                    skipped.append(part)
                    continue
                if part.replaced:
                    self.result.counts["articles with replaced characters"] += 1
                key = part.id[len(task.id) :]
                keys.append(key)
                # The digest of an article that is the whole file is the file's.
                said = _digest_of_article(part) if key else digest[:DIGEST_SIZE]
                digests += said
                if self._count(before.pop(key, None), said) or task.again:
                    self._add(part)
                self._taken += 1
        except NotAnArticleError:
            ignored = True
        self.result.removed += [ArticleId(task.id + key) for key in before]
        return FileRow(
            *(task.path, task.id, task.size, task.mtime_ns, digest, ignored, skipped_text(skipped)),
            *(len(keys), "\n".join(keys), bytes(digests)),
        )

    def _count(self, before: bytes | None, now: bytes) -> bool:
        """Count an article by its digests; says whether it is new or not as it was."""
        change = "added" if before is None else "updated" if before != now else "unchanged"
        self.result.counts[change] += 1
        return before != now

    def _add(self, article: Article) -> None:
        self._articles.append(article)
        self._characters += len(article.text) + _SIZE_OF_AN_ARTICLE
        if self._characters >= SEGMENT_CHARACTERS:
            self.flush()


def open_file(location: str) -> FileIO:
    """A file as a stream, not buffered. Raises OSError; for what is no regular file too, which could keep a reader waiting."""
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return FileIO(descriptor, "rb")


def _location(folder: str, path: str) -> str:
    location = f"{folder}/{path}"
    # By names alone: the parent of a linked folder is another folder.
    return os.path.normpath(location) if path.startswith("../") else location


def _open_hashed(location: str, size: int, salt: bytes) -> tuple[BinaryIO, bytes]:
    """A file as a stream at its beginning, and the digest of its content. `size` is what it should be."""
    file = open_file(location)
    try:
        data = file.read(min(size, _READ_WHOLE) + 1)
        hashed = blake2b(data, digest_size=_FILE_DIGEST_SIZE, salt=salt)
        if len(data) <= min(size, _READ_WHOLE):
            file.close()
            return BytesIO(data), hashed.digest()
        while data := file.read(_READ_WHOLE):
            hashed.update(data)
        file.seek(0)
        return BufferedReader(file, _READ_WHOLE), hashed.digest()
    except BaseException:
        file.close()
        raise


def _digest_of_article(article: Article) -> bytes:
    """A digest of all that an article says, but for its id and its path."""
    date = article.date
    said = (
        *(article.text, article.title or "", article.url or "", article.source or "", article.section or ""),
        article.language or "",
        *(f"{date.day}{date.precision}{date.origin}" for date in (date, *article.other_dates) if date),
        article.undated or "",
        *article.authors,
        "",  # an author is not a tag
        *article.tags,
    )
    return blake2b("\0".join(said).encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()


def batches(tasks: Sequence[FileTask], jobs: int) -> list[Sequence[FileTask]]:
    """Cut tasks, in order, into batches that take equally long: few of them, and as many for each of the jobs.

    A batch is of at most a file or `_LARGEST_BATCH`, and of `_SMALLEST_BATCH` or more if there is so much.
    """
    ends = list(accumulate(task.size + _SIZE_OF_A_FILE for task in tasks))
    total = ends[-1] if ends else 0
    wanted = min(-(-total // (_LARGEST_BATCH * jobs)) * jobs, -(-total // _SMALLEST_BATCH))
    cuts = [bisect_left(ends, total * number // wanted) + 1 for number in range(1, wanted)]
    places = sorted({0, *cuts, len(tasks)})
    return [tasks[start:end] for start, end in pairwise(places)]
