"""A command that is forked does as one that a shell starts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import COMMAND, environment, run_forked
from forked_commands import ForkingServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every command is started")


@pytest.fixture(scope="module")
def forking(samples: Path) -> Iterator[ForkingServer]:
    with closing(ForkingServer(environment(samples))) as server:
        yield server


@pytest.mark.parametrize(
    ("arguments", "stdin", "variables"),
    [
        (["search", "tariffs"], b"", {}),
        (["search", "--json", "-n", "2", "*"], b"", {"NEWSGREP_TODAY": "2024-01-01"}),
        (["search", "oil ("], b"", {}),
        (["nonsense"], b"", {}),
        (["search", "--help"], b"", {"COLUMNS": "50"}),
        (["search", "-f", "-"], b"tariff*\n" * 20_000, {}),
        (["show", os.fsdecode(b"caf\xe9.txt")], b"", {}),
        (["index", "--jobs", "2", "--dry-run", "seeds"], b"", {}),
    ],
)
def test_its_code_and_what_it_writes_are_the_same(
    forking: ForkingServer, samples: Path, arguments: list[str], stdin: bytes, variables: dict[str, str]
) -> None:
    variables = environment(samples, **variables)
    started = subprocess.run(
        [*COMMAND, *arguments], cwd=samples, env=variables, input=stdin, capture_output=True, check=False
    )
    assert started.stdout + started.stderr
    assert run_forked(forking, arguments, samples, variables, stdin) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )


def test_one_command_leaves_nothing_to_the_next(
    forking: ForkingServer, samples: Path, tmp_path: Path
) -> None:
    other = environment(tmp_path, NEWSGREP_TODAY="2020-01-01")
    assert run_forked(forking, ["search", "tariffs"], tmp_path, other, b"")[0] == 2
    assert run_forked(forking, ["search", "tariffs"], samples, environment(samples), b"")[0] == 0
