"""`newsgrep show`: whole articles."""

import contextlib
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, cast

import click

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.cli.options import color_option, index_option, open_archive
from newsgrep.cli.terminal import is_terminal, say, screen
from newsgrep.errors import NoSuchArticleError, UsageError
from newsgrep.renderers import Screen, renderer
from newsgrep.results import Hit, MarkedSpans


@click.command(
    epilog="""\b
Examples:
  newsgrep show 'seeds/2025-05-06-carney-trump-oval-office.txt'
  newsgrep show 'archive.jsonl#17' --query 'tariffs'
  newsgrep search --ids 'tariffs' | newsgrep show -
""",
)
@click.argument("references", nargs=-1, required=True, metavar="ID|LOCATION|PATH|-...")
@click.option("--query", metavar="QUERY", help="Let what matches stand out.")
@click.option("--raw", is_flag=True, help="The text alone, as it is stored; not for a terminal.")
@click.option("--json", "form", flag_value="json", help="One JSON list, with the whole text as excerpt.")
@click.option("--jsonl", "form", flag_value="jsonl", help="A JSON object a line.")
@color_option
@index_option
def command(references: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print whole articles: by id, by location as search prints it, or all of a file by its path; - is stdin."""
    if options["raw"] and is_terminal(sys.stdout):
        raise UsageError("--raw prints what a terminal may obey; send it to a file or a pipe")
    with open_archive() as archive:
        missing: list[str] = []
        hits = _hits(archive, _find(archive, references, missing), options["query"])
        if options["raw"]:
            for hit in hits:
                sys.stdout.write(hit.article.text)
        elif options["form"]:
            renderer(options["form"])(hits, sys.stdout)
        else:
            with _pager() as out:
                _print(hits, out, screen(options["color"]))
        return 1 if missing else 0


def _find(archive: Archive, references: Iterable[str], missing: list[str]) -> Iterator[Article]:
    """The articles; a reference to none is reported, and the others are shown."""
    for reference in references:
        if reference == "-":
            yield from _find(archive, (line.rstrip("\n") for line in sys.stdin), missing)
            continue
        try:
            yield from archive.show(reference)
        except NoSuchArticleError as error:
            missing.append(reference)
            say(str(error))


def _hits(archive: Archive, articles: Iterable[Article], query: str | None) -> Iterator[Hit]:
    asked = archive.parse(query) if query else None
    for article in articles:
        spans = archive.mark(asked, article) if asked else MarkedSpans()
        yield Hit(article, archive.location(article), 0.0, spans, (0, len(article.text)))


def _print(hits: Iterable[Hit], stream: TextIO, layout: Screen) -> None:
    from newsgrep.renderers.articles import render_articles  # noqa: PLC0415  only for a person

    render_articles(((hit.article, hit.location, hit.spans) for hit in hits), stream, screen=layout)


@contextlib.contextmanager
def _pager() -> Iterator[TextIO]:
    """The person's pager on a terminal, else stdout."""
    wanted = os.environ.get("NEWSGREP_PAGER", os.environ.get("PAGER", "less"))
    if not is_terminal(sys.stdout) or not wanted.strip() or wanted == "cat":
        yield sys.stdout
        return
    environ = {"LESS": "FRX", **os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603  the user's own choice
            shlex.split(wanted), stdin=subprocess.PIPE, env=environ, encoding="utf-8", errors="replace"
        )
    except (OSError, ValueError):
        yield sys.stdout
        return
    with contextlib.suppress(BrokenPipeError):  # the person has read enough
        yield cast("TextIO", process.stdin)
    with contextlib.suppress(BrokenPipeError):
        cast("TextIO", process.stdin).close()
    process.wait()
