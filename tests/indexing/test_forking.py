"""A worker that is a copy of the command: for few files, without another start of Python; as safe as any other."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="on other systems no process is copied")

COMMAND = """
import sys
from multiprocessing import util
def refuse(*_):
    raise AssertionError("Python is started again")
util.spawnv_passfds = refuse
from newsgrep.cli import command
sys.exit(command.run(sys.argv[1:]))
"""
"""Runs the command, which may not start Python again."""

KILLED = """
import sys
from datetime import date
from pathlib import Path
from hostile_fields import KillingFields
from newsgrep.indexing.reading import FileTask
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.indexing.worker import WorkerSetting
from newsgrep.indexing.workers import WorkerPool
from newsgrep.readers import ReadOptions
folder = Path(sys.argv[1])
names = ["a.txt", "kills.jsonl", "b.txt"]
rules = Rules(str(folder), (Rule("", ReadOptions(date(2025, 5, 6), fields=KillingFields()), "1"),))
pool = WorkerPool(WorkerSetting(folder / "index", "english", rules), 2, prepare=lambda: None)
for result in pool.results([[FileTask(name, name, 9, 0) for name in names]]):
    for row in result.rows if result else ():
        print(row.path, row.problems[0].reason if row.problems else "read")
assert pool._forks
pool.close()
"""
"""Reads three files by copies, which the second of them kills."""

INHERITED = """
import os, sys
from pathlib import Path
from newsgrep.indexing.rules import Rules
from newsgrep.indexing.worker import WorkerSetting
from newsgrep.indexing.workers import WorkerPool
pool = WorkerPool(WorkerSetting(Path(sys.argv[1]), "english", Rules(sys.argv[1], ())), 2, prepare=lambda: None)
reading, writing = os.pipe()
pool._forks = True
pool._start_one()
assert pool._workers[0].connection.recv() == "ready"
os.close(writing)
print(os.read(reading, 1))
pool.close()
"""
"""Says what comes out of a pipe when this process closes it: the end, if its copy does not hold it."""


def run(code: str, folder: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment(folder) | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran
    return ran.stdout


def test_few_changed_files_are_read_without_another_start_of_python(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("oil")
    subprocess.run(
        [sys.executable, "-m", "newsgrep", "index", "-q", "seeds"],
        cwd=tmp_path,
        env=environment(tmp_path),
        check=True,
        capture_output=True,
    )
    (tmp_path / "seeds" / "b.txt").write_text("gas")
    assert run(COMMAND, tmp_path, "index").startswith("1 articles added, 0 updated, 0 removed, 1 unchanged;")


def test_a_file_that_kills_a_copy_is_skipped_and_the_rest_is_done(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("oil")
    (tmp_path / "kills.jsonl").write_text("{}")
    lines = run(KILLED, tmp_path, str(tmp_path)).splitlines()
    assert sorted(lines) == ["a.txt read", "b.txt read", "kills.jsonl ends its reader by SIGKILL"]


def test_a_copy_holds_nothing_that_its_parent_has_open(tmp_path: Path) -> None:
    """Else it would hold the index's lock too, were its parent killed."""
    assert run(INHERITED, tmp_path, str(tmp_path / "index")) == "b''\n"
