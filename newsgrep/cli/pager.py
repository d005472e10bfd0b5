"""The user's pager, for what is longer than the screen, as git has it."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import TextIO, cast

from newsgrep.cli.options import pager_wanted
from newsgrep.cli.terminal import is_terminal


@contextlib.contextmanager
def pager() -> Iterator[TextIO]:
    """The input of the user's pager on a terminal, else stdout. On leaving, waits until the pager has ended.

    Nothing is paged with --no-pager, nor on a terminal that cannot move its cursor.
    """
    wanted = os.environ.get("NEWSGREP_PAGER", os.environ.get("PAGER", "less"))
    can_page = pager_wanted() and is_terminal(sys.stdout) and os.environ.get("TERM", "dumb") != "dumb"
    if not can_page or wanted.strip() in {"", "cat"}:
        yield sys.stdout
        return
    with _interrupts_ignored():
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
            env={"LESS": "FRX", "LV": "-c", **os.environ},
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal, and is for the pager alone, which this process must outlive."""
    # A handler that does nothing: the pager would inherit an ignored signal.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
