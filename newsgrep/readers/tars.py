"""Tar archives: each member is a document, its place is the key of its articles. Read once, front to back."""

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, members, suffix_of
from newsgrep.readers.members import may_be_article, read_member

_MAGIC, _MAGIC_PLACE = b"ustar", 257


class TarReader:
    """Members that are documents; see the module."""

    name = "tar"

    def claims(self, head: bytes, name: str) -> bool:
        """By content; archives of old have no mark, and are known by name."""
        return head[_MAGIC_PLACE:].startswith(_MAGIC) or suffix_of(name).lower() == ".tar"

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give what the members give, in the archive's order."""
        try:
            with tarfile.open(fileobj=stream, mode="r:", errorlevel=0) as archive:
                yield from _read_members(file, archive, options)
        except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
            raise UnreadableFileError(f"damaged tar archive: {error}") from error


READER = TarReader()


def _read_members(
    file: SourceFile, archive: tarfile.TarFile, options: ReadOptions
) -> Iterator[Article | Skipped]:
    taken: set[str] = set()  # of a page's parts those that follow it are known, as tar puts them by name
    while member := archive.next():
        archive.members.clear()  # type: ignore[attr-defined]  # else it would remember every one
        if not member.isreg():
            continue
        key = member.name
        while key in taken:
            key += "+"
        if not may_be_article(member.name, taken):
            continue
        taken.add(key)
        inside = file.member(member.name, key)
        if member.issparse():
            yield inside.skipped("a sparse file")
        else:
            yield from read_member(inside, partial(_open, archive, member), options)


def _open(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    """A member as a stream. One that is not large is held: to go back in a compressed archive is slow."""
    stream = cast("BinaryIO", archive.extractfile(member))
    return io.BytesIO(stream.read()) if member.size <= members.HELD else stream
