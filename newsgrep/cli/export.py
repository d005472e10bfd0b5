"""`newsgrep export`: whole articles, for other programs and other archives."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import click

from newsgrep.archive import Archive, Query
from newsgrep.article import Article
from newsgrep.cli.format_option import chosen_format, format_option
from newsgrep.cli.manifest_option import manifest_option, write_manifest
from newsgrep.cli.notes import note_query
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, index_option
from newsgrep.cli.query_options import QueryCommand, QueryOptions, query_options
from newsgrep.cli.terminal import is_terminal
from newsgrep.errors import UsageError


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep export 'tariffs' > tariffs.jsonl
  newsgrep export 'carney' | newsgrep index - --as carney
  newsgrep export 'tariffs' --since 2025-04 --dir tariffs
  newsgrep export 'title:tariffs' --csl > tariffs.json
""",
)
@query_options
@format_option(
    "--jsonl",
    format="jsonl",
    help="Print a JSON object for each article, as newsgrep index reads it; the default.",
)
@format_option("--csl", format="csl", help="Print CSL-JSON, for programs for citations.")
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    type=PATH,
    help="Make a new folder, of a text file for each article and metadata.csv, and print nothing.",
)
@manifest_option
@index_option
def command(query: QueryOptions, folder: str | None) -> int:
    """Write whole articles, all that match, the oldest first: as JSON Lines, as CSL-JSON or as a folder of texts."""
    name = chosen_format()
    if folder is not None:
        _check_folder(folder, name)
    with open_archive() as archive:
        parsed = query.parse(archive)
        with _shown_progress(archive, parsed, to_stdout=folder is None) as articles:
            written = _print(articles, name) if folder is None else _fill(articles, Path(folder))
        write_manifest(archive, parsed)
        note_query(archive, query, parsed, written)
        return 0 if written else 1


def _check_folder(folder: str, name: str | None) -> None:
    from newsgrep.atomic import check_new_folder  # noqa: PLC0415  only for a folder

    if name:
        raise UsageError(f"--dir and --{name} do not go together; give one of them")
    check_new_folder(Path(folder))


@contextmanager
def _shown_progress(archive: Archive, parsed: Query, *, to_stdout: bool) -> Iterator[Iterable[Article]]:
    articles = archive.export(parsed)
    if not is_terminal(sys.stderr) or (to_stdout and is_terminal(sys.stdout)):
        yield articles
        return
    from newsgrep.cli.progress import tracked  # noqa: PLC0415  only for a person

    with tracked(articles, archive.count(parsed), "exporting", sys.stderr) as shown:
        yield shown


def _print(articles: Iterable[Article], name: str | None) -> int:
    if name == "csl":
        from newsgrep.renderers.csl import render_csl  # noqa: PLC0415  only here

        return render_csl(articles, sys.stdout)
    from newsgrep.renderers.exports import render_records  # noqa: PLC0415  likewise

    return render_records(articles, sys.stdout)


def _fill(articles: Iterable[Article], folder: Path) -> int:
    """Make the folder, unless there is no article to put into it."""
    from newsgrep.atomic import atomic_folder  # noqa: PLC0415  likewise
    from newsgrep.renderers.corpus import write_corpus  # noqa: PLC0415  likewise

    found = iter(articles)
    first = next(found, None)
    if first is None:
        return 0
    with atomic_folder(folder) as unfinished:
        return write_corpus(chain((first,), found), unfinished)
