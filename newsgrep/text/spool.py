"""An array that may be larger than memory, in a temporary file without a name, which vanishes with the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from os import SEEK_END
from tempfile import TemporaryFile
from typing import Generic, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsgrep.errors import StorageError

Item = TypeVar("Item", bound=np.generic)

_AT_ONCE = 1 << 18


class Spool(Generic[Item]):
    """Items are appended, and read from any place. Every method may raise StorageError."""

    def __init__(self, dtype: "np.dtype[Item]") -> None:
        self._dtype = dtype
        self._length = 0
        with _storage_errors():
            self._file: FileIO = TemporaryFile(buffering=0)  # noqa: SIM115  closed by `close`

    def __len__(self) -> int:
        return self._length

    def close(self) -> None:
        """Give back the disk's space."""
        self._file.close()

    def append(self, items: NDArray[Item]) -> None:
        """Add items behind all others."""
        rest = np.ascontiguousarray(items).view(np.uint8).data
        with _storage_errors():
            self._file.seek(0, SEEK_END)
            while rest:
                rest = rest[self._file.write(rest) :]
        self._length += len(items)

    def read(self, first: int, number: int) -> NDArray[Item]:
        """As many items from a place on, which must be there; shape (number,)."""
        items = np.empty(number, self._dtype)
        with _storage_errors():
            rest = items.view(np.uint8).data
            self._file.seek(first * self._dtype.itemsize)
            while rest:
                rest = rest[self._file.readinto(rest) or _lost_end() :]
        return items

    def parts(self) -> Iterator[NDArray[Item]]:
        """All items, some hundred thousand at once."""
        for first in range(0, self._length, _AT_ONCE):
            yield self.read(first, min(_AT_ONCE, self._length - first))


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot use a temporary file: {error.strerror}; TMPDIR names another folder for it"
        ) from error


def _lost_end() -> NoReturn:
    raise StorageError("a temporary file is shorter than what was written to it")
