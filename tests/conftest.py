"""What all tests stand on: the same examples every time, the command as a shell runs it, a small archive.

`make test` says the same every time, on every machine: what is drawn at random is drawn from the same numbers, and nothing
is measured in seconds. `make long` tries more, from numbers of its own, and prints from which: `make long SEED=42` draws them
again, with TESTFLAGS='-n 0 tests/text/test_bulk.py' for one file alone, or `-k` for one test. NEWSGREP_TEST_SCALE is how
many times more than usual is tried.
"""

import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import shared_cluster
from forked_commands import SAME, ForkingServer
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from newsgrep.archive import Archive

SCALE = int(os.environ.get("NEWSGREP_TEST_SCALE", "1"))
"""How many times more than usual is tried by tests that draw at random."""
NEVER = 3600.0
"""Seconds after which what has not come never comes, however slow the machine."""

TODAY = date(2025, 6, 20)
PROJECT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "newsgrep")
# Not PYTHONDONTWRITEBYTECODE: thousands of commands would compile the same modules.
_KEPT = ("PATH", "JAVA_HOME", "TMPDIR", "PYTHONPATH", "PYTHONHASHSEED", "LD_LIBRARY_PATH")
_KEPT_KINDS = ("COVERAGE_", "PYTEST_", "NEWSGREP_TEST_")


def pytest_configure(config: pytest.Config) -> None:
    """Let hypothesis draw the same each time, unless it is given a seed."""
    # A shell starts what runs in its background with Ctrl-C ignored, and the commands tested would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile(
        "newsgrep",
        max_examples=100 * SCALE,
        derandomize=_seed(config) == 0,
        database=None,  # what an earlier run has found would be tried first
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    settings.load_profile("newsgrep")
    # Hypothesis draws constants of modules that lie beside the tests. Which of them are imported by then depends on
    # the tests that have run before, and on how many processes.
    vars(providers)["is_local_module_file"] = lambda _: False
    if not hasattr(config, "workerinput"):
        shared_cluster.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        shared_cluster.leave_run()
    else:
        shared_cluster.end_run()


def pytest_report_header(config: pytest.Config) -> str | None:
    seed = _seed(config)
    again = f"{f'NEWSGREP_TEST_SCALE={SCALE} ' if SCALE != 10 else ''}make long SEED={seed}"
    return f"drawn at random from {seed}: {again} draws the same again" if seed else None


def _seed(config: pytest.Config) -> int:
    return int(config.getoption("--hypothesis-seed") or 0)


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """What to draw at random from: 0 in `make test`."""
    return _seed(request.config)


@pytest.fixture(scope="session", autouse=True)
def same_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that is set in the shell, and no settings of the user's, reach a test; none waits for a slow disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # which matters where the power fails
        bare = environment(tmp_path_factory.mktemp("home"))
        for name in os.environ.keys() - bare.keys():
            patch.delenv(name)
        for name, value in bare.items():
            patch.setenv(name, value)
        yield


@dataclass(frozen=True)
class Ran:
    """What came of a command. On a terminal everything is in `out`."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables of a shell in which nothing is set, but for where programs are, and for what day it is."""
    kept = {
        name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_KINDS)
    }
    directory = str(Path(sys.executable).parent)
    return {
        **kept,
        "HOME": str(home),
        "PATH": f"{directory}{os.pathsep}{kept.get('PATH', '')}",
        "LC_ALL": "C.UTF-8",
        "NEWSGREP_TODAY": TODAY.isoformat(),
        **more,
    }


def index(folder: Path, *roots: str) -> None:
    """Index roots, given from an archive's folder, or refresh it: in this process, where a command would start others."""
    with Archive.create(folder, today=TODAY) as archive:
        archive.index([folder / root for root in roots])


def contents(folder: Path) -> dict[Path, bytes]:
    """All files below a folder."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample archive, indexed once; tests that change anything copy it (see `folder`)."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(PROJECT / "seeds", folder / "seeds")
    subprocess.run([*COMMAND, "index", "-q", "seeds"], cwd=folder, env=environment(folder), check=True)
    before = contents(folder)
    yield folder
    assert contents(folder) == before


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample archive with its index."""
    copy = tmp_path / "archive"
    shutil.copytree(samples, copy)
    return copy


@pytest.fixture(scope="session")
def server(samples: Path) -> Iterator[ForkingServer | None]:
    """What runs commands, but where each is started as a shell does it: in long runs, when coverage is measured, on macOS."""
    if SCALE > 1 or sys.platform != "linux" or any(name.startswith("COVERAGE_") for name in os.environ):
        yield None
        return
    with closing(ForkingServer(environment(samples))) as started:
        yield started


@pytest.fixture(scope="session")
def newsgrep(samples: Path, server: ForkingServer | None) -> Callable[..., Ran]:
    """`newsgrep(*arguments, cwd=, stdin=, **variables)`: run the command in pipes."""

    def run(*arguments: str, cwd: Path | None = None, stdin: str | bytes = "", **variables: str) -> Ran:
        where = cwd or samples
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        if server and all(name.startswith(SAME) for name in variables):
            code, out, err = run_forked(server, arguments, where, environment(where, **variables), given)
        else:
            done = subprocess.run(
                [*COMMAND, *arguments],
                cwd=where,
                env=environment(where, **variables),
                input=given,
                capture_output=True,
                check=False,
            )
            code, out, err = done.returncode, done.stdout, done.stderr
        return Ran(code, out.decode("utf-8", "surrogateescape"), err.decode())

    return run


def run_forked(
    server: ForkingServer, arguments: Sequence[str], cwd: Path, variables: Mapping[str, str], stdin: bytes
) -> tuple[int, bytes, bytes]:
    """The code, and what is written to two pipes."""
    (given, feed), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
    server.start(arguments, cwd, variables, (given, stdout, stderr))
    for descriptor in (given, stdout, stderr):
        os.close(descriptor)
    with ThreadPoolExecutor() as threads:
        threads.submit(_write_all, feed, stdin)
        written = [threads.submit(_read_all, descriptor) for descriptor in (out, err)]
        return server.code(), written[0].result(), written[1].result()


def _write_all(descriptor: int, given: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as pipe:
        pipe.write(given)


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
def terminal(samples: Path, server: ForkingServer | None) -> Callable[..., Ran]:
    """`terminal(*arguments, columns=80)`: run the command before a person's eyes."""

    def run(*arguments: str, cwd: Path | None = None, columns: int = 80, **variables: str) -> Ran:
        where = cwd or samples
        ours, theirs = pty.openpty()
        settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), "NEWSGREP_PAGER": "cat", **variables}
        bare = environment(where, **settings)
        if server and all(name.startswith(SAME) for name in variables):
            server.start(arguments, where, bare, (theirs, theirs, theirs))
            ended = server.code
        else:
            ended = subprocess.Popen(
                [*COMMAND, *arguments], cwd=where, env=bare, stdin=theirs, stdout=theirs, stderr=theirs
            ).wait
        os.close(theirs)
        shown = _read_all(ours)
        return Ran(ended(), shown.decode("utf-8", "replace").replace("\r\n", "\n"), "")

    return run


def _read_all(descriptor: int) -> bytes:
    read: list[bytes] = []
    while True:
        try:
            block = os.read(descriptor, 1 << 16)
        except OSError:  # the other side of the terminal has closed
            block = b""
        if not block:
            os.close(descriptor)
            return b"".join(read)
        read.append(block)
