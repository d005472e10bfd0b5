"""What the manifest keeps of a file's time, whatever time a file system gives."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.archive import Archive
from newsgrep.indexing.file_states import READ_AGAIN, file_state

SECONDS = st.integers(-(1 << 63), (1 << 63) - 1)
"""As 64-bit file systems have them."""
NS_OF_64_BITS = (1 << 63) - 1


def status(mtime_ns: int) -> os.stat_result:
    return os.stat_result((0o100644, 1, 1, 1, 0, 0, 17, 0, 0, 0), {"st_mtime_ns": mtime_ns})


@given(SECONDS, st.integers(0, 10**9 - 1))
def test_every_time_has_64_bits_and_none_says_that_the_file_is_to_be_read_again(
    seconds: int, ns: int
) -> None:
    time = seconds * 10**9 + ns
    size, kept = file_state(status(time))
    assert size == 17
    assert -NS_OF_64_BITS <= kept <= NS_OF_64_BITS
    assert kept != READ_AGAIN
    assert kept == time or abs(time) > NS_OF_64_BITS


@given(SECONDS, st.integers(1, 500 * 366 * 86400))
def test_times_less_than_500_years_apart_are_told_apart(seconds: int, later: int) -> None:
    times = (seconds * 10**9, (seconds + later) * 10**9)
    assert file_state(status(times[0])) != file_state(status(times[1]))


@pytest.mark.parametrize("year", [1902, 1969, 2200, 2300, 2440])
def test_files_of_any_year_are_indexed_and_a_change_of_time_alone_is_none(tmp_path: Path, year: int) -> None:
    file = tmp_path / "a.txt"
    file.write_text("oil")
    start = (year - 1970) * 31556952 * 10**9
    archive = Archive.create(tmp_path)
    reports = []
    for time in (start, start, start + 1):
        os.utime(file, ns=(time, time))
        reports.append(archive.index([tmp_path]))
    assert [(report.added, report.updated, report.unchanged) for report in reports] == [(1, 0, 0)] + [
        (0, 0, 1)
    ] * 2
    file.write_text("gas")
    assert archive.index().updated == 1
    archive.close()
