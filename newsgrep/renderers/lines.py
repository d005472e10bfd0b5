"""A row a line, its cells with tabs between: lines without a header, for pipes, and TSV, which has one."""

from collections.abc import Callable, Iterator
from typing import Any, TextIO, TypeAlias

from newsgrep.renderers import Layout, write_each
from newsgrep.renderers.safety import one_line, path_in_line
from newsgrep.results import Kind, Table

Format: TypeAlias = Callable[[Any], str]

MISSING = "-"
"""What lines have where there is no value."""


def render_lines(table: Table[Any], stream: TextIO, _layout: Layout) -> int:
    """Write the columns that a table shows, but for bars; fractions are rounded."""
    columns = [column for column in table.shown_columns() if column.kind != "bar"]
    cells = [(column.cells(), line_format(column.kind)) for column in columns]
    return write_each(
        (
            "\t".join(
                [MISSING if (value := cell(row)) is None else text(value) or MISSING for cell, text in cells]
            )
            + "\n"
            for row in table.rows
        ),
        stream,
    )


def render_tsv(table: Table[Any], stream: TextIO, _layout: Layout) -> int:
    """Write all columns but those that only JSON or a screen has, under their names; no number is rounded."""
    stream.write("\t".join(column.name for column in table.columns_of_text()) + "\n")
    return write_each(("\t".join(row) + "\n" for row in text_rows(table)), stream)


def text_rows(table: Table[Any]) -> Iterator[list[str]]:
    """The rows of CSV and TSV: nothing for none."""
    cells = [(column.cells(), file_format(column.kind)) for column in table.columns_of_text()]
    for row in table.rows:
        yield ["" if (value := cell(row)) is None else text(value) for cell, text in cells]


def line_format(kind: Kind) -> Format:
    """The function that gives a cell, which is not None, as lines have it."""
    match kind:
        case "share":
            return "{:.6f}".format
        case "fraction":
            return "{:.3f}".format
        case _:
            return file_format(kind)


def file_format(kind: Kind) -> Format:
    """The function that gives a cell, which is not None, as CSV and TSV have it."""
    match kind:
        case "text":
            return one_line
        case "path":
            return path_in_line
        case "list":
            return lambda texts: "; ".join(map(one_line, texts))
        case _:
            return str
