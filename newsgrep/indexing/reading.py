"""Read a batch of files and write their articles to segments: the work of a worker process, or of a run without workers."""

import errno
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Segment, Writer
from newsgrep.index_report import Skipped
from newsgrep.indexing.content import CONTENT_DIGEST_SIZE, FileContent, open_content, open_file
from newsgrep.indexing.corrections import Correction, corrected, version
from newsgrep.indexing.digests import DIGEST_SIZE, NO_ARTICLES, ArticleDigests, Change
from newsgrep.indexing.found import SIZE_OF_AN_ARTICLE, FoundInFile
from newsgrep.indexing.manifest import FileRow
from newsgrep.indexing.manifest_database import skipped_to_text
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.indexing.settled import settled_from_text
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, StalledReaderError
from newsgrep.readers.expansion import Expansion

if TYPE_CHECKING:
    from newsgrep.indexing.parts import Agree, Cut, Part, PartKeys, PartResult

SEGMENT_BYTES = 14_000_000
"""A segment is written when this much text, in UTF-8, has been gathered: it bounds a worker's memory.

In bytes: a Chinese character is a word of its own, and so as much of it takes the memory of six characters of English.
"""
_SAMPLED = 16
_MOST_WORDS_SAMPLED = 20_000
"""Nor may the first sixteenths of its texts have more different words; English news has 17,000.

Where no word comes twice, a run in one process takes 330 MB, 390 in Cyrillic. Of 32,000 it took 530.
"""
CAME = 10
"""So many of the articles that came are named."""
_NO_FILE_ERRORS = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EINVAL})
"""A link that leads nowhere, a pipe. Any other error is one of the disk, or of permissions, and may pass."""


class FileTask(NamedTuple):
    """A file to read: its path and its part of an id (see `SourceFile`), its size and time by the scan.

    `digest` is that of the content last read, `articles` are those that it gave; `skipped` and `settled` are as its row has
    them. With `rewrite` all its articles are written, unchanged ones too. `corrections` are those of its articles.

    `part_size` says that it may be read in parts of about so many bytes; 0 if it may not. `part` is the part to read.
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
    part_size: int = 0
    part: "Part | None" = None

    @property
    def may_be_cut(self) -> bool:
        """Say whether the file may be read in parts, which are not compared with the articles that it gave before."""
        return self.part_size > 0 and (self.rewrite or not self.articles.article_count)

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

    `cuts` are files that are to be read in parts. `parts` are the results of parts, whose articles are not counted either.
    """

    segments: list[Segment] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    removed: list[ArticleId] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    came: list[ArticleId] = field(default_factory=list)
    cuts: "list[Cut]" = field(default_factory=list)
    parts: "list[PartResult]" = field(default_factory=list)


class Heartbeat(NamedTuple):
    """A sign of life and progress while a batch is read.

    `task` is the index of the task in the batch, None while a segment is written. The next are of the batch so far: files read
    to their end, bytes read, articles found. `waits` is 1 while the writer waits, for a cluster is busy, else 0.
    """

    task: int | None = None
    files: int = 0
    bytes: int = 0
    articles: int = 0
    waits: int = 0


def given_at_once(_: "PartKeys") -> bytes:
    """The answer where no file is read in parts."""
    return b""


def read_batch(
    writer: Writer,
    tasks: Sequence[FileTask],
    rules: Rules,
    beat: Callable[[Heartbeat], None],
    agree: "Agree" = given_at_once,
) -> BatchResult:
    """Read files, and write the articles that are new or changed. The row of a bad file says what is wrong with it.

    `beat` is called for each file, and for each article or skipped part. `agree` is asked for the keys of parts of files.
    Raises MissingLibraryError, and what `Writer.write` does.
    """
    reader = _BatchReader(writer, rules, beat, agree)
    for number, task in enumerate(tasks):
        reader.read(number, task)
    reader.flush()
    return reader.result


class _BatchReader:
    """Gathers articles, and writes a segment when there is enough text."""

    def __init__(
        self, writer: Writer, rules: Rules, beat: Callable[[Heartbeat], None], agree: "Agree"
    ) -> None:
        self.result = BatchResult()
        self._writer = writer
        self._rules = rules
        self._beat = beat
        self._agree = agree
        self._articles: list[Article] = []
        self._size = 0
        self._words: set[str] = set()
        """Different words of the sample."""
        self._number: int | None = None
        self._files = self._bytes = self._bytes_of_file = self._found = 0

    def read(self, number: int, task: FileTask) -> None:
        """Read one file."""
        self._number = number
        self._read(task)
        if not any(cut.path == task.path for cut in self.result.cuts):  # of such a file nothing is read yet
            self._files += task.part is None
            self._bytes += task.size
        self._bytes_of_file = 0

    def _alive(self) -> None:
        self._beat(self._heartbeat(self._number))

    def _heartbeat(self, task: int | None) -> Heartbeat:
        return Heartbeat(task, self._files, self._bytes + self._bytes_of_file, self._found)

    def _read(self, task: FileTask) -> None:
        rule = self._rules.of_file(task.path)
        try:
            location = os.path.join(self._rules.folder, task.path)  # noqa: PTH118  for each file
            if task.part:
                self._read_part(task, task.part, rule.options, location)
            else:
                self._read_file(task, rule, location)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            if error.errno in _NO_FILE_ERRORS:
                self.result.removed += task.articles.ids(task.id)
                self.result.rows.append(task.failed_row(reason))
            else:
                self._keep(task, reason)
        except NotAnArticleError:  # of a part: the file is another by now, and the next run reads it
            self._keep(task, "has changed while it was read")
        except StalledReaderError:  # the disk: a reader's end is that of its document alone
            self._keep(task, "takes too long to read from its disk")

    def _read_file(self, task: FileTask, rule: Rule, location: str) -> None:
        before = settled_from_text(task.settled)
        content = open_content(
            location,
            task.size,
            _salt(rule.version + version(task.corrections)),
            before.size if before else 0,
            self._alive,
        )
        with content.stream:
            if content.digest == task.digest:
                self.result.same.append(task.path)
            elif task.may_be_cut and (cut := _cut(task, rule.options, content)):
                self.result.cuts.append(cut)
            else:
                sure = task.digest[:CONTENT_DIGEST_SIZE]
                is_longer = content.digest_before == sure
                found = FoundInFile(task.articles, task.skipped, before if is_longer else None)
                row = self._parse(task, rule.options, content, found)
                if content.has_changed:
                    row = row.unsure(sure, task.settled) if is_longer else row.unsure(b"", "")
                self.result.rows.append(row)

    def _read_part(self, task: FileTask, part: "Part", options: ReadOptions, location: str) -> None:
        from newsgrep.indexing.parts import PartReader  # noqa: PLC0415  for few files

        with open_file(location) as stream:
            reader = PartReader(source_file(task.path, task.id, task.size), stream, part, options)
            for count in reader.read():
                self._bytes_of_file = min(max(stream.tell() - part.since.offset, 0), task.size)
                self._found = count
                self._alive()
        self._beat(self._heartbeat(None))  # nothing is read while another worker is waited for
        if not reader.agree(self._agree):
            return
        found = FoundInFile(NO_ARTICLES, "", None)
        for one in reader.found():
            if not isinstance(one, Skipped):
                article = corrected(one, task.corrections)
                found.add(article, article.id[len(task.id) :], _digest_of_article(article))
                self._add(article)
        self.result.parts.append(reader.result(found.articles.articles(), found.replaced))

    def _keep(self, task: FileTask, reason: str) -> None:
        self.result.rows.append(task.unreadable_row(reason))
        self.result.counts["unchanged"] += task.articles.article_count

    def flush(self) -> None:
        """Write the gathered articles as a segment."""
        self._beat(self._heartbeat(None))
        segment = self._writer.write(
            self._articles, on_wait=lambda: self._beat(self._heartbeat(None)._replace(waits=1))
        )
        if segment is not None:
            self.result.segments.append(segment)
        self._articles = []
        self._size = 0
        self._words = set()

    def _parse(
        self, task: FileTask, options: ReadOptions, content: FileContent, found: FoundInFile
    ) -> FileRow:
        ignored = False
        self._count_kept(found)
        try:
            source = source_file(task.path, task.id, task.size)
            for part in found.parts(source, content.stream, content.size, options):
                self._bytes_of_file = min(content.stream.tell(), task.size)
                self._alive()
                if isinstance(part, Skipped):
                    found.skipped.append(part)
                    continue
                article = corrected(part, task.corrections)
                key = article.id[len(task.id) :]
                # The digest of an article that is the whole of a small file is the file's.
                is_file = not key and content.is_in_memory
                digest = content.digest[:DIGEST_SIZE] if is_file else _digest_of_article(article)
                change = found.add(article, key, digest)
                self._count(article, change)
                if change != "unchanged" or task.rewrite:
                    self._add(article)
        except NotAnArticleError:
            ignored = True
        self.result.removed += [ArticleId(task.id + key) for key in found.articles.gone()]
        given = found.articles.articles()
        return FileRow(
            *(task.path, task.id, task.size, task.mtime_ns, content.digest, ignored),
            *(skipped_to_text(found.skipped), given.article_count, given.keys, given.digests),
            *(version(task.corrections), found.settled),
        )

    def _count_kept(self, found: FoundInFile) -> None:
        """Count the articles that a file is known to give."""
        count = found.articles.article_count
        self._found += count
        self.result.counts["unchanged"] += count
        self.result.counts["with replaced characters"] += found.replaced

    def _count(self, article: Article, change: Change) -> None:
        self._found += 1
        self.result.counts[change] += 1
        if change != "unchanged" and len(self.result.came) < CAME:
            self.result.came.append(article.id)
        if article.replaced:
            self.result.counts["with replaced characters"] += 1

    def _add(self, article: Article) -> None:
        self._articles.append(article)
        text = article.text
        self._size += _bytes_of(text) + SIZE_OF_AN_ARTICLE
        self._words.update(text[: len(text) // _SAMPLED].split())
        if self._size >= SEGMENT_BYTES or len(self._words) > _MOST_WORDS_SAMPLED:
            self.flush()


def _bytes_of(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def source_file(path: str, identifier: str, size: int) -> SourceFile:
    """A file as its reader takes it: by its `Article.path`, its part of an id, its size in bytes."""
    return SourceFile(path.rpartition("/")[2], path, identifier, expansion=Expansion(size))


@lru_cache
def _salt(version: str) -> bytes:
    """The salt by which a file that is to be read by other rules has another digest."""
    return blake2b(version.encode(), digest_size=blake2b.SALT_SIZE).digest()


def _cut(task: FileTask, options: ReadOptions, content: FileContent) -> "Cut | None":
    """The parts in which a file is to be read; None for a whole."""
    if 2 * content.size <= 3 * task.part_size:
        return None
    from newsgrep.indexing.parts import cut  # noqa: PLC0415  for few files

    file = source_file(task.path, task.id, task.size)
    return cut(file, content, options, task.part_size)


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
