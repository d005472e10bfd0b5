"""`newsgrep search`: find articles by words and dates."""

from typing import Any

import click

from newsgrep.archive import Archive
from newsgrep.cli.hit_options import Wanted, hit_options, note_past_the_end, print_hits, wanted_hits
from newsgrep.cli.manifest_option import manifest_option, write_manifest
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option
from newsgrep.cli.query_options import ManyQueries, QueryCommand, many_queries_options
from newsgrep.results import Order


def _complete_field(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from newsgrep.facets import FACETS  # noqa: PLC0415  only for a shell

    return [name for name in FACETS if name.startswith(incomplete)]


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
    help="The order: best first, oldest first (date), newest first (-date), by id, or at random.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Draw the order of --sort random from N, the same for everyone; from 0 without it.",
)
@click.option(
    "--each",
    metavar="FIELD",
    shell_complete=_complete_field,
    help="Print of each value of a field, or of each period, the first article in the order: source, author, section, tag, lang, month, ...",
)
@click.option(
    "--fold",
    is_flag=True,
    help="Of near copies print only the earliest, and how many stand behind it.",
)
@hit_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code is 0 if something was found.")
@click.option(
    "--explain",
    is_flag=True,
    help="Say on stderr how the query is understood, and how many articles match each part.",
)
@manifest_option
@index_option
def command(queries: ManyQueries, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find articles by words, phrases, fields and dates; several arguments are one query."""
    query = queries.any
    wanted = wanted_hits(options, null=query.null, reads_list=query.within is not None)
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
        write_manifest(archive, parsed)
        return 0 if archive.count(parsed) else 1
    total, written = print_hits(archive, query, parsed, wanted)
    write_manifest(archive, parsed)
    if written and parsed.is_clear:
        return 0
    from newsgrep.cli.notes import note_meaning, note_nothing_found  # noqa: PLC0415  as seldom

    note_meaning(archive, parsed)
    if written:
        return 0
    if not total and wanted.name != "count":
        note_nothing_found(archive, query, parsed)
    elif wanted.offset >= total > 0:
        note_past_the_end(wanted, total)
    return 0 if wanted.offset < total else 1
