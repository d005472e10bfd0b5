"""A document too long to be decoded at once: a stream of whatever encoding, as one of UTF-8."""

import codecs
import io
from collections.abc import Callable
from typing import BinaryIO

from newsgrep.readers.decoding import encoding_of

_CHUNK = 1 << 16
_MARK = "\ufeff"


def as_utf8(stream: BinaryIO) -> io.BufferedReader:
    """The document in UTF-8, from its beginning, without a byte order mark; what cannot be decoded is replaced.

    Raises UnreadableFileError for what is not text. The stream stays open, and belongs to the caller.
    """
    encoding = encoding_at_start(stream)
    stream.seek(0)
    return io.BufferedReader(_Recoded(stream.read, encoding), _CHUNK)


def part_of_utf8(stream: BinaryIO, begin: int, end: int) -> io.BufferedReader:
    """What `as_utf8` gives of a document in UTF-8 for its bytes from `begin` to `end`, where characters begin."""
    stream.seek(begin)
    left = end - begin

    def read(size: int) -> bytes:
        nonlocal left
        data = stream.read(min(size, left))
        left -= len(data)
        return data

    return io.BufferedReader(_Recoded(read, "utf-8", is_at_start=not begin), _CHUNK)


def encoding_at_start(stream: BinaryIO) -> str:
    """The encoding of a long text, by how it begins. Raises UnreadableFileError for what is not text."""
    stream.seek(0)
    return encoding_of(stream.read(_CHUNK))


class _Recoded(io.RawIOBase):
    def __init__(self, read: Callable[[int], bytes], encoding: str, *, is_at_start: bool = True) -> None:
        self._read = read
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = b""
        self._is_at_start = is_at_start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # all that a BufferedReader gives
        while not self._rest:
            chunk = self._read(_CHUNK)
            text = self._decoder.decode(chunk, final=not chunk)
            if text and self._is_at_start:
                self._is_at_start = False
                text = text.removeprefix(_MARK)
            self._rest = text.encode("utf-8", "replace")
            if not chunk and not self._rest:
                return 0
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
