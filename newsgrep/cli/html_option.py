"""The option --html of the commands that draw: a page for a browser, in place of what they print."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep import __version__
from newsgrep.archive import Archive, Query
from newsgrep.cli.format_option import chosen_format, keep_format
from newsgrep.cli.options import PATH
from newsgrep.cli.output_file import STDOUT, check_output_file, write_output_file
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wording import counted
from newsgrep.home import absolute
from newsgrep.query.printer import to_text

if TYPE_CHECKING:
    from newsgrep.renderers.pages import Section
    from newsgrep.renderers.pages.links import Links

_FILE = "newsgrep.html"
_LONGEST_TITLE = 100
_ARTICLES_SHOWN = 20
"""Of each query."""


def _keep_file(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        check_output_file(value)
        keep_format(ctx, parameter, "html")
        ctx.meta[_FILE] = value


html_option = click.option(
    "--html",
    metavar="FILE",
    type=PATH,
    expose_value=False,
    callback=_keep_file,
    help="Write a page for a browser, with charts and links, to FILE (- is stdout), and print nothing else.",
)
"""For the commands that draw. `html_file` gives its value."""


def html_file() -> str | None:
    """The file of --html. Raises UsageError where another output format is chosen too."""
    file: str | None = click.get_current_context().meta.get(_FILE)
    return file if chosen_format() == "html" else None


def links_from(file: str, archive: Archive) -> "Links":
    """Makes links to articles that hold in a page written to a file."""
    from newsgrep.renderers.pages.links import Links  # noqa: PLC0415  only for a page

    # As the browser will see it: it takes `..` for the folder above by name, wherever links lead.
    beside = absolute(Path(os.curdir) if file == STDOUT else Path(file).parent)
    return Links(archive.folder, beside)


def best_articles(file: str, archive: Archive, queries: Mapping[str, Query]) -> "Section":
    """The section with the best articles of each query, and links to them."""
    from newsgrep.renderers.pages import Section  # noqa: PLC0415  only for a page
    from newsgrep.renderers.pages.articles import article_list  # noqa: PLC0415  likewise

    links = links_from(file, archive)
    found = {label: archive.search(query, limit=_ARTICLES_SHOWN) for label, query in queries.items()}
    lists = [
        article_list(f"{label}: {_shown(len(results), results.total)}", results, links)
        for label, results in found.items()
        if results
    ]
    return Section("The articles", articles=lists)


def _shown(number: int, total: int) -> str:
    return counted(total, "article") if number == total else f"the best {number} of {total:,} articles"


def write_page(
    file: str,
    archive: Archive,
    queries: Mapping[str, Query],
    sections: "Sequence[Section]",
    title: str = "",
) -> None:
    """Write the page of the command that runs; says so on a terminal. `queries` are those it was asked, by label.

    The default title are the labels.
    """
    from newsgrep.renderers.pages import Page  # noqa: PLC0415  only for a page
    from newsgrep.renderers.pages.html import render_page  # noqa: PLC0415  likewise
    from newsgrep.renderers.safety import one_line  # noqa: PLC0415  likewise
    from newsgrep.renderers.shortening import shortened  # noqa: PLC0415  likewise

    title = shortened(one_line(title or ", ".join(queries)), _LONGEST_TITLE)
    kind = click.get_current_context().info_name or ""
    page = Page(
        kind, archive.folder.name, title, _summary(archive, queries), sections, _facts(archive, queries)
    )
    write_output_file(file, render_page(page))
    if file != STDOUT and is_terminal(sys.stderr):
        print_message(f"wrote {file}")


def _summary(archive: Archive, queries: Mapping[str, Query]) -> str:
    """One sentence: how many articles match, of how many."""
    searched = counted(archive.count("*"), "article")
    if not queries:
        return f"{searched}."
    if len(queries) > 1:
        return f"{len(queries)} queries, {searched} searched."
    (query,) = queries.values()
    return f"{archive.count(query):,} of {searched}."


def _facts(archive: Archive, queries: Mapping[str, Query]) -> list[tuple[str, str]]:
    """How the page was made: the queries as they are understood, the archive, its age, the time."""
    moment = archive.indexed_at
    indexed = "" if moment is None else f", indexed {_time(datetime.fromtimestamp(moment, UTC))}"
    understood = [(label, to_text(query.node)) for label, query in queries.items()]
    return [
        *((f"Query {label}" if label != text else "Query", text) for label, text in understood),
        ("Archive", f"{archive.folder.name}{indexed}"),
        ("Made", f"{_time(datetime.now(UTC))} by newsgrep {__version__}"),
    ]


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
