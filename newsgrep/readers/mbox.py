"""Mailboxes in one file (mbox), as Thunderbird, Gmail and mailing lists write them: a message an article.

A message begins with a line `From SENDER DAY` after a blank line. Such lines inside a message begin with `>`.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.libraries import failed_import
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.draft import article_of
from newsgrep.readers.keys import Keys
from newsgrep.readers.mail import parse

_SUFFIXES = frozenset({".mbox", ".mbx"})
_FIRST = re.compile(rb"(?=[^\r\n]{,300}\r?\n)From \S[^\r\n]*?[0-9]:[0-9]{2}[^\r\n]*?[0-9]{4}[^\r\n]*\r?\n")
_FIELD = re.compile(rb"[!-9;-~]+:")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_BLANK = frozenset({b"\n", b"\r\n"})
_LINE = 1 << 20


class MboxReader:
    """A message an article; see the module."""

    name = "mbox"

    def claims(self, head: bytes, name: str) -> bool:
        """By its first lines, or by the name's ending."""
        first = _FIRST.match(head)
        return suffix_of(name).lower() in _SUFFIXES or bool(first and _FIELD.match(head, first.end()))

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a message."""
        keys = Keys()
        for number, data in enumerate(_messages(stream), 1):
            yield _read(data, keys, str(number), file, options)


READER = MboxReader()


def _read(
    data: bytes | None, keys: Keys, number: str, file: SourceFile, options: ReadOptions
) -> Article | Skipped:
    if data is None:
        return file.skipped(f"more than {MAX_DOCUMENT:,} bytes in one message", number)
    try:
        mail = parse(_QUOTED.sub(rb"\1", data))
        if mail is None:
            return file.skipped("not a mail", number)
        draft = mail.draft()
        return article_of(draft, file, options, keys.key(draft.key, number))
    except UnreadableFileError as error:
        return file.skipped(str(error), number)
    except Exception as error:
        if failed_import(error):
            raise  # no message is to blame
        return file.skipped(f"cannot be read as a mail: {type(error).__name__}", number)


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of every message, without its first line; None for one that is too large."""
    message = bytearray()
    size, is_begun, after_blank = 0, False, True
    while line := stream.readline(_LINE):
        if after_blank and _FIRST.match(line):
            if is_begun:
                yield bytes(message) if size <= MAX_DOCUMENT else None
            message.clear()
            size, is_begun = 0, True
        else:
            size += len(line)
            is_begun |= not line.isspace()
            message += line if size <= MAX_DOCUMENT else b""
        after_blank = line in _BLANK
    if is_begun:
        yield bytes(message) if size <= MAX_DOCUMENT else None
