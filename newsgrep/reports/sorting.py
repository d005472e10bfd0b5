"""Sorting rows of which there may be more than memory holds: few are kept in memory, many in a temporary file."""

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from typing import Any

from newsgrep.errors import StorageError

_FEW = 10_000
"""Rows that are kept in memory."""
_CACHE_KIB = 32 * 1024


def sorted_rows(
    rows: Iterable[tuple[bytes, Sequence[Any]]], limit: int | None = None
) -> Iterator[Sequence[Any]]:
    """The rows, each of values that JSON has, by their keys; equal keys stay as they come. At most `limit` of them.

    Raises StorageError where there is no room for temporary files.
    """
    if limit is not None and limit <= _FEW:
        return (row for _, row in heapq.nsmallest(limit, rows, key=itemgetter(0)))
    return _sorted_on_disk(rows, limit)


def _sorted_on_disk(
    rows: Iterable[tuple[bytes, Sequence[Any]]], limit: int | None
) -> Iterator[Sequence[Any]]:
    import sqlite3  # noqa: PLC0415  most rows need not be sorted

    # A database without a name is a temporary file, which is deleted as soon as it is opened.
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as database:
            database.execute(f"pragma cache_size = -{_CACHE_KIB}")
            database.execute("pragma journal_mode = off")
            database.execute("create table rows (key blob, row text)")
            database.execute("begin")
            database.executemany(
                "insert into rows values (?, ?)", ((key, json.dumps(row)) for key, row in rows)
            )
            found = database.execute(
                "select row from rows order by key, rowid limit ?", (-1 if limit is None else limit,)
            )
            yield from (json.loads(row) for (row,) in found)
    except sqlite3.Error as error:
        raise StorageError(f"cannot sort in a temporary file: {error}") from error
