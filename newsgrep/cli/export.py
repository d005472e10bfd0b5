"""`newsgrep export`: whole articles, for other programs and other archives."""

import sys

import click

from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option
from newsgrep.cli.query_options import QueryCommand, QueryOptions, query_options
from newsgrep.renderers.exports import render_records


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep export 'tariffs' > tariffs.jsonl
  newsgrep export 'source:reuters' --since 2025-04 | newsgrep index - --as reuters
""",
)
@query_options
@index_option
def command(query: QueryOptions) -> int:
    """Write whole articles, all that match: JSON Lines that `newsgrep index` reads."""
    with open_archive() as archive:
        written = render_records(archive.export(query.parse(archive)), sys.stdout)
        return 0 if written else 1
