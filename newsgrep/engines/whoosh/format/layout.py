"""The layout of an index file: named sections of little-endian bytes, under checksums.

    8 bytes    magic; its last two bytes are the version of the layout
    ...        the sections, each at an offset that is a multiple of 8
    4n bytes   CRC-32 of each block of 16 KiB before this place; the last block may be shorter
    m bytes    the table: JSON, {name: [offset, length in bytes, type]}; types as in `struct`, B H I Q
    24 bytes   n (u64), m (u64), CRC-32 of checksums and table (u32), the first 4 bytes of the magic

A file is memory mapped, and a block is verified when it is first used: a query costs only the blocks it
needs.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import inf
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from newsgrep.errors import IndexDamagedError, IndexFormatError, StorageError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"NGSEG\x00\x00\x02"
BLOCK = 1 << 14
_WRITE_BUFFER_BYTES = 1 << 16
"""Small, because Linux caches each write as one folio, of up to two megabytes, and maps all of it for one
byte."""
_READS_UNTIL_VERIFIED = 64
"""After this many reads of a section, and one for each of its blocks, all of it is verified at once."""
_MAX_BYTES_VERIFIED_AT_ONCE = 1 << 22
"""This takes a few milliseconds."""
_FOOTER = struct.Struct("<QQI4s")
_ALIGNMENT = 8
_WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8}


class SectionFileWriter:
    """Writes a new file, section by section, and makes it durable with fsync.

    Use it in a `with` statement; if that ends with an exception, the file is deleted. Raises StorageError.
    """

    def __init__(self, path: "Path") -> None:
        self._path = path
        self.folder = path.parent
        self._table: dict[str, tuple[int, int, str]] = {}
        self._checksums: list[int] = []
        self._running = 0
        self._offset = 0
        with self._storage_errors():
            self._file = path.open("xb", _WRITE_BUFFER_BYTES)
        self._put(MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            kind = BaseException
            raise
        finally:
            with suppress(
                OSError
            ):  # closing writes again what could not be written; the first error is raised
                self._file.close()
            if kind is not None:
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def add(self, name: str, typecode: str, *parts: bytes | memoryview) -> None:
        """Write a section of concatenated parts, whose numbers must be little-endian."""
        self.add_parts(name, typecode, parts)

    def add_parts(self, name: str, typecode: str, parts: Iterable[bytes | memoryview]) -> None:
        """The same with an iterable of parts, which are not kept in memory."""
        begin = self._offset
        for part in parts:
            self._put(part)
        self._table[name] = (begin, self._offset - begin, typecode)
        self._put(bytes(-self._offset % _ALIGNMENT))

    def _put(self, data: memoryview | bytes) -> None:
        view = memoryview(data)
        with self._storage_errors():
            self._file.write(view)
        while view:
            piece = view[: BLOCK - self._offset % BLOCK]
            self._running = zlib.crc32(piece, self._running)
            self._offset += len(piece)
            view = view[len(piece) :]
            if self._offset % BLOCK == 0:
                self._checksums.append(self._running)
                self._running = 0

    def _finish(self) -> None:
        if self._offset % BLOCK:
            self._checksums.append(self._running)
        checksums = struct.pack(f"<{len(self._checksums)}I", *self._checksums)
        table = json.dumps(self._table, separators=(",", ":")).encode()
        tail = checksums + table
        with self._storage_errors():
            self._file.write(tail)
            self._file.write(_FOOTER.pack(len(self._checksums), len(table), zlib.crc32(tail), MAGIC[:4]))
            self._file.flush()
            os.fsync(self._file.fileno())

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"cannot write {self._path}: {error.strerror}") from error


class Section(Sequence[int]):
    """The numbers of a section; a slice is a view of the mapped file.

    Each read verifies the blocks that it uses. A small section that is read often is verified as a whole, so
    that later reads need no check.
    """

    def __init__(self, file: "SectionFile", offset: int, data: memoryview, typecode: str) -> None:
        self._file = file
        self._verified = file.verified
        self._offset = offset
        self.typecode = typecode
        self._width = _WIDTHS[typecode]
        self._numbers = _numbers(data, typecode)
        self._length = len(self._numbers)
        self._is_verified = False
        # Infinite for a large section, because one read would have to wait for its verification.
        is_small = len(data) <= _MAX_BYTES_VERIFIED_AT_ONCE
        self._reads_left = _READS_UNTIL_VERIFIED + len(data) // BLOCK if is_small else inf

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401  a number for a number, a view for a slice
        if self._is_verified:
            return self._numbers[index]
        if isinstance(index, slice):
            start, stop, _ = index.indices(self._length)
            return self.part(start, stop)
        return self.at(index)

    def part(self, start: int, stop: int) -> memoryview:
        """The numbers from `start` up to `stop`, as a view of the mapped file."""
        if not self._is_verified:
            begin, end = self._offset + start * self._width, self._offset + stop * self._width
            if self._verified.find(0, begin // BLOCK, (end + BLOCK - 1) // BLOCK) >= 0:
                self._file.verify(begin, end)
            self._count_read()
        return self._numbers[start:stop]

    def at(self, index: int) -> int:
        """One number."""
        if not self._is_verified:
            begin = self._offset + index * self._width  # in one block: sections begin at multiples of 8
            if not self._verified[begin // BLOCK]:
                self._file.verify(begin, begin + 1)
            self._count_read()
        number: int = self._numbers[index]
        return number

    def for_reads(self, count: int) -> Sequence[int]:
        """What to read so many numbers from: all of them verified, where single reads would verify them on the way."""
        if self._is_verified or count > self._reads_left:
            return self.all()
        return self

    def _count_read(self) -> None:
        self._reads_left -= 1
        if self._reads_left <= 0:  # negative if the section is damaged: then each read raises
            self.all()

    def all(self) -> memoryview:
        """All numbers, verified, as a view of the mapped file."""
        if not self._is_verified:
            self._file.verify(self._offset, self._offset + self._length * self._width)
            self._is_verified = True
        return self._numbers

    def blocks(self, index: Any) -> Any:  # noqa: ANN401  numbers or arrays
        """The number of the block of the file that holds the number at `index`; an array for an array."""
        return (self._offset + index * self._width) // BLOCK

    def raw(self, blocks: Iterable[int]) -> memoryview:
        """All numbers, of which only those in `blocks` are verified. The caller must not use any others."""
        for block in blocks:
            self._file.verify(block * BLOCK, block * BLOCK + 1)
        return self._numbers

    @property
    def is_verified(self) -> bool:
        """Whether all of it is verified."""
        return self._is_verified

    @property
    def verified(self) -> bytearray:
        """For each block of the file, 1 if it is verified, else 0."""
        return self._verified


class SectionFile:
    """A memory-mapped index file.

    Raises IndexDamagedError, IndexFormatError and StorageError; FileNotFoundError if it is gone.
    """

    def __init__(self, path: "str | Path") -> None:
        if sys.byteorder != "little":
            raise StorageError("an index can only be read on a little-endian machine")
        self._path = path
        try:
            with open(path, "rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:  # an empty file cannot be mapped
            raise self.damaged("it is empty") from error
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StorageError(f"cannot read {path}: {error.strerror}") from error
        self._data = memoryview(self._map)
        self._checksums, self._table = self._read_tail()
        self.verified = bytearray(len(self._checksums))
        self._sections: dict[str, Section] = {}

    def damaged(self, what: str) -> IndexDamagedError:
        """The error to raise for a damaged file."""
        return IndexDamagedError(f"{self._path}: damaged ({what}); rebuild with: newsgrep index --rebuild")

    @property
    def names(self) -> list[str]:
        """The names of its sections."""
        return list(self._table)

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def section(self, name: str) -> Section:
        """A section. Its blocks are verified when they are read."""
        if name not in self._sections:
            try:
                offset, length, typecode = self._table[name]
            except KeyError:
                raise self.damaged(f"no section {name}") from None
            self._sections[name] = Section(self, offset, self._data[offset : offset + length], typecode)
        return self._sections[name]

    def verify(self, begin: int, end: int) -> None:
        """Verify the checksums of the blocks from byte `begin` to byte `end`. Raises IndexDamagedError."""
        for block in range(begin // BLOCK, (min(end, self._body) + BLOCK - 1) // BLOCK):
            if not self.verified[block]:
                last = min((block + 1) * BLOCK, self._body)
                if zlib.crc32(self._data[block * BLOCK : last]) != self._checksums[block]:
                    raise self.damaged(f"a checksum differs, at {block * BLOCK}")
                self.verified[block] = 1

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return len(self._data)

    def release(self) -> None:
        """Release the memory of pages that were read; reading them again takes a little time."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def _read_tail(self) -> tuple[Sequence[int], dict[str, Any]]:
        if self._data[:5] != MAGIC[:5] or len(self._data) < len(MAGIC):
            raise self.damaged("not an index file")
        if self._data[: len(MAGIC)] != MAGIC:
            raise IndexFormatError(
                f"{self._path}: written in another format; rebuild with: newsgrep index --rebuild"
            )
        try:
            blocks, length, checksum, magic = _FOOTER.unpack(self._data[-_FOOTER.size :])
        except struct.error as error:
            raise self.damaged("cut short") from error
        self._body = len(self._data) - _FOOTER.size - length - 4 * blocks
        tail = self._data[max(self._body, 0) : -_FOOTER.size]
        if magic != MAGIC[:4] or self._body < 0 or zlib.crc32(tail) != checksum:
            raise self.damaged("cut short")
        if blocks != -(-self._body // BLOCK):
            raise self.damaged("checksums are missing")
        return _numbers(tail[: 4 * blocks], "I"), self._checked_table(tail[4 * blocks :].tobytes())

    def _checked_table(self, text: bytes) -> dict[str, tuple[int, int, str]]:
        """The table of the sections. Each must lie in the file and have a whole number of elements."""
        try:
            table: dict[str, tuple[int, int, str]] = json.loads(text)
            for offset, length, typecode in table.values():
                whole = offset % _ALIGNMENT == length % _WIDTHS[typecode] == 0
                if not whole or not len(MAGIC) <= offset <= offset + length <= self._body:
                    raise self.damaged("a section lies outside")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self.damaged("no table of sections") from error
        return table


def _numbers(data: memoryview, typecode: str) -> memoryview:
    """Bytes as a view of numbers.

    The offset may be unaligned, as that of the checksums is: a cast allows it.
    """
    return data.cast(typecode)  # type: ignore[call-overload,no-any-return]  # typecode is one of struct's
