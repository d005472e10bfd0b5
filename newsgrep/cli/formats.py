"""The output formats of tables, and the printing of tables in them."""

import sys
from typing import Any

import click

from newsgrep.cli.format_option import chosen_format, format_option
from newsgrep.cli.options import Command, pager_option
from newsgrep.cli.terminal import is_terminal, text_layout
from newsgrep.renderers import TABLE_FORMATS, Layout, table_renderer
from newsgrep.results import Table

FOR_A_PERSON = {"text", "compact"}
"""The formats that are laid out for a screen."""


def table_format_options(command: Command) -> Command:
    """Give a command that prints a table the options that choose its format."""
    for option in (
        pager_option,
        format_option("--csv", format="csv", help="Print CSV with a header."),
        format_option("--jsonl", format="jsonl", help="Print a JSON object on each line."),
        format_option("--json", format="json", help="Print one JSON list."),
        format_option(
            "--format",
            type=click.Choice(TABLE_FORMATS),
            help="The output format: text on a terminal, lines in a pipe.",
        ),
    ):
        command = option(command)
    return command


def chosen_or_default_format() -> str:
    """The output format: that which is chosen, else text for a person, and lines for a program."""
    return chosen_format() or ("text" if is_terminal(sys.stdout) else "lines")


def layout_for(format: str, color: str = "auto") -> Layout:  # noqa: A002  as users call it
    """The layout of results on stdout in an output format; `color` is the value of --color."""
    return text_layout(color) if format in FOR_A_PERSON else Layout()


def print_table(table: Table[Any]) -> int:
    """Print a table in the output format, through the pager if it is for a person; gives the number of its rows."""
    name = chosen_or_default_format()
    if name != "text":
        return table_renderer(name)(table, sys.stdout, layout_for(name))
    from newsgrep.cli.pager import pager  # noqa: PLC0415  only for a person

    rows = list(table.rows)
    if rows:
        with pager() as out:
            table_renderer(name)(Table(table.columns, rows, table.shown), out, layout_for(name))
    return len(rows)
