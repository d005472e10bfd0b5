"""`newsgrep show`: whole articles."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import click

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.cli.lists import listed_names
from newsgrep.cli.options import (
    PATH,
    color_option,
    form_option,
    index_option,
    null_option,
    open_archive,
    said_form,
)
from newsgrep.cli.pager import pager
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
@click.argument("references", nargs=-1, required=True, type=PATH, metavar="ID|LOCATION|PATH|-...")
@click.option("--query", metavar="QUERY", help="Let what matches stand out.")
@form_option("--raw", form="raw", help="The text alone, as it is stored; not for a terminal.")
@form_option("--json", form="json", help="One JSON list, with the whole text as excerpt.")
@form_option("--jsonl", form="jsonl", help="A JSON object a line.")
@null_option
@color_option
@index_option
def command(references: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print whole articles: by id, by location as search prints it, all of a file or of what was piped in; - is stdin."""
    form = said_form()
    if form == "raw" and is_terminal(sys.stdout):
        raise UsageError("--raw prints what a terminal may obey; send it to a file or a pipe")
    with open_archive() as archive:
        missing: list[str] = []
        # What is typed is typed to its end before a pager takes the keys.
        names = _names(references, null=options["null"])
        if not form:
            names = iter(list(names))
        hits = _hits(archive, _find(archive, names, missing), options["query"])
        if form == "raw":
            _print_texts((hit.article.text for hit in hits), sys.stdout)
        elif form:
            renderer(form)(hits, sys.stdout)
        else:
            with pager() as out:
                _print(archive, hits, out, screen(options["color"]))
    for message in missing:  # when no pager is on the screen any more
        say(message)
    return 1 if missing else 0


def _names(references: Iterable[str], *, null: bool) -> Iterator[str]:
    """What the articles are called; in place of `-`, the names that are listed on stdin."""
    for reference in references:
        if reference == "-":
            yield from listed_names(sys.stdin, null=null)
        else:
            yield reference


def _find(archive: Archive, names: Iterable[str], missing: list[str]) -> Iterator[Article]:
    """The articles; of a name of none the message is kept, and the others are shown."""
    for name in names:
        try:
            yield from archive.show(name)
        except NoSuchArticleError as error:
            missing.append(str(error))


def _hits(archive: Archive, articles: Iterable[Article], query: str | None) -> Iterator[Hit]:
    asked = archive.parse(query) if query else None
    for article in articles:
        spans = archive.mark(asked, article) if asked else MarkedSpans()
        yield Hit(article, archive.location(article), 0.0, spans, (0, len(article.text)))


def _print_texts(texts: Iterable[str], stream: TextIO) -> None:
    """The texts as they are stored, with an empty line between two."""
    before = None
    for text in texts:
        if before is not None:
            stream.write("\n" if before.endswith("\n") else "\n\n")
        stream.write(text)
        before = text


def _print(archive: Archive, hits: Iterable[Hit], stream: TextIO, layout: Screen) -> None:
    from newsgrep.renderers.articles import render_articles  # noqa: PLC0415  only for a person

    parts = ((hit.article, _file(archive, hit), hit.spans) for hit in hits)
    render_articles(parts, stream, screen=layout)


def _file(archive: Archive, hit: Hit) -> str:
    """Where a person finds the article: the file of what was piped in is the index's own."""
    name = archive.piped_name(hit.article)
    return f"{hit.article.id}, piped in as {name}" if name else hit.location
