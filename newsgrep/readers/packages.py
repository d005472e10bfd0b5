"""Documents that are zip archives of parts: which kind a package is of, and its parts, expanded safely."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from newsgrep.readers import SourceFile, UnreadableFileError
from newsgrep.readers.zips import open_member, open_zip

_ZIP, _FIRST = b"PK\x03\x04", b"mimetype"
_LONGEST_TYPE = 100


def type_of(head: bytes) -> bytes:
    """What follows the name of a package's first part, if that says the package's type: it begins with the type."""
    names = head[30:38]
    if not head.startswith(_ZIP) or names != _FIRST:
        return b""
    start = 38 + int.from_bytes(head[28:30], "little")
    return head[start : start + _LONGEST_TYPE]


def is_zip(head: bytes) -> bool:
    return head.startswith(_ZIP)


class Package:
    """The parts of a package, by their places."""

    def __init__(self, stream: BinaryIO, file: SourceFile) -> None:
        """Read the list of parts. Raises UnreadableFileError."""
        self._file = file
        self._archive = open_zip(stream, file)
        self._parts = {part.filename: part for part in self._archive.infolist()}

    def __contains__(self, place: str) -> bool:
        return place in self._parts

    def open(self, place: str) -> BinaryIO:
        """What a part expands to. Raises UnreadableFileError if there is no such part, or it is damaged."""
        if place not in self._parts:
            raise UnreadableFileError(f"a package without {place}")
        return open_member(self._archive, self._parts[place], self._file)

    def close(self) -> None:
        self._archive.close()


@contextmanager
def opened(stream: BinaryIO, file: SourceFile) -> Iterator[Package]:
    """A package, closed at the end; the stream is left open. Raises UnreadableFileError."""
    package = Package(stream, file)
    try:
        yield package
    finally:
        package.close()
