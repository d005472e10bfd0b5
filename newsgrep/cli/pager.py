"""The user's pager, for what is longer than the screen, as git has it."""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast

from newsgrep.cli.options import pager_wanted
from newsgrep.cli.terminal import is_terminal

_LESS_WITH_LINKS = 566


@contextlib.contextmanager
def pager() -> Iterator[TextIO]:
    """The input of the user's pager on a terminal, else stdout. On leaving, waits until the pager has ended.

    Nothing is paged with --no-pager, nor on a terminal that cannot move its cursor.
    """
    wanted = _pager_command()
    if not wanted:
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


def shows_links() -> bool:
    """Whether hyperlinks come through on stdout. Old versions of less show their escape sequences instead."""
    wanted = _pager_command()
    if not wanted or Path(wanted[0]).name != "less":
        return True
    try:
        said = subprocess.run([wanted[0], "--version"], capture_output=True, text=True, check=False)  # noqa: S603  the user's own choice
    except OSError:
        return True
    version = re.match(r"less (\d+)", said.stdout)
    return version is None or int(version[1]) >= _LESS_WITH_LINKS


def _pager_command() -> list[str]:
    """The words of the pager's command; empty where nothing is paged."""
    can_page = pager_wanted() and is_terminal(sys.stdout) and os.environ.get("TERM", "dumb") != "dumb"
    wanted = os.environ.get("NEWSGREP_PAGER", os.environ.get("PAGER", "less")).strip()
    if not can_page or wanted == "cat":
        return []
    try:
        return shlex.split(wanted)
    except ValueError:  # a quotation mark without its other
        return []


def _started(wanted: list[str]) -> "subprocess.Popen[str] | None":
    try:
        return subprocess.Popen(  # noqa: S603  the user's own choice
            wanted,
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
