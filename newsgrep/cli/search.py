"""`newsgrep search`: find articles by words and dates."""

import sys
from typing import Any

import click

from newsgrep.archive import CONTEXT, Archive, Query
from newsgrep.cli.formats import chosen_format, format_option, layout_for
from newsgrep.cli.many_queries import ManyQueries, many_queries_options
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import Count, color_option, index_option, pager_option
from newsgrep.cli.query_options import QueryCommand, QueryOptions
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wanted import Wanted
from newsgrep.errors import UsageError
from newsgrep.renderers import FORMATS, Layout, renderer
from newsgrep.results import Order

_NAMES = {"files", "ids"}


def _one_word(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and value.split() != [value]:
        raise UsageError(f'--topic takes one word, without spaces, not "{value}"')
    return value


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep search 'tariffs'
  newsgrep search 'title:carney OR "not for sale"' --json
  newsgrep search 'tariff* NOT canada' --since 2025-04 --until 2025-05-06
  newsgrep search -c -e 'crude oil' -e 'tariff*'

The query language is described in docs/query.md: "a phrase", OR, NOT, word*, word~, NEAR/5,
title:x, source:x, date:2025-05.
""",
)
@many_queries_options
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default="relevance",
    show_default=True,
    help="The order: best first, oldest first (date), newest first (-date), or by id.",
)
@click.option(
    "-n",
    "-m",
    "--limit",
    type=Count(min=0),
    metavar="N",
    help="Print at most N articles; with -l at most N paths.",
)
@click.option("--offset", type=Count(min=0), default=0, metavar="N", help="Leave out the first N articles.")
@click.option(
    "-C",
    "--context",
    type=Count(min=1),
    default=CONTEXT,
    metavar="WORDS",
    help=f"The length of excerpts in words; {CONTEXT} without it.",
)
@format_option(
    "--format",
    type=click.Choice(FORMATS),
    help="The output format: text on a terminal, lines in a pipe; docs/formats.md describes all.",
)
@click.option(
    "--topic",
    metavar="ID",
    callback=_one_word,
    help="What --format trec calls the query; 1 without it. Several queries are called by their labels.",
)
@format_option(
    "--compact",
    format="compact",
    help="Print a line for each article: date, source, title and path, cut to the screen's width.",
)
@format_option("--json", format="json", help="Print the articles as one JSON list.")
@format_option("--jsonl", format="jsonl", help="Print an article as a JSON object on each line.")
@format_option("--csv", format="csv", help="Print CSV with a header.")
@format_option(
    "-l",
    "--files-with-matches",
    format="files",
    help="Print only the paths of files, each once. A file of many articles, such as a .jsonl or .zip, counts as one and is not all matches; --ids names articles.",
)
@format_option("--ids", format="ids", help="Print only the ids of articles.")
@format_option("-c", "--count", format="count", help="Print only how many articles match.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code is 0 if something was found.")
@click.option(
    "--explain",
    is_flag=True,
    help="Say on stderr how the query is understood, and how many articles match each part.",
)
@color_option
@pager_option
@index_option
def command(queries: ManyQueries, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find articles by words, phrases, fields and dates; several arguments are one query."""
    wanted = Wanted(name := chosen_format() or _default_format(), _layout(name, queries, options), options)
    if not queries.labelled:
        with open_archive() as archive:
            return _search_one(archive, queries, wanted, options)
    from newsgrep.cli.many_searches import check_labels, search_many  # noqa: PLC0415  most searches have one query

    check_labels(queries, wanted, options["topic"])
    with open_archive() as archive:
        return search_many(archive, queries, wanted, explained=options["explain"], quiet=options["quiet"])


def _search_one(archive: Archive, queries: ManyQueries, wanted: Wanted, options: dict[str, Any]) -> int:
    query = queries.any
    parsed = query.parse(archive)
    if options["explain"]:
        from newsgrep.cli.notes import explain  # noqa: PLC0415  seldom needed

        explain(archive, parsed)
    if options["quiet"]:
        return 0 if archive.count(parsed) else 1
    total, written = _print_hits(archive, query, parsed, wanted)
    if written and parsed.is_clear:
        return 0
    from newsgrep.cli.notes import note_meaning, note_nothing_found  # noqa: PLC0415  as seldom

    note_meaning(archive, parsed)
    if written:
        return 0
    if not total and wanted.name != "count":
        note_nothing_found(archive, query, parsed)
    elif wanted.offset >= total > 0:
        unit = "files" if wanted.name == "files" else "articles"
        print_message(f"nothing found: --offset {wanted.offset} is past the end of {total} {unit}")
    return 0 if wanted.offset < total else 1


def _print_hits(archive: Archive, query: QueryOptions, parsed: Query, wanted: Wanted) -> tuple[int, int]:
    """Print the hits; gives how many there are, or at least are printed, and how many are printed."""
    if wanted.on_screen:
        from newsgrep.cli.screen import print_screen  # noqa: PLC0415  on a terminal only

        return print_screen(archive, query, parsed, wanted)
    results = wanted.find(archive, parsed)
    written = renderer(wanted.name)(results, sys.stdout, wanted.layout)
    return written or results.total, written


def _default_format() -> str:
    """Lines for a program; for a person cards, or a line a hit if the user's settings say so."""
    if not is_terminal(sys.stdout):
        return "lines"
    from newsgrep.home import load_user_setting  # noqa: PLC0415  on a terminal only

    return "compact" if load_user_setting("compact", bool, "true or false") else "text"


def _layout(name: str, queries: ManyQueries, options: dict[str, Any]) -> Layout:
    query = queries.any
    if query.null and query.within is None and name not in _NAMES:
        raise UsageError("-0 goes with -l, --ids or --within")
    return layout_for(name, options["color"])._replace(
        is_terminal=is_terminal(sys.stdout) and not query.null,
        end="\0" if query.null else "\n",
        first_number=options["offset"] + 1,
        topic=options["topic"] or "1",
    )
