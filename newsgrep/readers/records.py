"""JSON and JSON Lines: records of articles, streamed, in files of one article or of millions."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, suffix_of
from newsgrep.readers.record_fields import ArticleBuilder, BadRecord
from newsgrep.results import Skipped

_LINES = frozenset({".jsonl", ".ndjson", ".jl"})
_SUFFIXES = _LINES | {".json"}
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*(\{\s*[\"}]|\[\s*[{\[\]])")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_LINE = 1 << 27
_CONTAINERS = (
    *("articles", "items", "docs", "documents", "results", "entries", "stories", "records", "hits"),
    *("news", "posts", "data", "feed"),
)
_TEXTS = frozenset({"text", "body", "content", "article", "articlebody", "fulltext", "maintext"})
_DEEPEST_CONTAINER = 3


class RecordsReader:
    """Records in one JSON value, or one a line."""

    name = "json"

    def claims(self, head: bytes, name: str) -> bool:
        """By content, and by the names that say so."""
        return bool(_JSON.match(head)) or suffix_of(name).lower() in _SUFFIXES

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a record."""
        if stream.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            stream.seek(0)
        start = stream.tell()
        by_line = _is_by_line(stream, file.name)
        stream.seek(start)
        builder = ArticleBuilder(file, options)
        return builder.build(_lines(stream) if by_line else _values(stream, start))


READER = RecordsReader()


def _is_by_line(stream: BinaryIO, name: str) -> bool:
    """Say whether it is JSON Lines: by name, or because a second value follows the first line's."""
    if suffix_of(name).lower() in _LINES:
        return True
    try:
        json.loads(stream.readline(_LONGEST_LINE))
    except (ValueError, RecursionError):
        return False
    return any(line.strip() for line in iter(lambda: stream.readline(_LONGEST_LINE), b""))


def _lines(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """(line number, value or what is wrong with it) for every line that is not blank."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_LONGEST_LINE)
            yield str(number), BadRecord("a line too long")
        elif line.strip():
            yield str(number), _parsed(line)


def _parsed(line: bytes) -> Any:  # noqa: ANN401  any value JSON has
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return BadRecord("not UTF-8")
    except RecursionError:
        return BadRecord("nested too deeply")
    except ValueError as error:
        return BadRecord(f"not JSON: {error}")


def _values(stream: BinaryIO, start: int) -> Iterator[tuple[str | None, Any]]:
    """(number from 1, record) of a list; (None, record) of a file that is one record.

    A file that breaks off gives what stands before, then what is wrong.
    """
    import ijson  # noqa: PLC0415  not on the search path

    number = 0
    try:
        prefix = _prefix_of_records(ijson.parse(stream, use_float=True))
        stream.seek(start)
        for value in ijson.items(stream, prefix, use_float=True):
            number += 1
            yield (str(number) if prefix else None), value
    except (ijson.JSONError, UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
        reason = next(iter(str(error).splitlines()), "broken off")  # then comes the place, drawn over lines
        if not number:
            raise UnreadableFileError(f"not JSON: {reason}") from error
        yield f"after {number}", BadRecord(f"not JSON from here: {reason}")


def _prefix_of_records(events: Iterable[tuple[str, str, Any]]) -> str:
    """Where the records are, as ijson writes places: "" for the whole, "item", "articles.item", ...

    In an object they are the list of objects of a name that lists of articles have, else the object itself if
    it has a text, else its first list of objects.
    """
    first_list = ""
    has_text = False
    events = iter(events)
    opening = next(events)
    if opening[1] == "start_array":
        return "item"
    for prefix, event, value in events:
        if event == "map_key" and not prefix:
            has_text |= isinstance(value, str) and value.lower().replace("_", "") in _TEXTS
        elif event == "start_map" and prefix.endswith(".item") and prefix.count(".item") == 1:
            names = prefix.removesuffix(".item").lower().split(".")
            if names[-1] in _CONTAINERS and len(names) < _DEEPEST_CONTAINER:
                return prefix
            first_list = first_list or (prefix if len(names) == 1 else "")
    return "" if has_text else first_list
