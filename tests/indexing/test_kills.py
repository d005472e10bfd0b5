"""Killed at any moment: the last commit answers, the next run goes on, nothing is twice, lost, or left for ever."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import SCALE
from wrecks import Outcome, Waiting, outcomes

from newsgrep.archive import Archive

STEP = 1 if SCALE >= 10 else 5
"""A kill comes at every call that changes the disk, at length; else, at one of so many."""


@pytest.fixture(scope="module")
def killed(waiting: Waiting) -> list[Outcome]:
    """What came of runs that were killed, ever later."""
    return outcomes("kill", STEP, waiting)


def test_the_last_commit_answers(killed: list[Outcome], waiting: Waiting) -> None:
    for outcome in killed:
        assert outcome.status == -9
        assert outcome.held in (waiting.before, waiting.after), outcome


def test_the_next_run_goes_on_and_leaves_nothing(killed: list[Outcome], waiting: Waiting) -> None:
    for outcome in killed:
        assert outcome.held_by_next == waiting.after, outcome
        assert (outcome.changes, outcome.leftovers_at_last) == (0, set()), outcome


@pytest.mark.parametrize("name", ["CACHEDIR.TAG", "README"])
def test_what_says_what_the_folder_is_is_made_whole(tmp_path: Path, name: str) -> None:
    """A kill may come in the middle of it: a backup would take the index for articles."""
    (tmp_path / "a.txt").write_text("oil")
    with Archive.create(tmp_path) as archive:
        path = archive.home / name
        whole = path.read_text()
    path.write_text(whole[: len(whole) // 2])
    with Archive.create(tmp_path) as archive:
        archive.index([tmp_path / "a.txt"])
    assert path.read_text() == whole


def test_settings_half_written_are_removed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("oil")
    with Archive.create(tmp_path) as archive:
        archive.index([tmp_path / "a.txt"])
        half = archive.home / "config.toml.new"
        half.write_text("langu")
        archive.index()
        assert not half.exists()


def test_the_manifest_is_read_though_a_kill_came_in_the_middle_of_a_transaction(tmp_path: Path) -> None:
    """What SQLite had written by then it takes back when the file is next opened."""
    (tmp_path / "a.txt").write_text("oil")
    (tmp_path / "empty.txt").touch()
    with Archive.create(tmp_path) as archive:
        archive.index([tmp_path])
        wanted = archive.skipped()
        manifest = archive.home / "index" / "manifest.sqlite"
        journal = manifest.with_name("manifest.sqlite-journal")
        with closing(sqlite3.connect(manifest)) as database:
            database.execute("pragma cache_size = 1")  # so that what is changed is written before the end
            for number in range(100):
                database.execute("insert into settings values (?, ?)", (str(number), "x" * 4000))
            files = {path: path.read_bytes() for path in (manifest, journal)}
        for path, content in files.items():
            path.write_bytes(content)
        assert len(wanted) == 1
        assert archive.skipped() == wanted
