"""`newsgrep timeline`: how many articles match, of how many, by periods."""

import click

from newsgrep.cli.counting import CountOptions, count_options, print_counts
from newsgrep.cli.query_options import ManyQueries, QueryCommand
from newsgrep.facets import Period


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep timeline 'tariffs'
  newsgrep timeline -e 'tariffs' -e 'carney' --by month
  newsgrep timeline 'tariff* NOT canada' --since 2025-04 --by week --csv
""",
)
@count_options
@click.option(
    "--by",
    type=click.Choice([period.value for period in Period]),
    help="The length of a period; without it the shortest one that makes at most 40 rows.",
)
def command(queries: ManyQueries, options: CountOptions, *, by: str | None) -> int:
    """Show how many articles match, of how many, from the first day to the last."""
    return print_counts(queries, by and (by,), options)
