"""`newsgrep index --watch`: what comes is indexed and said; Ctrl-C is its end."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import COMMAND, NEVER, Ran, environment

UNCHANGED = "0 articles added, 0 updated, 0 removed, 38 unchanged"


@pytest.fixture
def watching(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The command, started as a shell starts what runs in the background; it has looked at everything once."""
    with subprocess.Popen(
        ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *COMMAND, "index", "--watch", "--jobs", "1"],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(UNCHANGED)
        yield process
        process.kill()


def result(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().partition(";")[0]


def test_what_comes_changes_and_goes_is_said(watching: "subprocess.Popen[str]", folder: Path) -> None:
    new = folder / "seeds" / "new.txt"
    new.write_text("harbour")
    assert result(watching) == "1 articles added, 0 updated, 0 removed, 38 unchanged"
    (folder / "seeds" / ".hidden.txt").write_text("harbour")
    new.write_text("harbours")
    assert result(watching) == "0 articles added, 1 updated, 0 removed, 38 unchanged"
    (folder / ".newsgrep" / "state" / "corrections.csv").write_text("id,field,value\nseeds/new.txt,tag,a\n")
    assert result(watching) == "0 articles added, 1 updated, 0 removed, 38 unchanged"
    new.unlink()
    assert result(watching) == "0 articles added, 0 updated, 1 removed, 38 unchanged"
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=NEVER)
    assert (watching.returncode, out) == (0, "")
    assert err == "newsgrep: new or changed: seeds/new.txt\n" * 3


@pytest.mark.parametrize("options", [["--dry-run"], ["-", "--as", "wire"]])
def test_what_is_read_once_is_not_watched(newsgrep: Callable[..., Ran], options: list[str]) -> None:
    ran = newsgrep("index", "--watch", *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"newsgrep: --watch waits for changes of files; {options[0]} is read once\n"
