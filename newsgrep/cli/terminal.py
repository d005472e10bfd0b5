"""The streams a command talks to: what they are, and what is said to the person behind them."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

import click

from newsgrep.renderers import Screen
from newsgrep.renderers.safety import visible


def say(message: str) -> None:
    """Tell the person something: a line on stderr."""
    click.echo(f"newsgrep: {visible(' '.join(message.splitlines()))}", err=True, color=True)


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person looks at it."""
    return stream.isatty()


def use_color(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Decide on colours: what the command says, then NO_COLOR, FORCE_COLOR, CLICOLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") != "0" or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return is_terminal(stream) and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def width() -> int:
    """The columns that stdout is laid out for: COLUMNS, else the terminal's, else 80."""
    import shutil  # noqa: PLC0415  only for a person

    return shutil.get_terminal_size((80, 24)).columns


def screen(color: str) -> Screen:
    """What stdout is laid out for."""
    return Screen(width(), use_color(color, sys.stdout, os.environ))
