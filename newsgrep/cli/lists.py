"""Lists of names, as other programs print them: one a line, or each ended by NUL as by `find -print0` and `search -l0`."""

import io
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO, cast

from newsgrep.errors import UsageError

_BYTES_AT_ONCE = 1 << 16


def listed_names(stream: TextIO, *, null: bool) -> Iterator[str]:
    """The names in a list, as they come; empty ones are left out. `null`: NUL ends each, if the list has any.

    Bytes that are not UTF-8 are as `os.fsdecode` gives them. Raises UsageError for a NUL where none is expected.
    """
    names = _ended_by_null(stream.buffer) if null else _lines(stream)
    return (name for name in names if name)


def named(references: Iterable[str], *, null: bool) -> Iterator[str]:
    """Names that are arguments; in place of `-`, those in the list on stdin."""
    for reference in references:
        if reference == "-":
            yield from listed_names(sys.stdin, null=null)
        else:
            yield reference


def _lines(stream: TextIO) -> Iterator[str]:
    for line in stream:
        if "\0" in line:
            raise UsageError("NUL ends the names in this list; give -0 to read it")
        yield line.rstrip("\n")


def _ended_by_null(stream: BinaryIO) -> Iterator[str]:
    rest, has_null = b"", False
    while block := cast("io.BufferedReader", stream).read1(_BYTES_AT_ONCE):
        *names, rest = (rest + block).split(b"\0")
        has_null = has_null or bool(names)
        yield from (name.decode("utf-8", "surrogateescape") for name in names)
    if has_null:
        yield rest.decode("utf-8", "surrogateescape")
    else:
        yield from _lines(io.TextIOWrapper(io.BytesIO(rest), "utf-8", "surrogateescape"))
