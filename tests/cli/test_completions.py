"""Completions, as shells ask for them."""

import os
import pty
import select
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import NEVER, environment

Run: TypeAlias = Callable[..., Any]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_completions(newsgrep: Run, shell_name: str) -> None:
    assert "_NEWSGREP_COMPLETE" in newsgrep("completions", shell_name).out


def test_completing(newsgrep: Run) -> None:
    completed = newsgrep(_NEWSGREP_COMPLETE="bash_complete", COMP_WORDS="newsgrep sea", COMP_CWORD="1")
    assert completed.out == "plain,search\n"


@pytest.mark.parametrize(
    "line", ["show see", "show x see", "forget see", "open see", "--index see", "search --within see"]
)
def test_paths_are_completed_as_files(newsgrep: Run, line: str) -> None:
    words = f"newsgrep {line}"
    last = str(len(words.split()) - 1)
    for shell_name, place, said in (
        ("bash", last, "file,see\n"),
        ("zsh", last, "file\nsee\n_\n"),
        ("fish", "see", "file,see\n"),
    ):
        completed = newsgrep(_NEWSGREP_COMPLETE=f"{shell_name}_complete", COMP_WORDS=words, COMP_CWORD=place)
        assert completed.out == said, shell_name


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_verbs_and_paths(samples: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["bash", "--norc", "-i"],
        cwd=samples,
        env=environment(samples, TERM="dumb", PS1="$ "),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown = b""

        def until(text: bytes) -> None:
            nonlocal shown
            while text not in shown and select.select([ours], [], [], NEVER)[0]:
                shown += os.read(ours, 1 << 16)
            assert text in shown

        os.write(ours, b'eval "$(newsgrep completions bash)"; echo REA""DY\n')
        until(b"READY")
        os.write(ours, b"newsgrep sho\tsee\t2025-05-06-car\t")
        until(b"show seeds/2025-05-06-carney-trump-oval-office.txt")
        process.kill()
    os.close(ours)
