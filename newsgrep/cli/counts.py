"""`newsgrep counts`: how many articles match, of how many, by periods and values of fields."""

import click

from newsgrep.cli.counting import CountOptions, count_options, print_counts
from newsgrep.cli.query_options import ManyQueries, QueryCommand
from newsgrep.facets import FACETS


def _complete(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{facet}" for facet in FACETS if facet.startswith(last)]


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep counts 'tariffs' --by source
  newsgrep counts 'tariffs' --by month,tag --csv
  newsgrep counts -e 'tariffs' -e 'carney' --by source --of 'canada'
""",
)
@count_options
@click.option(
    "--by",
    required=True,
    metavar="FACET[,FACET]",
    shell_complete=_complete,
    help=f"What to count by, at most one of them a period: {', '.join(FACETS)}.",
)
def command(queries: ManyQueries, options: CountOptions, *, by: str) -> int:
    """Count how many articles match, of how many, by periods, sources, authors, tags and the like."""
    return print_counts(queries, by.split(","), options)
