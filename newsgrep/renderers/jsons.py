"""JSON: one list, or an object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import Any, TextIO

from newsgrep.renderers import Layout, write_each
from newsgrep.renderers.safety import escaped_json
from newsgrep.results import Table


def render_json(table: Table[Any], stream: TextIO, _layout: Layout) -> int:
    """Write one list, a row a line, as they come; `[]` for none."""
    return write_list(_objects(table), stream)


def render_jsonl(table: Table[Any], stream: TextIO, _layout: Layout) -> int:
    """Write a row a line, as they come."""
    return write_each((f"{line}\n" for line in _objects(table)), stream)


def write_list(items: Iterable[str], stream: TextIO) -> int:
    """Write one list, an item a line, as they come; `[]` for none. The items are JSON."""
    separators = chain("[", repeat(","))
    written = write_each((f"{next(separators)}\n{item}" for item in items), stream)
    stream.write("\n]\n" if written else "[]\n")
    return written


def to_json(value: object) -> str:
    """A value as JSON on one line, safe to print."""
    return escaped_json(json.dumps(value, ensure_ascii=False))


def as_objects(value: Any) -> Any:  # noqa: ANN401  any value that JSON has
    """A value whose named tuples, however deep they lie, are mappings, which JSON has as objects."""
    if hasattr(value, "_asdict"):
        return as_objects(value._asdict())
    if isinstance(value, Mapping):
        return {name: as_objects(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_objects(item) for item in value]
    return value


def _objects(table: Table[Any]) -> Iterator[str]:
    cells = [(column.name, column.cells()) for column in table.columns if column.kind != "bar"]
    return (to_json({name: cell(row) for name, cell in cells}) for row in table.rows)
