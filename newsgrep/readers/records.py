"""JSON and JSON Lines: records of articles, streamed, in files of one article or of millions."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.json_nesting import Nesting
from newsgrep.readers.recoding import as_utf8
from newsgrep.readers.record_fields import ArticleBuilder, BadRecord
from newsgrep.readers.record_names import plain_name
from newsgrep.results import Skipped

_LINES = frozenset({".jsonl", ".ndjson", ".jl", ".jsonlines"})
_SUFFIXES = _LINES | {".json"}
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*(\{\s*[\"}]|\[\s*[{\[\]])")
_FIRST_LINE = 1 << 22
"""Bytes: if the first line is longer, it is not one of many."""
_CONTAINERS = frozenset(
    {
        *("articles", "items", "docs", "documents", "results", "entries", "stories", "records", "hits"),
        *("news", "posts", "data", "feed", "edges", "nodes", "@graph", "itemlistelement", "rows"),
    }
)
_TEXTS = frozenset({"text", "body", "content", "article", "articlebody", "fulltext", "maintext", "storytext"})
_DEEPEST_CONTAINER = 3
_MOST_EVENTS = 2_000_000
"""So far is looked for a list of a name that says more than the first one's."""


class RecordsReader:
    """Records in one JSON value, or one a line."""

    name = "json"

    def claims(self, head: bytes, name: str) -> bool:
        """By content, and by the names that say so."""
        return bool(_JSON.match(head)) or suffix_of(name).lower() in _SUFFIXES

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a record."""
        records = _lines(as_utf8(stream)) if _is_by_line(as_utf8(stream), file.name) else _values(stream)
        return ArticleBuilder(file, options).build(records)


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


def _lines(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """(line number, value or what is wrong with it) for every line that is not blank."""
    number = 0
    while line := stream.readline(MAX_DOCUMENT):
        number += 1
        if len(line) == MAX_DOCUMENT and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_DOCUMENT)
            yield str(number), BadRecord("a line too long")
        elif not line.isspace():
            yield str(number), _parsed(line)


def _parsed(line: bytes) -> Any:  # noqa: ANN401  any value JSON has
    try:
        return json.loads(line)
    except RecursionError:
        return BadRecord("nested too deeply")
    except ValueError as error:
        return BadRecord(f"not JSON: {error}")


def _values(stream: BinaryIO) -> Iterator[tuple[str | None, Any]]:
    """(number from 1, record) of a list or of values that follow each other; (None, record) of a file that is one."""
    import ijson  # noqa: PLC0415  not on the search path

    try:
        prefix = _prefix_of_records(stream)
    except (ijson.JSONError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableFileError(f"not JSON: {_reason(error)}") from error
    values = _records_at(stream, prefix)
    first = list(islice(values, 1 if prefix else 2))
    if len(first) == 1 and not prefix:
        yield None, first[0]
        return
    for number, value in enumerate(chain(first, values)):
        yield (f"after {number}" if isinstance(value, BadRecord) else str(number + 1)), value


def _records_at(stream: BinaryIO, prefix: str) -> Iterator[Any]:
    """The values in a place. A file that breaks off gives what stands before, then what is wrong."""
    import ijson  # noqa: PLC0415  not on the search path

    is_empty = True
    metered = _Metered(as_utf8(stream))
    try:
        for value in ijson.items(metered, prefix, use_float=True, multiple_values=True):
            metered.reset()
            is_empty = False
            yield value
    except (ijson.JSONError, ValueError, OverflowError, RecursionError) as error:
        if is_empty:
            raise UnreadableFileError(f"not JSON: {_reason(error)}") from error
        yield BadRecord(f"not JSON from here: {_reason(error)}")


def _reason(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "broken off")  # then comes the place, drawn over lines


def _prefix_of_records(stream: BinaryIO) -> str:
    """Where the records are, as ijson writes places: "" for the whole, "item", "articles.item", ...

    In an object they are the list of objects of a name that lists of articles have, else the object itself if
    it has a text, else its first list of objects.
    """
    import ijson  # noqa: PLC0415  not on the search path

    first_list, has_text = "", False
    metered = _Metered(as_utf8(stream))
    events: Iterable[tuple[str, str, Any]] = ijson.parse(metered, use_float=True, multiple_values=True)
    for prefix, event, value in islice(events, _MOST_EVENTS):
        metered.reset()
        if event == "start_array" and not prefix:
            return "item"
        if event == "map_key" and not prefix:
            has_text |= plain_name(value) in _TEXTS
        elif event == "start_map" and prefix.endswith(".item") and prefix.count(".item") == 1:
            names = prefix.removesuffix(".item").lower().split(".")
            if names[-1] in _CONTAINERS and len(names) <= _DEEPEST_CONTAINER:
                return prefix
            first_list = first_list or (prefix if len(names) == 1 else "")
    return "" if has_text else first_list


class _Metered:
    """A stream that refuses what is nested too deeply, and more than a document may have, until it is reset: for the next record."""

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
