"""The streams that a command writes to: what they are, how wide, and in which colours."""

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from newsgrep.renderers import Layout


_NARROWEST = 2
"""Columns, which the widest characters take."""


def print_message(message: str) -> None:
    """Print a line for the user on stderr: a note, a warning, an error."""
    print_on_stderr(f"newsgrep: {' '.join(message.splitlines())}")


def print_on_stderr(text: str) -> None:
    """Print lines on stderr, made safe. An error in that is passed over: there is no place left to report it."""
    from newsgrep.renderers.safety import visible  # noqa: PLC0415  few commands say anything

    with contextlib.suppress(OSError):
        click.echo(visible(text), err=True, color=True)


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal, and a person reads it."""
    return stream.isatty()


def use_color(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Decide on colours: by the option, then NO_COLOR, FORCE_COLOR, CLICOLOR, then by the terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") != "0" or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return is_terminal(stream) and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def text_layout(color: str) -> "Layout":
    """The layout of text on stdout: as wide as COLUMNS, else as the terminal, else 80; `color` is the value of --color."""
    import shutil  # noqa: PLC0415  only for a person

    from newsgrep.renderers import Layout  # noqa: PLC0415  `newsgrep index` renders nothing

    width = shutil.get_terminal_size((80, 24)).columns
    return Layout(
        max(_NARROWEST, width), use_color(color, sys.stdout, os.environ), is_terminal=is_terminal(sys.stdout)
    )
