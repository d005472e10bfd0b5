"""What a user sees of a bug in newsgrep: one line and exit 70, and its traceback where that is asked for."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import environment

Run: TypeAlias = Callable[..., Any]

PROGRAM = r"""
import sys
from newsgrep.archive import Archive
from newsgrep.archive.indexed_folder import IndexedFolder
from newsgrep.cli import command

def broken(*arguments, **options):
    raise ZeroDivisionError("by \x1b[31m nothing\nat all" + "." * 10_000)

Archive.search = Archive.stats = IndexedFolder.index = broken
sys.argv[1:] = sys.argv[1:] or ["search", "tariffs"]
command.main()
"""
REASON = "newsgrep: this is a bug in newsgrep: ZeroDivisionError: by \u241b[31m nothing at all..."


def run_broken(samples: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=samples,
        env=environment(samples, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("arguments", [["search", "tariffs"], ["stats"], ["index"]])
@pytest.mark.parametrize("debug", ["", "0"])
def test_a_bug_is_one_line_and_exit_70(samples: Path, arguments: list[str], debug: str) -> None:
    code, out, err = run_broken(samples, *arguments, NEWSGREP_DEBUG=debug)
    assert (code, out) == (os.EX_SOFTWARE, "")
    assert err.startswith(REASON)
    assert err.endswith("(NEWSGREP_DEBUG=1 shows the traceback)\n")
    assert err.count("\n") == 1
    assert len(err) < 500


def test_the_traceback_is_shown_where_it_is_asked_for(samples: Path) -> None:
    code, _, err = run_broken(samples, NEWSGREP_DEBUG="1")
    assert code == os.EX_SOFTWARE
    assert err.startswith("Traceback (most recent call last):\n")
    assert ", in broken\n" in err
    assert REASON in err
    assert "\x1b" not in err


def test_a_bug_in_a_worker_is_one_too(samples: Path, tmp_path: Path) -> None:
    """An index whose worker cannot do what no file is to blame for."""
    (tmp_path / "a.txt").write_text("oil")
    (tmp_path / "sitecustomize.py").write_text(
        "import newsgrep.indexing.reading as reading\n"
        "def broken(*_): raise ZeroDivisionError('in a worker')\n"
        "reading.read_batch = broken\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "newsgrep", "index", "a.txt", "--jobs", "2"],
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONPATH=str(tmp_path), NEWSGREP_DEBUG="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == os.EX_SOFTWARE
    assert "this is a bug in newsgrep: ZeroDivisionError: in a worker" in done.stderr
    assert ", in broken\n" in done.stderr


def test_a_message_that_cannot_be_written_changes_no_exit_code(shell: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    assert shell("newsgrep search titel:x 2>/dev/full").code == 2
    assert shell("newsgrep search -q zzzz 2>/dev/full").code == 1
