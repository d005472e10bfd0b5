"""Rows sorted in memory and on disk, held against Python's own sorting."""

import subprocess
import sys
from collections.abc import Iterator
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import IndexDamagedError
from newsgrep.reports.sorting import sorted_rows

Keyed = tuple[bytes, list[object]]
VALUES = st.none() | st.integers() | st.text(st.characters(), max_size=3)
ROWS = st.lists(st.tuples(st.binary(max_size=2), st.lists(VALUES, max_size=3)), max_size=20)
TOO_LARGE = """
import resource, signal
from newsgrep.errors import StorageError
from newsgrep.reports.sorting import sorted_rows
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
rows = ((bytes([number]), ["x" * (1 << 20)]) for number in range(100))
try:
    print(sum(1 for _ in sorted_rows(rows)))
except StorageError as error:
    print(error)
"""


@given(rows=ROWS, limit=st.none() | st.integers(0, 30) | st.just(10**18))
def test_rows_are_sorted_and_equal_ones_stay_as_they_come(rows: list[Keyed], limit: int | None) -> None:
    wanted = [row for _, row in sorted(rows, key=itemgetter(0))][:limit]
    assert list(sorted_rows(iter(rows), limit)) == wanted


@pytest.mark.parametrize("limit", [None, 3])
def test_an_error_in_the_rows_is_theirs(limit: int | None) -> None:
    def rows() -> Iterator[Keyed]:
        yield b"", []
        raise IndexDamagedError("damaged")

    with pytest.raises(IndexDamagedError, match="damaged"):
        list(sorted_rows(rows(), limit))


def test_no_room_for_a_temporary_file_is_one_line() -> None:
    ran = subprocess.run([sys.executable, "-c", TOO_LARGE], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("cannot sort in a temporary file: ")
    assert ran.stdout.count("\n") == 1
