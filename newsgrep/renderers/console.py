"""Rich on a stream, and the styles of what it shows: one look for all that a person reads."""

from typing import TextIO

from rich.console import Console

from newsgrep.renderers import Layout

MATCH, TITLE, DATE, PATH, QUIET, BAR = "bold red", "bold", "green", "magenta", "dim", "magenta"
WIDEST_TEXT = 120
"""Columns; longer lines of text are hard to read."""


class _Console(Console):
    """Rich's console, but the end of what it writes to is an error like others: it would end the process with 1."""

    def on_broken_pipe(self) -> None:
        """Let the caller decide."""
        raise BrokenPipeError


def console(stream: TextIO, layout: Layout) -> Console:
    """A console that prints to the stream as the layout says, whatever the environment."""
    return _Console(
        file=stream,
        width=layout.width,
        color_system="standard" if layout.color else None,
        force_terminal=layout.color,
        no_color=not layout.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
