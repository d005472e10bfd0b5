"""JSON Lines: a record a line, in files that grow."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile
from newsgrep.readers.growing import Content, Place
from newsgrep.readers.recoding import part_of_utf8
from newsgrep.readers.record_fields import ArticleBuilder, BadRecord
from newsgrep.readers.unknown_fields import UnknownFields

_BLOCK = 1 << 16


class Lines:
    """Parses lines. `number` is that of the last one."""

    def __init__(self, number: int = 0) -> None:
        self.number = number

    def values(self, stream: BinaryIO) -> Iterator[tuple[str, Any]]:
        """(line number, value or what is wrong with it) for every line that is not blank."""
        while line := stream.readline(MAX_DOCUMENT):
            self.number += 1
            if len(line) == MAX_DOCUMENT and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_DOCUMENT)
                yield str(self.number), BadRecord("a line too long")
            elif not line.isspace():
                yield str(self.number), _parsed(line)


def _parsed(line: bytes) -> Any:  # noqa: ANN401  any value JSON has
    try:
        return json.loads(line)
    except RecursionError:
        return BadRecord("nested too deeply")
    except ValueError as error:
        return BadRecord(f"not JSON: {error}")


class RecordLines:
    """The growth of a file of JSON Lines in UTF-8; its parts are numbered by line."""

    def __init__(self, file: SourceFile, content: Content, options: ReadOptions) -> None:
        since = content.since
        self._stream = content.stream
        self._since, self._size = since, content.size
        self._end = _end_of_lines(content.stream, content.size)
        self._lines = Lines(since.number)
        self._fields = UnknownFields(options, since.suspects)
        self._builder = ArticleBuilder(file, options, keys=content.keys)

    def cuts(self, step: int, size_of_article: int) -> Iterator[Place]:
        """The ends of lines that are about so far apart."""
        offset, number, _ = last = self._since
        yield last
        self._stream.seek(offset)
        while offset < self._end:
            block = self._stream.read(min(_BLOCK, step, self._end - offset))
            if not block:  # it has been cut off since
                return
            offset += len(block)
            number += block.count(b"\n")
            behind = len(block) - 1 - block.rfind(b"\n")
            size = offset - last.offset + size_of_article * (number - last.number)
            if size >= step and behind < len(block):
                last = Place(offset - behind, number)
                yield last
        if last.offset < offset:
            yield Place(offset, number)

    def settled(self) -> Iterator[Article | Skipped]:
        """The records in lines that have an end."""
        return self._records(self._since.offset, self._end)

    def place(self) -> Place:
        """The end of the last of these lines."""
        return Place(self._end, self._lines.number, self._fields.suspects())

    def rest(self) -> Iterator[Article | Skipped]:
        """The record in a line that has no end yet."""
        return self._records(self._end, self._size)

    def told(self) -> Iterator[Skipped]:
        """What there is to tell of the fields of all records."""
        return self._builder.told(self._fields)

    def _records(self, begin: int, end: int) -> Iterator[Article | Skipped]:
        values = self._lines.values(part_of_utf8(self._stream, begin, end))
        return self._builder.articles(values, self._fields)


def _end_of_lines(stream: BinaryIO, size: int) -> int:
    """The place behind the last line end in the first `size` bytes; 0 for none."""
    end = size
    while end:
        begin = max(end - _BLOCK, 0)
        stream.seek(begin)
        found = stream.read(end - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0
