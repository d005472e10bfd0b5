"""The reader contract, and who reads a document.

A reader turns the bytes of one document into articles: of a file, or of a member of an archive. Adding a
format is one new module with a `READER`, one line in `registry`, and its samples among the tests.
"""

import codecs
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import BinaryIO, NamedTuple, Protocol

from newsgrep.article import Article, ArticleId, encode_id
from newsgrep.config import DateOrder
from newsgrep.errors import NewsgrepError
from newsgrep.index_report import Skipped
from newsgrep.libraries import failed_import
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.ignored import is_no_article
from newsgrep.readers.registry import marks_of, readers_of

MAX_CHARACTERS = 16_000_000
"""An article of more text than this is refused."""
MAX_DOCUMENT = 4 * MAX_CHARACTERS
"""Bytes: a document of one article is not larger, in any encoding."""
MAX_DEPTH = 8
"""The deepest nesting of archives."""
_TOO_DEEP = f"archives nested more than {MAX_DEPTH} deep"


class UnreadableFileError(Exception):
    """A document that gives no article; `str()` of it is the reason, for a person."""


class NotAnArticleError(Exception):
    """A document that nobody would take for an article: an image, a script."""


class StalledReaderError(BaseException):
    """Raised in a reader that takes too long, by whoever watches it. No handler of a library's stops it."""


class SourceFile(NamedTuple):
    """A document to read, and what the ids of its articles are made of.

    `name` is its own, without folders; `path` is `Article.path`; `id` is its part of an ArticleId: the
    file's, and for a member of an archive `#` and `key`, the encoded place inside. `depth` counts the
    archives around it. `expansion` is shared by all that comes out of one file. `url` is where the document
    was found, `charset` its encoding, and `saved` the day of saving as it is written, if whoever saved or sent
    it gave them.
    """

    name: str
    path: str
    id: str
    expansion: Expansion
    key: str = ""
    depth: int = 0
    url: str | None = None
    charset: str | None = None
    saved: str | None = None

    @property
    def folders(self) -> str:
        """The path of the folders that it lies in, inside the innermost archive if there is one; none for an address."""
        place = self.id.rpartition("#")[2]
        return "" if "://" in place else place.rpartition("/")[0]

    def article_id(self, key: str | None = None) -> ArticleId:
        """The id of an article: the only one of the document, or one of several, by its key among them."""
        return ArticleId(self.id if key is None else f"{self.id}#{encode_id(key)}")

    def member(self, place: str, key: str | None = None) -> "SourceFile":
        """A member of this archive; its key is its place, or `key`. Raises UnreadableFileError for one nested too deep."""
        if self.depth >= MAX_DEPTH:
            raise UnreadableFileError(_TOO_DEEP)
        key = encode_id(key or place)
        return self._replace(
            name=place.rstrip("/").rpartition("/")[2],
            id=f"{self.id}#{key}",
            key=f"{self.key}#{key}" if self.key else key,
            depth=self.depth + 1,
        )

    def inside(self, name: str) -> "SourceFile":
        """The content of this compressed document, under the same id. Raises UnreadableFileError as `member` does."""
        if self.depth >= MAX_DEPTH:
            raise UnreadableFileError(_TOO_DEEP)
        return self._replace(name=name, depth=self.depth + 1)

    def skipped(self, reason: str, key: str | None = None) -> Skipped:
        """The report that the document, or the part of it with this key, is not indexed, and why."""
        parts = [part for part in (self.key, encode_id(key) if key else "") if part]
        return Skipped(self.path, reason, key="#".join(parts) or None)


class ReadOptions(NamedTuple):
    """The user's options for the files, and today, after which (but for one day) no article can have been published.

    `fields` are (ours, theirs) pairs: ("text", "body"). `language` is the archive's, by Snowball's name.
    """

    today: date
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()
    language: str = "english"


class Reader(Protocol):
    """One format. `name` is what users see."""

    name: str

    def claims(self, head: bytes, name: str) -> bool:
        """Say whether this is the document's format: by its first bytes, then by its name.

        `head` is of the document's first 8 KiB; of UTF-16 and UTF-32 it is the same text in UTF-8.
        """
        ...

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the document's articles, and the parts that are none, one at a time.

        `stream` is at its beginning and can be sought, though to go back may cost all that lies before. What
        is common to all formats is done by the caller: it sets `format` and `Skipped.reader`, and refuses an
        article without text or with too much of it. Never holds a whole container in memory. Raises
        UnreadableFileError for a document that gives nothing or no more, and NotAnArticleError before the
        first article.
        """
        ...


_HEAD = 8192
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The byte order marks of UTF-32 and UTF-16."""
_LONGEST_ENDING = 10


@lru_cache  # each reader asks for it
def suffix_of(name: str) -> str:
    """The ending of a file's name with its dot; empty if there is none. Initials and ends of sentences are none."""
    stem, dot, ending = name.rpartition(".")
    is_ending = stem and len(ending) <= _LONGEST_ENDING and ending.replace("-", "").replace("_", "").isalnum()
    return dot + ending if is_ending else ""


def read_file(file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
    """Give the articles of a document, and its parts that are no articles, with the reasons.

    `stream` is at the document's beginning. A faulty document does not raise: its fault is the reason of a
    `Skipped`. Raises NotAnArticleError before the first article, and NewsgrepError if newsgrep itself is at
    fault, or a library is missing (MissingLibraryError).
    """
    return read_with(lambda reader: reader.read(file, stream, options), file, stream)


def read_with(
    read: Callable[[Reader], Iterator[Article | Skipped]],
    file: SourceFile,
    stream: BinaryIO,
    refused: Callable[[str], None] = lambda _: None,
) -> Iterator[Article | Skipped]:
    """Give what `read` gives, with the reader that claims the document; its faults as `read_file` does.

    `refused` is called with the key of an article in a container that its reader gave, and that is none.
    """
    name = None
    try:
        reader = _choose(_sample(stream.read(_HEAD)), file.name)
        name = reader.name
        stream.seek(0)
        for part in read(reader):
            checked = _checked(part, file, name)
            if isinstance(checked, Skipped) and not isinstance(part, Skipped):
                refused(checked.key or "")
            yield checked
    except (NotAnArticleError, NewsgrepError):
        raise
    except UnreadableFileError as error:
        yield file.skipped(str(error))._replace(reader=name)
    except StalledReaderError:
        yield file.skipped("takes too long to read")._replace(reader=name)
    except MemoryError:
        yield file.skipped("takes too much memory to read")._replace(reader=name)
    except OSError as error:
        yield file.skipped(error.strerror or str(error) or type(error).__name__)._replace(reader=name)
    except Exception as error:
        missing = failed_import(error)
        if missing:
            raise missing from error
        yield file.skipped(f"its reader failed: {type(error).__name__}: {error}")._replace(reader=name)


def read_document(stream: BinaryIO) -> bytes:
    """The whole of a document that is one article. Raises UnreadableFileError for one that is too large."""
    data = stream.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise UnreadableFileError(f"more than {MAX_DOCUMENT:,} bytes in one article")
    stream.read(1)  # a stream that breaks off says so at its end
    return data


def _checked(part: Article | Skipped, file: SourceFile, reader: str) -> Article | Skipped:
    if isinstance(part, Skipped):
        return part if part.reader else part._replace(reader=reader)
    if len(part.text) > MAX_CHARACTERS:
        reason = f"more than {MAX_CHARACTERS:,} characters in one article"
    elif part.title is None and (not part.text or part.text.isspace()):
        reason = "no text"
    else:
        return part if part.format else part._replace(format=reader)
    return Skipped(file.path, reason, reader, part.id.partition("#")[2] or None)


def _sample(head: bytes) -> bytes:
    for mark, encoding in WIDE_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    return head


def _choose(head: bytes, name: str) -> Reader:
    if not head or head.isspace():
        raise UnreadableFileError("empty")
    if is_no_article(head):
        raise NotAnArticleError(name)
    suffix = suffix_of(name).lower()
    for reader in readers_of(marks_of(head), suffix):
        if reader.claims(head, name):
            return reader
    by_name = f", or by its name ({suffix})" if suffix else ""
    raise UnreadableFileError(f"no reader takes it by its content{by_name}")
