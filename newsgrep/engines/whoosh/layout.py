"""The layout of a segment file: named sections of little-endian bytes, each with a checksum.

    8 bytes    magic, the format version in it
    ...        the sections, each beginning at a multiple of 8
    n bytes    the table of contents: JSON, {name: [offset, length, CRC-32]}
    16 bytes   the table's length (u64), its CRC-32 (u32), the magic's first 4 bytes

A section is verified when it is first used; `unverified` leaves that to whoever reads its parts. The file is
mapped, not read: only what a query touches leaves the disk.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsgrep.errors import IndexDamagedError, IndexFormatError, StorageError

MAGIC = b"NGSEG\x00\x00\x01"
_FOOTER = struct.Struct("<QI4s")
_ALIGNMENT = 8


def pack(typecode: str, numbers: Iterable[int]) -> bytes:
    """Numbers as little-endian bytes; `typecode` as in `array`."""
    from array import array  # noqa: PLC0415  only writing needs it

    packed = array(typecode, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(data: memoryview, typecode: str) -> Sequence[int]:
    """The numbers in little-endian bytes, in place where the machine's own order is the same."""
    if sys.byteorder == "little":
        return data.cast(typecode)  # type: ignore[call-overload,no-any-return]  # typecode is one of array's
    from array import array  # noqa: PLC0415  big-endian machines alone need it

    swapped = array(typecode, data.tobytes())
    swapped.byteswap()
    return swapped


def write_sections(path: Path, sections: Mapping[str, bytes]) -> int:
    """Write a new file and see it safely on the disk; gives its size in bytes. Raises StorageError."""
    try:
        with path.open("xb") as file:
            for chunk in _chunks(sections):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageError(f"cannot write {path}: {error.strerror}") from error


def _chunks(sections: Mapping[str, bytes]) -> Iterator[bytes]:
    yield MAGIC
    offset = len(MAGIC)
    table: dict[str, list[int]] = {}
    for name, data in sections.items():
        table[name] = [offset, len(data), zlib.crc32(data)]
        padding = -len(data) % _ALIGNMENT
        yield data
        yield bytes(padding)
        offset += len(data) + padding
    contents = json.dumps(table, separators=(",", ":")).encode()
    yield contents
    yield _FOOTER.pack(len(contents), zlib.crc32(contents), MAGIC[:4])


class SectionFile:
    """A segment file, mapped. Raises IndexDamagedError, IndexFormatError; FileNotFoundError if it is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError as error:  # an empty file cannot be mapped
            raise self.damaged("it is empty") from error
        self._table = self._read_table()
        self._verified: set[str] = set()

    def damaged(self, what: str) -> IndexDamagedError:
        """The error to raise for a file that is not as it was written."""
        return IndexDamagedError(f"{self._path}: damaged ({what}); rebuild with: newsgrep index --rebuild")

    def section(self, name: str, *, verify: bool = True) -> memoryview:
        """The bytes of a section, checked against their checksum at the first use."""
        try:
            offset, length, checksum = self._table[name]
        except KeyError:
            raise self.damaged(f"no section {name}") from None
        data = self._data[offset : offset + length]
        if verify and name not in self._verified:
            if len(data) != length or zlib.crc32(data) != checksum:
                raise self.damaged(f"the checksum of section {name} differs")
            self._verified.add(name)
        return data

    def numbers(self, name: str, typecode: str) -> Sequence[int]:
        """A section as an array of numbers."""
        return unpack(self.section(name), typecode)

    def _read_table(self) -> dict[str, Any]:
        if self._data[:5] != MAGIC[:5]:
            raise self.damaged("not a segment")
        if len(self._data) >= len(MAGIC) and self._data[: len(MAGIC)] != MAGIC:
            raise IndexFormatError(
                f"{self._path}: written in another format; rebuild with: newsgrep index --rebuild"
            )
        try:
            length, checksum, magic = _FOOTER.unpack(self._data[-_FOOTER.size :])
        except struct.error as error:
            raise self.damaged("cut short") from error
        contents = self._data[-_FOOTER.size - length : -_FOOTER.size]
        if magic != MAGIC[:4] or len(contents) != length or zlib.crc32(contents) != checksum:
            raise self.damaged("cut short")
        table: dict[str, Any] = json.loads(contents.tobytes())
        return table
