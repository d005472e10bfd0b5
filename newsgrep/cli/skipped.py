"""`newsgrep skipped`: which files are not indexed, and why."""

import click

from newsgrep.archive import Archive
from newsgrep.cli.formats import print_table, table_format_options
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option
from newsgrep.cli.plan import place
from newsgrep.cli.terminal import print_message
from newsgrep.index_report import Skipped
from newsgrep.results import Column, Table


@click.command(
    epilog="""\b
Examples:
  newsgrep skipped
  newsgrep skipped | cut -f2 | sort | uniq -c
""",
)
@table_format_options
@index_option
def command() -> int:
    """List the files, and parts of files, that are not indexed, each with its reason and the reader that met it."""
    with open_archive() as archive:
        if print_table(_table(archive)):
            return 0
    print_message("nothing was skipped")
    return 1


def _table(archive: Archive) -> Table[Skipped]:
    columns: tuple[Column[Skipped], ...] = (
        Column("path", "path", lambda part: archive.relative_to_here(part.path)),
        Column("reason"),
        Column("reader", optional=True),
        Column("key", "path"),
        Column("location", "path", lambda part: place(part, archive.relative_to_here)),
    )
    return Table(columns, archive.skipped(), ("location", "reason", "reader"))
