"""Zip archives, `.maff` included: each member is a document, its place is the key of its articles."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.members import expanded, may_be_article, read_member
from newsgrep.readers.saved_pages import folders_of_parts

_HELD_WITHIN = 1 << 26
"""Bytes: a zip archive within another must be held, for its list of members stands at its end."""
_DOCUMENTS = frozenset(
    {
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".pages"),
        *(".numbers", ".key", ".whl", ".xpi", ".kmz"),
    }
)
"""Endings of documents that are zip archives, and are not archives of documents."""
_ENCRYPTED = 1


class ZipReader:
    """Members that are documents; see the module."""

    name = "zip"

    def claims(self, head: bytes, name: str) -> bool:
        """By content, unless it is an office's document or the like."""
        suffix = suffix_of(name).lower()
        if suffix in _DOCUMENTS or head[30:38] == b"mimetype" or b"[Content_Types].xml" in head[:64]:
            return False
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give what the members give, in the archive's order."""
        with open_zip(stream, file) as archive:
            members = archive.infolist()
            parts = folders_of_parts({member.filename for member in members if not member.is_dir()})
            taken: set[str] = set()
            for member in members:
                if member.is_dir() or not may_be_article(member.filename, parts):
                    continue
                key = member.filename
                while key in taken:
                    key += "+"
                taken.add(key)
                inside = file.member(member.filename, key)
                if member.flag_bits & _ENCRYPTED:
                    yield inside.skipped("encrypted")
                else:
                    yield from read_member(inside, partial(open_member, archive, member, file), options)


READER = ZipReader()


def open_zip(stream: BinaryIO, file: SourceFile) -> zipfile.ZipFile:
    """The archive, of which only the list of members is read. Raises UnreadableFileError."""
    try:
        return zipfile.ZipFile(stream if not file.depth else _held(stream))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableFileError(f"damaged zip archive: {error}") from error


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: SourceFile) -> BinaryIO:
    """What a member expands to, counted as coming out of `file`. Raises UnreadableFileError, as `expanded` does."""
    return expanded(lambda: cast("BinaryIO", archive.open(member)), file.expansion)


def _held(stream: BinaryIO) -> BinaryIO:
    data = stream.read(_HELD_WITHIN + 1)
    if len(data) > _HELD_WITHIN:
        raise UnreadableFileError(f"a zip archive of more than {_HELD_WITHIN:,} bytes within another archive")
    return io.BytesIO(data)
