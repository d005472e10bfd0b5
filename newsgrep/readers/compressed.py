"""gz, bz2, xz and zst: what a compressed file holds is read as if it lay there itself, under the file's own id."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, cast

import zstandard

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, read_file, suffix_of
from newsgrep.readers.members import expanded
from newsgrep.results import Skipped


class _Compression(NamedTuple):
    """How a compressed file begins, and how it is opened."""

    magic: bytes
    open: Callable[[BinaryIO], BinaryIO]


def _open_zstandard(stream: BinaryIO) -> BinaryIO:
    reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True, closefd=False)
    return cast("BinaryIO", reader)


def _open_xz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(stream))


_COMPRESSIONS = (
    _Compression(b"\x1f\x8b\x08", lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream))),
    _Compression(b"BZh", lambda stream: cast("BinaryIO", bz2.BZ2File(stream))),
    _Compression(b"\xfd7zXZ\0", _open_xz),
    _Compression(b"\x28\xb5\x2f\xfd", _open_zstandard),
)
_NAMES = {
    **dict.fromkeys((".gz", ".bz2", ".xz", ".zst"), ""),
    **dict.fromkeys((".tgz", ".tbz", ".tbz2", ".txz", ".tzst"), ".tar"),
}
"""The endings of compressed files' names, and what stands in their place in what they hold."""


class CompressedReader:
    """One document, compressed; see the module."""

    name = "compressed"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By content: no text begins so."""
        return any(head.startswith(compression.magic) for compression in _COMPRESSIONS)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give what the document inside gives."""
        head = stream.read(8)
        compression = next(one for one in _COMPRESSIONS if head.startswith(one.magic))

        def open_again() -> BinaryIO:
            stream.seek(0)
            return compression.open(stream)

        suffix = suffix_of(file.name).lower()
        name = file.name
        if suffix in _NAMES:
            name = name[: -len(suffix)] + _NAMES[suffix]
        yield from read_file(file.inside(name), expanded(open_again, file.expansion), options)


READER = CompressedReader()
