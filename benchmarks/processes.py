"""Whole commands, measured: wall time, time of the processor, the first line's time, the peak memory of the largest process."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cache import CACHE, PROJECT

_LAUNCHER = Path(__file__).with_name("launch.py")
_DROPPED = (
    "NEWSGREP_INDEX",
    "NEWSGREP_PAGER",
    "NEWSGREP_TODAY",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "PYTHONDONTWRITEBYTECODE",
)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds, bytes, and how much was printed. `first_line` is None where there was none.

    `cpu` is the time of the processor, of the command and of all that it waited for.
    """

    seconds: float
    cpu: float
    first_line: float | None
    lines: int
    peak: int


def newsgrep() -> str:
    """The installed command."""
    return shutil.which("newsgrep", path=str(Path(sys.executable).parent)) or "newsgrep"


def environment(tree: Path = PROJECT) -> dict[str, str]:
    """Variables under which every command runs, peers' too: no one's settings, a tree's newsgrep, this checkout's benchmarks."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | {
        "PYTHONPATH": f"{tree}{os.pathsep}{PROJECT}",
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "PAGER": "cat",  # which newsgrep does not start; another would wait for a key
        "XDG_CONFIG_HOME": str(CACHE / "no-config"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }


def run(command: Sequence[str], *, terminal: bool = False, cwd: Path = PROJECT, tree: Path = PROJECT) -> Took:
    """Run a command to its end, everything it prints being read; newsgrep is a tree's. Raises CalledProcessError."""
    launch = [sys.executable, "-I", "-S", str(_LAUNCHER), "terminal" if terminal else "pipe", *command]
    done = subprocess.run(
        launch, cwd=cwd, env=environment(tree), stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    took = json.loads(done.stdout)
    if took.pop("code"):
        sys.stderr.buffer.write(done.stderr)
        raise subprocess.CalledProcessError(1, list(command))
    return Took(**took)
