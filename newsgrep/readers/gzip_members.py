"""The members of a gzip file, one at a time, damaged ones skipped: crawlers write a member for each record."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.expansion import Expansion

MAGIC = b"\x1f\x8b\x08"

_BLOCK = 1 << 16
_BEGIN = 64
_WITH_GZIP_HEADER = 31


class DamagedMemberError(Exception):
    """What is left of the member cannot be read."""


class Member:
    """What a member expands to, counted; not more than a block of it is held."""

    def __init__(self, begin: bytes, stream: BinaryIO, expansion: Expansion) -> None:
        self.rest = begin
        """What has been read of the stream, and is not of this member."""
        self._stream = stream
        self._expansion = expansion
        self._inflating = zlib.decompressobj(_WITH_GZIP_HEADER)
        self._is_begun = False

    def read(self, size: int = _BLOCK) -> bytes:
        """At most `size` bytes, at least one; none at the end.

        Raises DamagedMemberError, and UnreadableFileError where more comes out of the file than may.
        """
        while not self._inflating.eof:
            data = self.rest or self._stream.read(_BLOCK)
            if not data:
                raise DamagedMemberError("breaks off before its end")
            expanded = self._expand(data, min(max(size, 1), _BLOCK))
            if not self._expansion.take(len(expanded)):
                raise UnreadableFileError(self._expansion.exceeded)
            if expanded:
                return expanded
        return b""

    def _expand(self, data: bytes, size: int) -> bytes:
        try:
            expanded = self._inflating.decompress(data, size)
        except zlib.error as error:
            self.rest = data[0 if self._is_begun else 1 :]  # not to be taken for the next one
            raise DamagedMemberError("damaged: it cannot be decompressed") from error
        self._is_begun = True
        self.rest = self._inflating.unused_data if self._inflating.eof else self._inflating.unconsumed_tail
        return expanded


def members(stream: BinaryIO, expansion: Expansion) -> Iterator[Member]:
    """The members; each must be read to its end, or to where it is damaged, before the next is requested."""
    rest = b""
    while True:
        begin = rest.find(MAGIC)
        if begin >= 0:
            member = Member(rest[begin:], stream, expansion)
            yield member
            rest = member.rest
        elif data := stream.read(_BLOCK):
            rest = rest[1 - len(MAGIC) :] + data
        else:
            return


def begin_of_content(head: bytes) -> bytes:
    """The first bytes that a gzip file expands to; none if its first member is damaged at its beginning."""
    try:
        return zlib.decompressobj(_WITH_GZIP_HEADER).decompress(head, _BEGIN)
    except zlib.error:
        return b""
