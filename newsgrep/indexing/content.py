"""The bytes of a file: opened so that nothing blocks, and hashed before they are parsed."""

import errno
import os
import stat
from collections.abc import Callable
from hashlib import blake2b
from io import BufferedReader, BytesIO, FileIO
from typing import BinaryIO, NamedTuple, TypeAlias

_READ_WHOLE = 1 << 20
"""Bytes: a file that is not larger is read once, for its digest and for its articles."""
CONTENT_DIGEST_SIZE = 16
"""In bytes."""

ContentState: TypeAlias = tuple[int, int, int, int]
"""A file's size, its times of modification and of its last change in ns, its inode: another one after each write."""


def content_state(stream: BinaryIO) -> ContentState:
    """The state of an open file."""
    return _state(os.fstat(stream.fileno()))


def _state(status: os.stat_result) -> ContentState:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class FileContent(NamedTuple):
    """The content of a file: a stream at its beginning, its digest, its size in bytes, the file's state before it was hashed.

    `digest_before` is that of the first bytes, as many as the file had before; None if it has fewer now, or is a small one.
    """

    stream: BinaryIO
    digest: bytes
    size: int
    state: ContentState
    digest_before: bytes | None = None

    @property
    def is_in_memory(self) -> bool:
        """Say whether the stream gives the bytes that were hashed, whatever happens to the file."""
        return isinstance(self.stream, BytesIO)

    @property
    def has_changed(self) -> bool:
        """Say whether the stream may have given other bytes."""
        return not self.is_in_memory and content_state(self.stream) != self.state


def open_content(
    location: str, size: int, salt: bytes, size_before: int, beat: Callable[[], None]
) -> FileContent:
    """Open a file. `size` is that of the scan, in bytes; `beat` is called for each piece. Raises OSError."""
    beat()
    whole = min(size, _READ_WHOLE)
    descriptor, status = _open(location)
    try:
        data = os.read(descriptor, whole + 1)
        if len(data) <= whole:
            digest = blake2b(data, digest_size=CONTENT_DIGEST_SIZE, salt=salt).digest()
            return FileContent(BytesIO(data), digest, len(data), _state(status))
        file = FileIO(os.dup(descriptor))
    finally:
        os.close(descriptor)
    try:
        return _hashed(file, _state(status), data, salt, size_before, beat)
    except BaseException:
        file.close()
        raise


def open_file(location: str) -> BinaryIO:
    """A file as a stream. Raises OSError, also for a pipe or a device, which could block for ever."""
    return BufferedReader(FileIO(_open(location)[0], "rb"), _READ_WHOLE)


def _open(location: str) -> tuple[int, os.stat_result]:
    """The descriptor of a file, and its status; raises as `open_file` does."""
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return descriptor, status


def _hashed(
    file: FileIO,
    state: ContentState,
    data: bytes,
    salt: bytes,
    size_before: int,
    beat: Callable[[], None],
) -> FileContent:
    """The content of a large file, which had a state before `data` was read of it."""
    hashed = blake2b(digest_size=CONTENT_DIGEST_SIZE, salt=salt)
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
    return FileContent(BufferedReader(file, _READ_WHOLE), hashed.digest(), size, state, digest_before)
