"""`newsgrep export`: whole articles, for other programs and other archives."""

import sys

import click

from newsgrep.cli.manifest_option import manifest_option, write_manifest
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
@manifest_option
@index_option
def command(query: QueryOptions) -> int:
    """Write whole articles, all that match: JSON Lines that `newsgrep index` reads."""
    with open_archive() as archive:
        parsed = query.parse(archive)
        written = render_records(archive.export(parsed), sys.stdout)
        write_manifest(archive, parsed)
        return 0 if written else 1
