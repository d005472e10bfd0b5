"""CSV and TSV: a header, then a hit a row, with the fields of `fields.py` but for the spans."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from newsgrep.renderers.fields import NAMES, fields_of
from newsgrep.renderers.safety import one_line, path_in_line
from newsgrep.results import Hit

_NAMES = tuple(name for name in NAMES if name != "spans")
_PATHS = {"path", "location"}


def render_csv(hits: Iterable[Hit], stream: TextIO) -> None:
    """Write rows as RFC 4180 has them, but for line ends, which are LF."""
    csv.writer(stream, lineterminator="\n").writerows(_rows(hits))


def render_tsv(hits: Iterable[Hit], stream: TextIO) -> None:
    """Write rows with tabs between; no value holds one."""
    stream.writelines("\t".join(row) + "\n" for row in _rows(hits))


def _rows(hits: Iterable[Hit]) -> Iterator[list[str]]:
    yield list(_NAMES)
    for hit in hits:
        fields = fields_of(hit)
        yield [_cell(name, fields[name]) for name in _NAMES]


def _cell(name: str, value: Any) -> str:  # noqa: ANN401  whatever a field holds
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(one_line, value))
    return path_in_line(value) if name in _PATHS else one_line(str(value))
