"""Tables of articles with a header: CSV, TSV, and tables with `;` or `|` as delimiter; a row an article."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import (
    MAX_CHARACTERS,
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    suffix_of,
)
from newsgrep.readers.recoding import as_utf8
from newsgrep.readers.record_fields import ArticleBuilder, BadRecord
from newsgrep.readers.record_names import known_names, name_texts

_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".psv"})
_DELIMITERS = ",\t;|"
_OTHER = re.compile(rb"(\xef\xbb\xbf)?\s*([{<]|\[\s*[{\[])")
"""How JSON and markup begin; under the name of a table, less is plainly no header."""
_PLAINLY_OTHER = re.compile(
    rb"(\xef\xbb\xbf)?\s*(\{\s*[\"}]|\[\s*[{\[]|<(?:!doctype|!--|\?xml|html|rss|feed)\b)", re.IGNORECASE
)
_ENOUGH_NAMES = 3
"""Known names in a first line that make a table of a file not called one."""
_SAMPLE = 1 << 16
_QUOTED = re.compile(r'(?:^|\t)"(?:[^"\t]|"")*"(?=\t|\r?$)', re.MULTILINE)
_ESCAPED = re.compile(r'\\"\w')
"""A quotation mark in a field, as MySQL and others write it: doubled elsewhere."""
_EXCEL_LINE = re.compile(r"\ufeff?sep=(.?)")
"""A first line that is no row, but names the delimiter to Excel."""
_NOTHING = frozenset({"nan", "NaN", "NaT", "None", "NULL", "null", "N/A", "\\N"})
"""What programs write into an empty cell."""
_SHOWN = 60
_LONGEST_LINE = 2 * MAX_CHARACTERS

_Row: TypeAlias = list[str]


class TablesReader:
    """A row an article; see the module."""

    name = "csv"

    def claims(self, head: bytes, name: str) -> bool:
        """By the name's ending, or a first line that is plainly a header."""
        if suffix_of(name).lower() in _SUFFIXES:
            return not _PLAINLY_OTHER.match(head)
        if _OTHER.match(head):
            return False
        line = head.partition(b"\n")[0]
        if max(map(line.count, _DELIMITERS.encode())) < _ENOUGH_NAMES - 1:
            return False
        first = line.decode("utf-8", "replace").removeprefix("\ufeff")
        header = _split(first, _delimiter_of(first))
        return name_texts(header) and len(known_names(header)) >= _ENOUGH_NAMES

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article a row."""
        rows = _rows(_lines(stream), _dialect_of(as_utf8(stream).read1(_SAMPLE).decode("utf-8", "replace")))
        header = next((row for row in rows if isinstance(row, list) and _is_header(row)), [])
        if not (name_texts(header) or any(theirs in header for _, theirs in options.fields)):
            shown = ", ".join(header)[:_SHOWN]
            raise UnreadableFileError(f"no column of texts or titles in its first row, which is: {shown}")
        return ArticleBuilder(file, options).build(_records(rows, [name.strip() for name in header]))


READER = TablesReader()


def _is_header(row: _Row) -> bool:
    return any(row) and not _EXCEL_LINE.fullmatch(row[0])


class _Dialect(NamedTuple):
    delimiter: str
    is_quoted: bool = True
    is_escaped: bool = False


def _dialect_of(sample: str) -> _Dialect:
    """The delimiter, and whether a quotation mark opens a field: in TSV often not."""
    lines = sample.lstrip().splitlines() or [""]
    named = _EXCEL_LINE.fullmatch(lines[0])
    delimiter = named[1] if named else _delimiter_of(lines[0])
    is_quoted = delimiter != "\t" or bool(_QUOTED.search(sample))
    return _Dialect(delimiter, is_quoted, is_quoted and '""' not in sample and bool(_ESCAPED.search(sample)))


def _delimiter_of(line: str) -> str:
    def promise(delimiter: str) -> tuple[int, int]:
        names = _split(line, delimiter)
        return len(known_names(names)), len(names)

    return max(_DELIMITERS, key=promise)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _lines(stream: BinaryIO) -> Iterator[str]:
    text = io.TextIOWrapper(as_utf8(stream), "utf-8", newline="")
    while line := text.readline(_LONGEST_LINE):
        yield line.replace("\0", "")
        while len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
            line = text.readline(_LONGEST_LINE)  # the end of a row that is refused


def _rows(lines: Iterator[str], dialect: _Dialect) -> Iterator[_Row | BadRecord]:
    """The rows; one that cannot be read does not end them."""
    csv.field_size_limit(MAX_CHARACTERS)  # of the whole process: the least that any reader of tables may set
    counted = _Counted(lines, dialect)
    reader = csv.reader(
        counted,
        delimiter=dialect.delimiter,
        quotechar='"' if dialect.is_quoted else None,
        escapechar="\\" if dialect.is_escaped else None,
    )
    while True:
        try:
            row = next(reader)
            fault = counted.fault(row)
            yield BadRecord(fault) if fault else row
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(
                f"more than {MAX_CHARACTERS:,} characters" if "limit" in str(error) else str(error)
            )


class _Counted:
    """Lines on their way to the parser, with what of them is in the row that it is at."""

    def __init__(self, lines: Iterator[str], dialect: _Dialect) -> None:
        self._lines = lines
        self._dialect = dialect
        self._quotes = self._count = 0

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._quotes += line.count('"') - (line.count('\\"') if self._dialect.is_escaped else 0)
        self._count += 1
        return line

    def fault(self, row: _Row) -> str | None:
        """Why the row that ends here is refused: an open quotation mark joined several. Starts the count for the next row."""
        lines, quotes = self._count, self._quotes
        self._count = self._quotes = 0
        joined = quotes % 2 == 1 and any("\n" in field or "\r" in field for field in row)
        if not joined or not self._dialect.is_quoted:
            return None
        return "an open quotation mark" + (f", over {lines} lines" if lines > 1 else "")


def _records(rows: Iterator[_Row | BadRecord], header: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(number from 1, record) of every row that is not blank."""
    number = 0
    for row in rows:
        if isinstance(row, BadRecord) or any(field and not field.isspace() for field in row):
            number += 1
            yield str(number), row if isinstance(row, BadRecord) else _record(row, header)


def _record(row: _Row, header: Sequence[str]) -> Any:  # noqa: ANN401  a record as builders take it
    if any(row[len(header) :]):
        return BadRecord(f"{len(row)} fields, where the header has {len(header)}")
    return {name: field for name, field in zip(header, row, strict=False) if name and field not in _NOTHING}
