"""A document too long to be decoded at once: a stream of whatever encoding, as one of UTF-8."""

import codecs
import io
from typing import BinaryIO

from newsgrep.readers.decoding import encoding_of

_CHUNK = 1 << 16
_MARK = "\ufeff"


def as_utf8(stream: BinaryIO) -> io.BufferedReader:
    """The document in UTF-8, from its beginning, without a byte order mark; what cannot be decoded is replaced.

    Raises UnreadableFileError for what is not text. The stream stays open, and belongs to the caller.
    """
    stream.seek(0)
    encoding = encoding_of(stream.read(_CHUNK))
    stream.seek(0)
    return io.BufferedReader(_Recoded(stream, encoding), _CHUNK)


class _Recoded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = b""
        self._is_at_start = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # all that a BufferedReader gives
        while not self._rest:
            chunk = self._stream.read(_CHUNK)
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
