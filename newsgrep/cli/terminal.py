"""The streams a command talks to: what they are, and what is said to the person behind them."""

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TextIO

import click

from newsgrep.renderers import Screen
from newsgrep.renderers.safety import visible

_NARROWEST = 2
"""Columns; some characters are as wide."""


def say(message: str) -> None:
    """Tell the person something: a line on stderr."""
    write_error(f"newsgrep: {' '.join(message.splitlines())}")


def write_error(text: str) -> None:
    """Write lines to stderr, safe to print; where it takes none, nobody can be told, and the command goes on."""
    with contextlib.suppress(OSError):
        click.echo(visible(text), err=True, color=True)


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

    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def screen(color: str) -> Screen:
    """What stdout is laid out for."""
    return Screen(width(), use_color(color, sys.stdout, os.environ))
