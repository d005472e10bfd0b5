"""The bytes of a file: opened so that nothing blocks, and hashed before they are parsed."""

import errno
import os
import stat
from collections.abc import Callable
from hashlib import blake2b
from io import BufferedReader, BytesIO, FileIO
from typing import BinaryIO, NamedTuple

_READ_WHOLE = 1 << 20
"""Bytes: a file that is not larger is read once, for its digest and for its articles."""
_DIGEST_SIZE = 16


class FileContent(NamedTuple):
    """The content of a file: a stream at its beginning, its digest, its size in bytes.

    `digest_before` is that of the first bytes, as many as the file had before; None if it has fewer now, or is a small one.
    """

    stream: BinaryIO
    digest: bytes
    size: int
    digest_before: bytes | None = None


def open_content(
    location: str, size: int, salt: bytes, size_before: int, beat: Callable[[], None]
) -> FileContent:
    """Open a file. `size` is that of the scan, in bytes; `beat` is called for each piece. Raises OSError."""
    beat()
    whole = min(size, _READ_WHOLE)
    descriptor = _open(location)
    try:
        data = os.read(descriptor, whole + 1)
        if len(data) <= whole:
            digest = blake2b(data, digest_size=_DIGEST_SIZE, salt=salt).digest()
            return FileContent(BytesIO(data), digest, len(data))
        file = FileIO(os.dup(descriptor))
    finally:
        os.close(descriptor)
    try:
        return _hashed(file, data, salt, size_before, beat)
    except BaseException:
        file.close()
        raise


def open_file(location: str) -> BinaryIO:
    """A file as a stream. Raises OSError, also for a pipe or a device, which could block for ever."""
    return BufferedReader(FileIO(_open(location), "rb"), _READ_WHOLE)


def _open(location: str) -> int:
    """The descriptor of a file; raises as `open_file` does."""
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return descriptor


def _hashed(
    file: FileIO, data: bytes, salt: bytes, size_before: int, beat: Callable[[], None]
) -> FileContent:
    """The content of a large file, of which `data` was read."""
    hashed = blake2b(digest_size=_DIGEST_SIZE, salt=salt)
    size, digest_before = 0, None
    while data:
        beat()
        left = size_before - size
        if 0 < left <= len(data):
            begun = hashed.copy()
            begun.update(data[:left])
            digest_before = begun.digest()
        hashed.update(data)
        size += len(data)
        data = file.read(_READ_WHOLE)
    file.seek(0)
    return FileContent(BufferedReader(file, _READ_WHOLE), hashed.digest(), size, digest_before)
