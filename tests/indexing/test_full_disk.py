"""Disks that are full, or refuse: one clear line, exit 2, the last commit as it was, nothing left behind."""

import io
import re
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import COMMAND, SCALE, environment
from wrecks import ROOT, Outcome, Waiting, held, leftovers, outcomes, update

from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.errors import StorageError

STEP, FAULTS = (1, ["ENOSPC", "EROFS"]) if SCALE >= 10 else (3, ["ENOSPC"])
"""Every call fails at length; else, one of so many."""


@pytest.fixture(scope="module", params=FAULTS)
def failed(request: pytest.FixtureRequest, waiting: Waiting) -> list[Outcome]:
    """What came of runs where the disk refused, ever later."""
    return outcomes(request.param, STEP, waiting)


def test_one_line_says_so(failed: list[Outcome], waiting: Waiting) -> None:
    """Unless nothing but the last scan, which the next run can do without, is missing."""
    assert failed[0].status == 2
    for outcome in failed:
        if outcome.status:
            assert outcome.status == 2, outcome
            assert len(outcome.err.splitlines()) == 1, outcome
            assert outcome.err.startswith("newsgrep: "), outcome
        else:
            assert (outcome.held, outcome.err) == (waiting.after, ""), outcome


class Full(io.RawIOBase):
    """A file on a disk that is full."""

    def writable(self) -> bool:
        return True

    def write(self, _data: Any) -> int:
        raise OSError(28, "No space left on device")


def test_a_segment_that_cannot_be_written_is_an_error_of_storage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "open", lambda *_: io.BufferedWriter(Full()))
    with pytest.raises(StorageError, match="No space left"), SectionFileWriter(tmp_path / "segment") as file:
        file.add("numbers", "B", bytes(100_000))


def test_it_names_what_could_not_be_written(failed: list[Outcome]) -> None:
    assert [outcome for outcome in failed if outcome.status and ".newsgrep" not in outcome.err] == []


def test_the_last_commit_is_as_it_was(failed: list[Outcome], waiting: Waiting) -> None:
    """Or the new one, where it was Whoosh's table of contents or the manifest that could not follow."""
    for outcome in failed:
        assert outcome.held in (waiting.before, waiting.after), outcome
    assert failed[0].held == waiting.before


@pytest.mark.parametrize("failed", ["ENOSPC"], indirect=True)
def test_it_gets_its_space_back(failed: list[Outcome]) -> None:
    """Segments and catalogues; a few bytes of settings and of Whoosh's table of contents wait for the next writer."""
    for outcome in failed:
        large = {name for name in outcome.leftovers if name.startswith(("MAIN_", "catalogue-"))}
        assert large == set(), outcome


def test_the_next_run_goes_on_and_leaves_nothing(failed: list[Outcome], waiting: Waiting) -> None:
    for outcome in failed:
        assert outcome.held_by_next == waiting.after, outcome
        assert (outcome.changes, outcome.leftovers_at_last) == (0, set()), outcome


@pytest.mark.parametrize("waiting", ["changed"], indirect=True)
@pytest.mark.parametrize("kilobytes", [4, 12])
def test_files_that_workers_cannot_write_end_the_run(
    waiting: Waiting, tmp_path: Path, kilobytes: int
) -> None:
    """The system itself refuses, by the size of a file, to two workers and their parent alike."""
    folder = tmp_path / "archive"
    shutil.copytree(waiting.folder, folder)
    (folder / ROOT / "long.txt").write_text(" ".join(f"word{word}" for word in range(900)))
    ran = subprocess.run(
        [*COMMAND, "index", "--quiet", "--jobs", "2", ROOT],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10)),
    )
    assert ran.returncode == 2
    assert re.fullmatch(r"newsgrep: cannot write .*\.newsgrep/index/MAIN_.*: File too large\n", ran.stderr)
    assert held(folder) == waiting.before
    assert leftovers(folder) == set()
    assert update(folder).skipped == 0
