"""JSON: one list, or an object a line."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from newsgrep.renderers.fields import fields_of
from newsgrep.renderers.safety import escaped_json
from newsgrep.results import Hit


def render_json(hits: Iterable[Hit], stream: TextIO) -> None:
    """Write one list, its elements as they come; `[]` for none."""
    write_list((fields_of(hit) for hit in hits), stream)


def render_jsonl(hits: Iterable[Hit], stream: TextIO) -> None:
    """Write an object a line, as they come."""
    stream.writelines(to_json(fields_of(hit)) + "\n" for hit in hits)


def write_list(values: Iterable[Any], stream: TextIO) -> None:
    """Write values as one list, an element a line."""
    separator = "["
    for value in values:
        stream.write(f"{separator}\n{to_json(value)}")
        separator = ","
    stream.write("[]\n" if separator == "[" else "\n]\n")


def to_json(value: Any) -> str:  # noqa: ANN401  any value JSON has
    """A value as JSON on one line, safe to print."""
    return escaped_json(json.dumps(value, ensure_ascii=False))
