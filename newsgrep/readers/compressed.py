"""gz, bz2, xz and zst: the content is read as if it were the file itself, under the same id."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, read_file, suffix_of
from newsgrep.readers.decompression import COMPRESSIONS, Decompressed
from newsgrep.readers.members import expanded

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
        return any(head.startswith(compression.magic) for compression in COMPRESSIONS)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give what the document inside gives."""
        head = stream.read(8)
        compression = next(one for one in COMPRESSIONS if head.startswith(one.magic))

        def open_again() -> BinaryIO:
            stream.seek(0)
            return cast("BinaryIO", Decompressed(stream, compression))

        suffix = suffix_of(file.name).lower()
        name = file.name
        if suffix in _NAMES:
            name = name[: -len(suffix)] + _NAMES[suffix]
        yield from read_file(file.inside(name), expanded(open_again, file.expansion), options)


READER = CompressedReader()
