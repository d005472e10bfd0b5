"""Documents that grow at their end: what has been read stays read, and a later run goes on where this one has settled.

A reader that can go on has a method `grow`. It settles the parts of a document that bytes appended later cannot
change; of JSON Lines these are the lines that have an end. The state in which it stops is plain data.
"""

from collections.abc import Container, Iterator
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias, runtime_checkable

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import Reader, ReadOptions, SourceFile, read_file, read_with
from newsgrep.readers.unknown_fields import Suspects

Parts: TypeAlias = Iterator[Article | Skipped]


class Place(NamedTuple):
    """Where the settled parts of a document end: plain data.

    `offset` is in bytes, `number` that of the last part before it, as the reader counts parts. `suspects` are those of
    `UnknownFields`, if the reader watches the fields of records.
    """

    offset: int = 0
    number: int = 0
    suspects: Suspects | None = None


BEGINNING = Place()


class Content(NamedTuple):
    """A document's bytes, as far as they are to be read: the first `size` of a stream that can be sought.

    They are read from a place on; `taken` are the keys of the articles before it, which no other may have.
    """

    stream: BinaryIO
    size: int
    since: Place = BEGINNING
    taken: Container[str] = ()


class Growth(Protocol):
    """The reading of a document that may grow. Each method is called once, in this order."""

    def settled(self) -> Parts:
        """The parts that stay as they are, whatever is appended."""
        ...

    def place(self) -> Place:
        """Where to go on when more has been appended."""
        ...

    def rest(self) -> Parts:
        """The parts after it, if no more is appended, and what there is to tell of the whole."""
        ...


@runtime_checkable
class GrowingReader(Protocol):
    """A reader that can go on. What it gives is what `Reader.read` gives for the whole, in two steps or in many."""

    def grow(self, file: SourceFile, content: Content, options: ReadOptions) -> Growth | None:
        """Read from a place on; None, at the beginning, for a document that can only be read as a whole."""
        ...


class GrowingDocument:
    """Reads a document by whatever reader claims it, as `read_file` does, from its beginning or from a place.

    Whether the bytes before the place are as they were is for the caller to know.
    """

    def __init__(self, file: SourceFile, content: Content, options: ReadOptions) -> None:
        self._file = file
        self._content = content
        self._options = options
        self._growth: Growth | None = None
        self._is_whole = False
        self.refused: list[str] = []
        """The keys of settled articles that were refused, which no other article may have."""

    def settled(self) -> Parts:
        """The settled parts, none of a document that does not grow. Raises what `read_file` does."""
        return read_with(self._settle, self._file, self._content.stream, self.refused.append)

    def place(self) -> Place | None:
        """Where to go on when more has been appended; None if the document is to be read again."""
        return self._growth.place() if self._growth else None

    def rest(self) -> Parts:
        """The other parts. Raises what `read_file` does."""
        growth, stream = self._growth, self._content.stream
        stream.seek(0)
        if self._is_whole:
            return read_file(self._file, stream, self._options)
        return read_with(lambda _: growth.rest(), self._file, stream) if growth else iter(())

    def _settle(self, reader: Reader) -> Parts:
        content, options = self._content, self._options
        growth = reader.grow(self._file, content, options) if isinstance(reader, GrowingReader) else None
        if growth is None:
            self._is_whole = True
        else:
            yield from growth.settled()
            self._growth = growth  # only now: what a fault has ended does not go on
