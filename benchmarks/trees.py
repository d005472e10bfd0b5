"""The code that is measured: this checkout's, and beside it that of an earlier commit, if BENCH_BEFORE names one."""

import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from benchmarks.cache import PROJECT, entry

BEFORE = ", before"
"""Ends the names of what the earlier code has done."""


@cache
def trees() -> Mapping[str, Path]:
    """The folders that hold the package, by what is added to the names of what its code does: nothing for this checkout's."""
    commit = os.environ.get("BENCH_BEFORE")
    return {"": PROJECT} | ({BEFORE: entry("before", _hash_of(commit), _check_out)} if commit else {})


def before() -> str | None:
    """The earlier commit, as git shortens it."""
    commit = os.environ.get("BENCH_BEFORE")
    return _hash_of(commit) if commit else None


def _hash_of(commit: str) -> str:
    return _git("rev-parse", "--short", f"{commit}^{{commit}}").decode().strip()


def _check_out(folder: Path) -> None:
    packed = _git("archive", os.environ["BENCH_BEFORE"], "newsgrep")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(PROJECT), *arguments], check=True, capture_output=True).stdout
