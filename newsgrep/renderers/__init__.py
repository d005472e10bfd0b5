"""Results to text on a stream; one module a format.

A renderer is a function of hits and a stream; `renderer` picks it by the format's name, importing it then.
"""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import NamedTuple, TextIO, TypeAlias

from newsgrep.results import Hit

Render: TypeAlias = Callable[[Iterable[Hit], TextIO], None]
"""Writes the hits to the stream as they come."""


class Screen(NamedTuple):
    """What text is laid out for: a width in columns, colours and links or none."""

    width: int
    color: bool


FORMATS = ("text", "lines", "json", "jsonl", "csv", "tsv", "trec")
"""All of hits, but trec, which is of matches: `render_trec`."""


def renderer(name: str, screen: Screen | None = None, first_number: int = 1) -> Render:
    """The renderer of hits in a format of `FORMATS`. Text alone needs the screen, and numbers its hits."""
    if screen and name == "text":
        from newsgrep.renderers.cards import render_cards  # noqa: PLC0415  Rich is not on a pipe's path

        return partial(render_cards, screen=screen, first_number=first_number)
    module = {"lines": "lines", "json": "jsons", "jsonl": "jsons", "csv": "delimited", "tsv": "delimited"}[
        name
    ]
    render: Render = getattr(import_module(f"newsgrep.renderers.{module}"), f"render_{name}")
    return render
