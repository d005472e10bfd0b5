"""JSON and JSON Lines: records of articles, streamed, in files of one article or of millions."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.growing import BEGINNING, Content, Growth
from newsgrep.readers.json_mending import mended
from newsgrep.readers.json_nesting import Nesting
from newsgrep.readers.recoding import as_utf8, encoding_at_start
from newsgrep.readers.record_fields import ArticleBuilder, BadRecord
from newsgrep.readers.record_lines import Lines, RecordLines
from newsgrep.readers.record_places import Event, Outline

_LINES = frozenset({".jsonl", ".ndjson", ".jl", ".jsonlines"})
_SUFFIXES = _LINES | {".json"}
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*(\{\s*[\"}]|\[\s*[{\[\]])")
_FIRST_LINE = 1 << 22
"""Bytes: if the first line is longer, it is not one of many."""


class RecordsReader:
    """Records in one JSON value, or one a line."""

    name = "json"

    def claims(self, head: bytes, name: str) -> bool:
        """By content, and by the names that say so."""
        return bool(_JSON.match(head)) or suffix_of(name).lower() in _SUFFIXES

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a record."""
        is_by_line = _is_by_line(as_utf8(stream), file.name)
        records = Lines().values(as_utf8(stream)) if is_by_line else _values(stream)
        return ArticleBuilder(file, options).build(records)

    def grow(self, file: SourceFile, content: Content, options: ReadOptions) -> Growth | None:
        """The lines of JSON Lines in UTF-8, of which those with an end are settled."""
        stream = content.stream
        if content.since == BEGINNING:
            is_utf8 = encoding_at_start(stream) == "utf-8"
            if not (is_utf8 and _is_by_line(as_utf8(stream), file.name)):
                return None
        return RecordLines(file, content, options)


READER = RecordsReader()


def _is_by_line(stream: BinaryIO, name: str) -> bool:
    """Say whether it is JSON Lines: a value in its first line, and more lines, or by its name."""
    try:
        first = stream.readline(_FIRST_LINE)
    except UnreadableFileError:  # it breaks off in its first line
        return suffix_of(name).lower() in _LINES
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        is_begun = first.strip() in {b"[", b"{"} or first.startswith(b"[{")
        return suffix_of(name).lower() in _LINES and not is_begun
    has_more = any(line.strip() for line in iter(lambda: stream.readline(_FIRST_LINE), b""))
    return has_more or suffix_of(name).lower() in _LINES


def _values(stream: BinaryIO) -> Iterator[tuple[str | None, Any]]:
    """(number from 1, record) for every record of several; (None, record) if the file is a single record."""
    stream, places = _outlined(stream)
    values = _records_at(stream, places)
    first = list(islice(values, 1 if places else 2))
    if not first:
        raise UnreadableFileError("a list of no articles")
    if len(first) == 1 and not places:
        yield None, first[0]
        return
    for number, value in enumerate(chain(first, values)):
        yield (f"after {number}" if isinstance(value, BadRecord) else str(number + 1)), value


def _outlined(stream: BinaryIO) -> tuple[BinaryIO, tuple[str, ...]]:
    """The stream, repaired if need be, and the places of the records in it, as far as it can be read."""
    outline = Outline()
    try:
        outline.follow(_seen(stream))
    except _faults() as error:
        if (better := _mended(stream, error)) is not None:
            stream, outline = better, Outline()
            outline.follow(_seen(better))
        elif outline.is_empty:
            raise UnreadableFileError(_reason(error)) from error
    return stream, outline.places()


def _records_at(stream: BinaryIO, places: tuple[str, ...]) -> Iterator[Any]:
    """The values in some places. A file that breaks off gives what stands before, then what is wrong."""
    given = 0
    try:
        for value in _items(stream, places):
            given += 1
            yield value
    except _faults() as error:
        if (better := _mended(stream, error)) is not None:
            yield from islice(_items(better, places), given, None)
        elif given:
            yield BadRecord(_reason(error).replace("not JSON", "not JSON from here"))
        else:
            raise UnreadableFileError(_reason(error)) from error


def _seen(stream: BinaryIO) -> Iterator[Event]:
    metered = _Metered(as_utf8(stream))
    for event in _events(metered):
        metered.reset()
        yield event


def _events(metered: "_Metered") -> Iterator[Event]:
    import ijson  # noqa: PLC0415  not on the search path

    events: Iterator[Event] = ijson.parse(metered, use_float=True, multiple_values=True)
    return events


def _items(stream: BinaryIO, places: tuple[str, ...]) -> Iterator[Any]:
    import ijson  # noqa: PLC0415  not on the search path

    metered = _Metered(as_utf8(stream))
    if len(places) > 1:
        items = _objects(_events(metered), frozenset(places))
    else:
        items = ijson.items(metered, "".join(places), use_float=True, multiple_values=True)
    for item in items:
        metered.reset()
        yield item


def _objects(events: Iterable[Event], places: frozenset[str]) -> Iterator[Any]:
    import ijson  # noqa: PLC0415  not on the search path

    builder = None
    for place, event, value in events:
        is_object = place in places
        if is_object and event == "start_map":
            builder = ijson.ObjectBuilder()
        if builder:
            builder.event(event, value)
        if builder and is_object and event == "end_map":
            yield builder.value
            builder = None


def _mended(stream: BinaryIO, fault: Exception) -> BinaryIO | None:
    """The document in standard JSON; None if it is too long to be held, or cannot be repaired."""
    if isinstance(fault, UnreadableFileError):
        return None
    try:
        data = as_utf8(stream).read(MAX_DOCUMENT + 1)
    except UnreadableFileError:
        return None
    text = mended(data.decode()) if len(data) <= MAX_DOCUMENT else None
    return None if text is None else io.BytesIO(text.encode())


def _faults() -> tuple[type[Exception], ...]:
    import ijson  # noqa: PLC0415  not on the search path

    return ijson.JSONError, ValueError, OverflowError, RecursionError, UnreadableFileError


def _reason(error: Exception) -> str:
    """Of a parser's reasons the first line: then comes the place, drawn over lines."""
    if isinstance(error, UnreadableFileError):
        return str(error)
    return f"not JSON: {next(iter(str(error).splitlines()), 'broken off')}"


class _Metered:
    """A stream that refuses deep nesting and records that are too large; `reset` begins the next record."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._left = MAX_DOCUMENT
        self._nesting = Nesting()

    def reset(self) -> None:
        self._left = MAX_DOCUMENT

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)  # one that breaks off gives what comes before
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFileError(f"more than {MAX_DOCUMENT:,} bytes in one record")
        if self._nesting.is_too_deep(data):
            raise UnreadableFileError("nested too deeply")
        return data
