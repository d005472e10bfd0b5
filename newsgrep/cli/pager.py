"""The person's pager: what is long is read in it."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import TextIO, cast

from newsgrep.cli.terminal import is_terminal


@contextlib.contextmanager
def pager() -> Iterator[TextIO]:
    """The person's pager on a terminal, else stdout. When it is left, the terminal is the command's again."""
    wanted = os.environ.get("NEWSGREP_PAGER", os.environ.get("PAGER", "less"))
    if not is_terminal(sys.stdout) or not wanted.strip() or wanted == "cat":
        yield sys.stdout
        return
    with _ctrl_c_left_to_the_pager():
        process = _started(wanted)
        try:
            with contextlib.suppress(BrokenPipeError):  # the person has read enough
                yield cast("TextIO", process.stdin) if process else sys.stdout
        finally:
            if process:
                with contextlib.suppress(BrokenPipeError):
                    cast("TextIO", process.stdin).close()
                process.wait()


def _started(wanted: str) -> "subprocess.Popen[str] | None":
    try:
        return subprocess.Popen(  # noqa: S603  the user's own choice
            shlex.split(wanted),
            stdin=subprocess.PIPE,
            env={"LESS": "FRX", **os.environ},
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def _ctrl_c_left_to_the_pager() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal: the pager knows what to do, and the command must outlive it."""
    # A handler that does nothing, for a signal that is ignored would stay so in the pager.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
