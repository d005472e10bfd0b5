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
from newsgrep.readers.saved_pages import folders_of_parts, named_like_parts

_MAGIC, _MAGIC_PLACE = b"ustar", 257
_DAMAGE = (tarfile.TarError, EOFError, ValueError, OverflowError)
_FAULTS = (*_DAMAGE, UnreadableFileError)


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
        except _DAMAGE as error:
            raise UnreadableFileError(f"damaged tar archive: {error}") from error


READER = TarReader()


def _read_members(
    file: SourceFile, archive: tarfile.TarFile, options: ReadOptions
) -> Iterator[Article | Skipped]:
    """What may be a part of a saved page is read last, for its page may follow it."""
    taken: set[str] = set()
    others: set[str] = set()
    uncertain: list[tuple[str, tarfile.TarInfo]] = []
    fault: Exception | None = None
    try:
        for key, member in _keyed(archive, taken, others):
            if member.name in others:
                uncertain.append((key, member))
            else:
                yield from _read_member(file.member(member.name, key), archive, member, options)
    except _FAULTS as error:
        fault = error
    parts = folders_of_parts(taken | others) if uncertain else frozenset()
    for key, member in uncertain:
        if may_be_article(member.name, parts):
            yield from _read_member(file.member(member.name, key), archive, member, options)
    if fault:
        raise fault


def _keyed(
    archive: tarfile.TarFile, taken: set[str], others: set[str]
) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """What may be articles, by their keys. Adds these to `taken`, and to `others` what may belong to a saved page."""
    while member := archive.next():
        archive.members.clear()  # type: ignore[attr-defined]  # else it would remember every one
        if member.isreg() and any(named_like_parts(member.name)):
            others.add(member.name)
        if member.isreg() and may_be_article(member.name):
            key = member.name
            while key in taken:
                key += "+"
            taken.add(key)
            yield key, member


def _read_member(
    inside: SourceFile, archive: tarfile.TarFile, member: tarfile.TarInfo, options: ReadOptions
) -> Iterator[Article | Skipped]:
    if member.issparse():
        yield inside.skipped("a sparse file")
    else:
        yield from read_member(inside, partial(_open, archive, member), options)


def _open(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    """A member as a stream. One that is not large is held: to go back in a compressed archive is slow."""
    stream = cast("BinaryIO", archive.extractfile(member))
    return io.BytesIO(stream.read()) if member.size <= members.HELD else stream
