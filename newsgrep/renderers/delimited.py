"""CSV: a header, then a row of a table a row, as RFC 4180 has them, but for line ends, which are LF."""

import csv
from typing import Any, TextIO

from newsgrep.renderers import Layout
from newsgrep.renderers.lines import text_rows
from newsgrep.results import Table


def render_csv(table: Table[Any], stream: TextIO, _layout: Layout) -> int:
    """Write all columns but those that only JSON or a screen has; no number is rounded."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns_of_text()])
    written = 0
    for row in text_rows(table):
        writer.writerow(row)
        written += 1
    return written
