"""`newsgrep dups`: who printed whose text."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.formats import chosen_or_default_format, print_table, table_format_options
from newsgrep.cli.html_option import html_file, html_option, links_from, write_page
from newsgrep.cli.notes import note_query
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import color_option, days_of, index_option
from newsgrep.cli.progress import article_bar
from newsgrep.cli.query_options import QueryCommand, QueryOptions, query_options_but_lists
from newsgrep.cli.terminal import print_message, text_layout
from newsgrep.cli.wording import counted
from newsgrep.errors import UsageError
from newsgrep.results import Column, Table

if TYPE_CHECKING:
    from newsgrep.reports.dups import Cluster, Copy

_COLUMNS: tuple[Column["_Row"], ...] = (
    Column("first", "path"),
    Column("similarity", "fraction", "copy.similarity"),
    Column("contained", "fraction", "copy.contained"),
    Column("date", "date", lambda row: row.copy.date and str(row.copy.date)),
    Column("location", "path"),
    Column("title", "text", "copy.title"),
)
_PAIR_COLUMNS: tuple[Column[Any], ...] = (
    Column("id", "path"),
    Column("copy", "path"),
    Column("similarity", "fraction"),
    Column("contained", "fraction"),
    Column("days", "count"),
)


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep dups
  newsgrep dups 'tariffs' --cut --across
  newsgrep dups --pairs --within 3d --csv > pairs.csv
""",
)
@query_options_but_lists
@click.option(
    "--at",
    type=click.FloatRange(0.5, 1),
    default=0.8,
    show_default=True,
    metavar="PART",
    help="The least part of two texts' runs of five words that both must have, from .5 to 1.",
)
@click.option(
    "--cut",
    is_flag=True,
    help="Find shortened copies too: nine tenths of the shorter text, of 50 such runs or more, is in the longer.",
)
@click.option(
    "--within",
    "within_days",
    callback=days_of,
    metavar="DAYS",
    help="Only copies with dates at most so far apart, as 3d.",
)
@click.option("--across", is_flag=True, help="Only copies of different sources.")
@click.option("--pairs", is_flag=True, help="Print all pairs of copies, not clusters.")
@html_option
@table_format_options
@color_option
@index_option
def command(query: QueryOptions, *, pairs: bool, color: str, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find near copies among the articles that match, or among all: who printed whose text, and when."""
    if pairs and html_file():
        raise UsageError("--html draws clusters, and no --pairs; give one of them")
    with open_archive() as archive:
        parsed = None if query.is_empty else query.parse(archive)
        with article_bar(sys.stderr) as progress:
            find = archive.dup_pairs if pairs else archive.dups
            found: Any = find(parsed, progress=progress, **options)
        if pairs:
            printed = print_table(Table(_PAIR_COLUMNS, found))
        elif file := html_file():
            printed = _write_page(file, archive, parsed, found, options)
        else:
            printed = _print_clusters(archive, found, color)
        _note(archive, query, parsed, printed)
        return 0 if printed else 1


class _Row(NamedTuple):
    first: str
    location: str
    copy: "Copy"


def _print_clusters(archive: Archive, clusters: "Sequence[Cluster]", color: str) -> int:
    """Print clusters in the output format; gives how many there are."""
    if chosen_or_default_format() != "text":
        return print_table(Table(_COLUMNS, _rows(archive, clusters)))
    from newsgrep.cli.pager import pager  # noqa: PLC0415  only for a person
    from newsgrep.renderers.clusters import render_clusters  # noqa: PLC0415  likewise

    if not clusters:
        return 0
    with pager() as out:
        return render_clusters(clusters, archive.location, out, text_layout(color))


def _rows(archive: Archive, clusters: "Iterable[Cluster]") -> Iterator[_Row]:
    for cluster in clusters:
        first = archive.location(cluster.first)
        yield from (_Row(first, archive.location(copy), copy) for copy in cluster.copies)


def _write_page(
    file: str, archive: Archive, parsed: Query | None, clusters: "Sequence[Cluster]", options: dict[str, Any]
) -> int:
    """Write a page of clusters, if there are any; gives how many there are."""
    if clusters:
        from newsgrep.renderers.pages.dups import cluster_section  # noqa: PLC0415  only for a page
        from newsgrep.reports.copies import CopyOptions  # noqa: PLC0415  after it was used

        links = links_from(file, archive)
        section = cluster_section(clusters, CopyOptions(**options), archive.location, links)
        queries = {parsed.text or "*": parsed} if parsed else {}
        write_page(file, archive, queries, [section], ": ".join(("Near copies", *queries)))
    return len(clusters)


def _note(archive: Archive, query: QueryOptions, parsed: Query | None, printed: int) -> None:
    """Print what is to be said about the query, and if nothing was printed, why."""
    articles = archive.count(parsed or "*")
    if parsed:
        note_query(archive, query, parsed, printed or articles)
    if articles and not printed:
        print_message(f"no copies among {counted(articles, 'article')}")
    elif not articles and not parsed:
        print_message("nothing is indexed yet; newsgrep index FOLDER does it")
