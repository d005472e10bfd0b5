"""`newsgrep kwic`: every place where the query's words stand, with the words around it."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.format_option import format_option
from newsgrep.cli.formats import chosen_or_default_format, layout_for, table_format_options
from newsgrep.cli.notes import note_meaning, note_query
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import Count, color_option, index_option
from newsgrep.cli.query_options import QueryCommand, QueryOptions, query_options
from newsgrep.cli.terminal import print_message
from newsgrep.errors import UsageError
from newsgrep.renderers import table_renderer
from newsgrep.reports.kwic import KwicLine, KwicOrder
from newsgrep.results import Column, Table

COLUMNS: tuple[Column[KwicLine], ...] = (
    Column("id", "path"),
    Column("location", "path"),
    Column("date", "date"),
    Column("source"),
    Column("field"),
    Column("left"),
    Column("match"),
    Column("right"),
    Column("start", "count"),
    Column("end", "count"),
)
_SHOWN = ("date", "location", "left", "match", "right")
_WORDS = 10
_NO_WORDS = "nothing to show: the query finds articles, but no word of it stands in their headlines and texts"


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep kwic 'tariffs'
  newsgrep kwic 'trade war' --any --sort left
  newsgrep kwic 'tariff*' -C 4 --sort random --seed 1 -n 50
  newsgrep kwic 'carney' -A 1 | cut -f5 | sort | uniq -c | sort -rn | head
""",
)
@query_options
@click.option(
    "--sort",
    type=click.Choice([order.value for order in KwicOrder]),
    default="date",
    show_default=True,
    help="The order: oldest first (date), by the words before the match from it backwards (left), by those behind it (right), or random.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Draw the order of --sort random from N, the same for everyone; from 0 without it.",
)
@click.option("-n", "-m", "--limit", type=Count(min=0), metavar="N", help="Print at most N lines.")
@click.option(
    "-A", "--after-context", "after", type=Count(min=0), metavar="WORDS", help="Words after a match."
)
@click.option("-B", "--before-context", "before", type=Count(min=0), metavar="WORDS", help="Words before it.")
@click.option(
    "-C",
    "--context",
    type=Count(min=0),
    default=_WORDS,
    metavar="WORDS",
    help=f"Words before a match and after it; {_WORDS} without it.",
)
@format_option("-c", "--count", format="count", help="Print only how many lines there are.")
@table_format_options
@color_option
@index_option
def command(query: QueryOptions, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print each occurrence of the query's words on a line, with the words around it."""
    name = chosen_or_default_format()
    if options["seed"] is not None and options["sort"] != KwicOrder.RANDOM:
        raise UsageError("--seed goes with --sort random")
    with open_archive() as archive:
        parsed = query.parse(archive)
        if name == "count":
            lines, _ = archive.occurrences(parsed)
            sys.stdout.write(f"{lines}\n")
            note_meaning(archive, parsed)
            return 0 if lines else 1
        printed = _print_lines(archive, parsed, name, options)
        matching = 0 if printed else archive.count(parsed)
        note_query(archive, query, parsed, found=printed or matching)
        if matching and options["limit"] != 0:
            print_message(_NO_WORDS)
        return 0 if printed or (matching and options["limit"] == 0) else 1


def _find(archive: Archive, parsed: Query, options: dict[str, Any], limit: int | None) -> Iterator[KwicLine]:
    context = options["context"]
    return archive.kwic(
        parsed,
        context if options["before"] is None else options["before"],
        context if options["after"] is None else options["after"],
        options["sort"],
        seed=options["seed"] or 0,
        limit=limit,
    )


def _print_lines(archive: Archive, parsed: Query, name: str, options: dict[str, Any]) -> bool:
    """Print the lines in the format of a name, on a screen the first ones; gives whether there are any."""
    limit = options["limit"]
    layout = layout_for(name, options["color"])
    if name != "text":
        table = Table(COLUMNS, _find(archive, parsed, options, limit), _SHOWN)
        return table_renderer(name)(table, sys.stdout, layout) > 0
    if not layout.is_terminal:
        from newsgrep.renderers.concordance import render_concordance  # noqa: PLC0415  only for a person

        return render_concordance(_find(archive, parsed, options, limit), sys.stdout, layout) > 0
    from newsgrep.cli.kwic_screen import LINES_ON_A_SCREEN, print_screen  # noqa: PLC0415  on a terminal only

    lines = _find(archive, parsed, options, LINES_ON_A_SCREEN if limit is None else limit)
    return print_screen(archive, parsed, lines, layout)
