"""The content of a compressed file: that of its parts (members, frames, streams) one after the other."""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

import zstandard

_GZIP_HEADER = 31
_INPUT = 1 << 10
"""Bytes read at a time: they expand to 30 MB at most."""


class Compression(NamedTuple):
    """What a part may begin with, and what makes an object that decompresses one."""

    magic: tuple[bytes, ...]
    begin: Callable[[], Any]


ZSTANDARD = Compression(
    (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + number,)) + b"\x2a\x4d\x18" for number in range(16))),
    lambda: zstandard.ZstdDecompressor().decompressobj(),
)
"""The other sixteen are frames that hold nothing of the content."""
COMPRESSIONS = (
    Compression((b"\x1f\x8b\x08",), lambda: zlib.decompressobj(_GZIP_HEADER)),
    Compression((b"BZh",), bz2.BZ2Decompressor),
    Compression((b"\xfd7zXZ\0",), lzma.LZMADecompressor),
    ZSTANDARD,
)


class Decompressed:
    """The content of a compressed stream. What is no part of it, behind the last one, is passed over."""

    def __init__(self, stream: BinaryIO, compression: Compression) -> None:
        self._stream = stream
        self._compression = compression
        self._part = compression.begin()
        self._rest = b""
        self._ready = io.BytesIO()

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end.

        Raises EOFError where the stream breaks off in a part, and what its library raises where it is
        damaged.
        """
        while not (data := self._ready.read(size)):
            if self._part.eof and not self._is_another_begun():
                return b""
            piece = self._rest or self._stream.read(_INPUT)
            if not piece:
                raise EOFError("it breaks off before its end")
            self._rest = b""
            self._ready = io.BytesIO(self._part.decompress(piece))
        return data

    def _is_another_begun(self) -> bool:
        """Begin the next part, if there is one; zeros may lie between two."""
        rest = self._part.unused_data.lstrip(b"\0")
        longest = max(map(len, self._compression.magic))
        while len(rest) < longest and (more := self._stream.read(_INPUT)):
            rest = (rest + more).lstrip(b"\0")
        if not rest.startswith(self._compression.magic):
            return False
        self._part, self._rest = self._compression.begin(), rest
        return True
