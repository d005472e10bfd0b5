"""From a batch of files to segments: what a worker does, and what a run without workers does itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from newsgrep.article import Article, ArticleId
from newsgrep.engines import Engine, Segment
from newsgrep.errors import NewsgrepError
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, UnreadableFileError, read_file
from newsgrep.results import Skipped

SEGMENT_CHARACTERS = 8_000_000
"""A segment is written when so much text has been gathered: it bounds a worker's memory."""
_ALIVE_EVERY = 500
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read. `digest` is that of the content last read; `articles` what it gave, with digests."""

    source: SourceFile
    size: int
    digest: bytes = b""
    articles: Mapping[ArticleId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What reading a file gave. `unchanged`: its content is that of the task's digest, and was not parsed."""

    path: str
    digest: bytes = b""
    unchanged: bool = False
    ignored: bool = False
    skipped: tuple[Skipped, ...] = ()
    articles: Mapping[ArticleId, str] = field(default_factory=dict)


@dataclass(slots=True)
class BatchResult:
    """The outcomes of a batch's files, and the segments that hold their articles."""

    segments: list[Segment] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)


def read_batch(
    engine: Engine, tasks: Sequence[FileTask], options: ReadOptions, alive: Callable[[str], None]
) -> BatchResult:
    """Read files, and write the articles that are new or changed. A bad file's outcome says so.

    `alive` is called with the path that is being read, again and again. Raises what `Engine.write` does.
    """
    result = BatchResult()
    writer = _Writer(engine, result.segments)
    for task in tasks:
        alive(task.source.path)
        result.outcomes.append(_read(task, options, alive, writer))
    writer.flush()
    return result


def skip(path: str, reason: str) -> FileOutcome:
    """The outcome of a file that cannot be read."""
    return FileOutcome(path, skipped=(Skipped(path, reason),))


def _read(
    task: FileTask, options: ReadOptions, alive: Callable[[str], None], writer: "_Writer"
) -> FileOutcome:
    path = task.source.path
    try:
        digest = _digest_of_file(task.source.location)
    except OSError as error:
        return skip(path, error.strerror or type(error).__name__)
    if digest == task.digest:
        return FileOutcome(path, digest, unchanged=True)
    return _parse(task, digest, options, alive, writer)


def _parse(
    task: FileTask, digest: bytes, options: ReadOptions, alive: Callable[[str], None], writer: "_Writer"
) -> FileOutcome:
    path = task.source.path
    skipped: list[Skipped] = []
    articles: dict[ArticleId, str] = {}
    try:
        for number, part in enumerate(read_file(task.source, options)):
            if number % _ALIVE_EVERY == 0:
                alive(path)
            if isinstance(part, Skipped):
                skipped.append(part)
                continue
            articles[part.id] = _digest_of_article(part)
            if task.articles.get(part.id) != articles[part.id]:
                writer.add(part)
    except NotAnArticleError:
        return FileOutcome(path, digest, ignored=True)
    except UnreadableFileError as error:
        skipped.append(Skipped(path, str(error)))
    except NewsgrepError:
        raise
    except Exception as error:  # noqa: BLE001  one file, however odd, never ends a run
        skipped.append(Skipped(path, f"its reader failed: {type(error).__name__}: {error}"))
    return FileOutcome(path, digest, skipped=tuple(skipped), articles=articles)


def _digest_of_file(location: Path) -> bytes:
    digest = blake2b(digest_size=16)
    with location.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.digest()


def _digest_of_article(article: Article) -> str:
    return blake2b(repr(article).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class _Writer:
    """Gathers articles, and writes a segment when there is enough text."""

    def __init__(self, engine: Engine, segments: list[Segment]) -> None:
        self._engine = engine
        self._segments = segments
        self._articles: list[Article] = []
        self._characters = 0

    def add(self, article: Article) -> None:
        self._articles.append(article)
        self._characters += len(article.text)
        if self._characters >= SEGMENT_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        segment = self._engine.write(self._articles)
        if segment is not None:
            self._segments.append(segment)
        self._articles = []
        self._characters = 0


def batches(tasks: Sequence[FileTask], largest: int) -> Iterator[list[FileTask]]:
    """Cut tasks, in order, into batches of at most `largest` bytes, or of one file that is larger."""
    batch: list[FileTask] = []
    size = 0
    for task in tasks:
        if batch and size + task.size > largest:
            yield batch
            batch, size = [], 0
        batch.append(task)
        size += task.size
    if batch:
        yield batch
