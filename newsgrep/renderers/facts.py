"""Facts, one a line: name, value, and a command that shows more."""

from collections.abc import Iterable
from typing import NamedTuple, TextIO

_LEAST_NAME = 12
_LEAST_VALUE = 7
"""Columns, so that commands stand below each other."""


class Fact(NamedTuple):
    """A fact on a line of its own: its name, its value as text, and a command that shows more of it."""

    name: str
    value: str
    command: str = ""


def render_facts(facts: Iterable[Fact], stream: TextIO) -> None:
    """Write facts, their values below each other; a value may have several lines."""
    listed = list(facts)
    width = max((len(fact.name) for fact in listed), default=0)
    margin = max(width, _LEAST_NAME) + 1
    for name, value, command in listed:
        first, *rest = f"{value:<{_LEAST_VALUE}} {command}".rstrip().split("\n")
        stream.write(f"{name:<{margin}}{first}\n")
        stream.writelines(f"{'':<{margin}}{line}\n" for line in rest)
