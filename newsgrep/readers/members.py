"""What lies in archives: which members may be articles, and their content as streams that can be sought."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import (
    NotAnArticleError,
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    read_file,
)
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.ignored_names import is_ignored
from newsgrep.readers.saved_pages import named_like_parts

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HELD = 1 << 23
"""Bytes: what is not longer is expanded once, and held."""
_BUFFER = 1 << 16
_DAMAGE = (
    *(EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile),
    *(NotImplementedError, RuntimeError),  # zipfile's, for a method that it does not know, or a password
    ValueError,  # zipfile's too, for a place outside the file
)


class _Expanding(io.RawIOBase):
    """What a compressed stream expands to, counted. To go back it is opened again.

    Raises UnreadableFileError where it is damaged, or more than may come out of its file.
    """

    def __init__(self, open_again: Callable[[], BinaryIO], expansion: Expansion) -> None:
        self._open_again = open_again
        self._expansion = expansion
        self._stream = open_again()
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except _DAMAGE as error:
            raise UnreadableFileError(f"damaged: {error}") from error
        if not self._expansion.take(len(data)):
            raise UnreadableFileError(self._expansion.exceeded)
        view[: len(data)] = data
        self._place += len(data)
        return len(data)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        wanted = place if whence == io.SEEK_SET else place + self._place
        if whence == io.SEEK_END or wanted < 0:
            raise io.UnsupportedOperation("the end is not known")
        if wanted < self._place:
            self._stream = self._open_again()
            self._place = 0
        while self._place < wanted and self.read(min(_BUFFER, wanted - self._place)):
            pass
        return self._place


class _BrokenOff(io.BytesIO):
    """What could be expanded of a stream; reading on at its end raises the fault."""

    def __init__(self, held: bytearray, fault: UnreadableFileError) -> None:
        super().__init__(held)
        self._fault = fault

    def read(self, size: int | None = -1, /) -> bytes:
        return self._or_fault(super().read(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._or_fault(super().readline(size))

    def _or_fault(self, data: bytes) -> bytes:
        if not data:
            raise self._fault
        return data


def expanded(open_again: Callable[[], BinaryIO], expansion: Expansion) -> BinaryIO:
    """What a compressed stream expands to, as a stream that can be sought, though not from its end.

    `open_again` opens it at its beginning. Raises UnreadableFileError, reading from it too: where it is
    damaged, after all that comes before.
    """
    try:
        stream = io.BufferedReader(_Expanding(open_again, expansion), _BUFFER)
    except _DAMAGE as error:
        raise UnreadableFileError(f"damaged: {error}") from error
    held = bytearray()
    try:
        while len(held) <= HELD and (data := stream.read1(_BUFFER)):
            held += data
    except UnreadableFileError as error:
        return _BrokenOff(held, error)
    if len(held) <= HELD:
        return io.BytesIO(held)
    stream.seek(0)
    return cast("BinaryIO", stream)


def read_member(
    member: SourceFile, open_member: Callable[[], BinaryIO], options: ReadOptions
) -> Iterator[Article | Skipped]:
    """What a member of an archive gives; nothing if it is no article."""
    try:
        yield from read_file(member, open_member(), options)
    except NotAnArticleError:
        return
    except UnreadableFileError as error:
        yield member.skipped(str(error))


def may_be_article(place: str, parts: Container[str] = ()) -> bool:
    """Say by a member's place whether it may be an article, as `indexing.scan` does for files.

    `parts` are the folders that hold the parts of saved pages, each with `/` at its end.
    """
    *folders, name = place.split("/")
    if not name or is_ignored(name) or "__MACOSX" in folders:
        return False
    if any(folder.startswith(".") and folder not in {".", ".."} for folder in folders):
        return False
    return not any(folder in parts for folder in named_like_parts(place))
