"""Documents that grow at their end: what has been read stays read, and a later run goes on where this one has settled.

A reader that can go on has a method `grow`. It settles the parts of a document that bytes appended later cannot
change; of JSON Lines these are the lines that have an end. The state in which it stops is plain data.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, TypeAlias, runtime_checkable

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, Reader, ReadOptions, SourceFile, read_file, read_with
from newsgrep.readers.keys import Keys

if TYPE_CHECKING:
    from newsgrep.readers.unknown_fields import Suspects

Parts: TypeAlias = Iterator[Article | Skipped]


class Place(NamedTuple):
    """Where the settled parts of a document end: plain data.

    `offset` is in bytes, `number` that of the last part before it, as the reader counts parts. `suspects` are those of
    `UnknownFields`, if the reader watches the fields of records.
    """

    offset: int = 0
    number: int = 0
    suspects: "Suspects | None" = None


BEGINNING = Place()


class Content(NamedTuple):
    """A document's bytes, as far as they are to be read: the first `size` of a stream that can be sought.

    They are read from a place on; `keys` gives the articles their keys.
    """

    stream: BinaryIO
    size: int
    since: Place
    keys: Keys


class Growth(Protocol):
    """The reading of a document that may grow. `settled`, `rest` and `told` are called once at most, in this order."""

    def cuts(self, step: int, size_of_article: int) -> Iterator[Place]:
        """Places between settled parts, about `step` bytes apart, the first and the last one too; without suspects.

        Each article between them counts as so many bytes more.
        """
        ...

    def settled(self) -> Parts:
        """The parts that stay as they are, whatever is appended."""
        ...

    def place(self) -> Place:
        """Where to go on when more has been appended; after `rest` with the suspects of all parts."""
        ...

    def rest(self) -> Parts:
        """The parts after it, if no more is appended."""
        ...

    def told(self) -> Iterator[Skipped]:
        """What there is to tell of all parts."""
        ...


@runtime_checkable
class GrowingReader(Protocol):
    """A reader that can go on. What it gives is what `Reader.read` gives for the whole, in one step or in many."""

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
        self.is_whole = False
        """Said by `settled`: the document does not grow, and all of it is in the rest."""
        self.reader = ""
        """The name of the reader, once it is asked for anything."""
        self.refused: list[str] = []
        """The keys of articles that were refused, which no other article may have."""

    def cuts(self, step: int, size_of_article: int) -> list[Place]:
        """`Growth.cuts`; none of a document that is to be read as a whole, for whatever reason."""
        places: list[Place] = []

        def cut(reader: Reader) -> Parts:
            growth = self._open(reader)
            places.extend(growth.cuts(step, size_of_article) if growth else ())
            return iter(())

        try:
            faults = list(read_with(cut, self._file, self._content.stream))
        except NotAnArticleError:
            return []
        self._content.stream.seek(0)
        return [] if faults else places

    def settled(self) -> Parts:
        """The settled parts, none of a document that does not grow. Raises what `read_file` does."""

        def settle(reader: Reader) -> Parts:
            growth = self._open(reader)
            self.is_whole = growth is None
            if growth:
                yield from growth.settled()
                self._growth = growth  # only now: what a fault has ended does not go on

        return read_with(settle, self._file, self._content.stream, self.refused.append)

    def place(self) -> Place | None:
        """Where to go on when more has been appended; None if the document is to be read again."""
        return self._growth.place() if self._growth else None

    def rest(self) -> Parts:
        """The other parts. Raises what `read_file` does."""
        stream = self._content.stream
        stream.seek(0)
        if self.is_whole:
            return read_file(self._file, stream, self._options)
        growth, self._growth = self._growth, None
        if growth is None:  # a fault has ended the reading
            return iter(())

        def go_on(_: Reader) -> Parts:
            yield from growth.rest()
            self._growth = growth

        return read_with(go_on, self._file, stream, self.refused.append)

    def told(self) -> Iterator[Skipped]:
        """What there is to tell of all parts, if none of them was a fault that has ended the reading."""
        told = self._growth.told() if self._growth else ()
        return (part._replace(reader=self.reader) for part in told)

    def _open(self, reader: Reader) -> Growth | None:
        self.reader = reader.name
        if isinstance(reader, GrowingReader):
            return reader.grow(self._file, self._content, self._options)
        return None
