"""The real command, run as a shell runs it, on a small archive."""

import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

SCALE = int(os.environ.get("NEWSGREP_TEST_SCALE", "1"))
"""How many times more than usual is tried by tests that draw at random."""

settings.register_profile("scaled", max_examples=100 * SCALE, deadline=None)
settings.load_profile("scaled")

PROJECT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "newsgrep")
_QUIET = (
    "NEWSGREP_INDEX",
    "NEWSGREP_PAGER",
    "PAGER",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "COLUMNS",
    "TERM",
)


@dataclass(frozen=True)
class Ran:
    """What came of a command. On a terminal everything is in `out`."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables of a shell in which nothing of newsgrep's is set."""
    kept = {name: value for name, value in os.environ.items() if name not in _QUIET}
    directory = str(Path(sys.executable).parent)
    path = f"{directory}{os.pathsep}{kept.get('PATH', '')}"
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "PATH": path,
        "NEWSGREP_TODAY": "2025-06-20",
        **more,
    }


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive, indexed once; tests that change anything copy it (see `folder`)."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(PROJECT / "seeds", folder / "seeds")
    subprocess.run([*COMMAND, "index", "-q", "seeds"], cwd=folder, env=environment(folder), check=True)
    return folder


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample archive with its index."""
    copy = tmp_path / "archive"
    shutil.copytree(samples, copy)
    return copy


@pytest.fixture
def newsgrep(samples: Path) -> Callable[..., Ran]:
    """`newsgrep(*arguments, cwd=, stdin=, **variables)`: run the command in pipes."""

    def run(*arguments: str, cwd: Path | None = None, stdin: str | bytes = "", **variables: str) -> Ran:
        where = cwd or samples
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=where,
            env=environment(where, **variables),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8", "surrogateescape"), done.stderr.decode())

    return run


@pytest.fixture
def shell(samples: Path) -> Callable[..., Ran]:
    """`shell(line, cwd=)`: run a line of a shell, where `newsgrep` is the command; a pipe fails with its first."""

    def run(line: str, cwd: Path | None = None) -> Ran:
        where = cwd or samples
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail\n{line}"],
            cwd=where,
            env=environment(where),
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def terminal(samples: Path) -> Callable[..., Ran]:
    """`terminal(*arguments, columns=80)`: run the command before a person's eyes."""

    def run(*arguments: str, cwd: Path | None = None, columns: int = 80, **variables: str) -> Ran:
        where = cwd or samples
        ours, theirs = pty.openpty()
        settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), "NEWSGREP_PAGER": "cat", **variables}
        with subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=where,
            env=environment(where, **settings),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            shown = _read_all(ours)
        os.close(ours)
        return Ran(process.returncode, shown.decode("utf-8", "replace").replace("\r\n", "\n"), "")

    return run


def _read_all(descriptor: int) -> bytes:
    read = b""
    while select.select([descriptor], [], [], 60)[0]:
        try:
            block = os.read(descriptor, 1 << 16)
        except OSError:  # the other side has closed
            break
        if not block:
            break
        read += block
    return read


def lines(text: str) -> Sequence[str]:
    """The lines of an output."""
    return text.splitlines()
