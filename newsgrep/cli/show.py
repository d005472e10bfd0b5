"""`newsgrep show`: whole articles."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

import click

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.cli.format_option import chosen_format, format_option
from newsgrep.cli.lists import named
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, color_option, index_option, null_option, pager_option
from newsgrep.cli.pager import pager
from newsgrep.cli.terminal import is_terminal, print_message, text_layout
from newsgrep.errors import NoSuchArticleError, UsageError
from newsgrep.renderers import Layout, table_renderer
from newsgrep.renderers.hits import whole_table
from newsgrep.renderers.safety import visible, without_unsafe
from newsgrep.results import Hit, MarkedSpans

_TWO = 2
_FORMATS = ("text", "markdown", "json", "jsonl")


@click.command(
    epilog="""\b
Examples:
  newsgrep show 'seeds/2025-05-06-carney-trump-oval-office.txt' --query 'tariffs'
  newsgrep search --ids 'tariffs' | newsgrep show -
  newsgrep show 'seeds/2025-05-23-northern-wire-eu-goods-50-percent.md' --diff 'seeds/2025-05-24-harbour-post-eu-goods-50-percent.md'
  newsgrep show 'seeds/2025-05-06-carney-trump-oval-office.txt' --format markdown > carney.md
""",
)
@click.argument("references", nargs=-1, required=True, type=PATH, metavar="ID|LOCATION|PATH|-...")
@click.option("--query", metavar="QUERY", help="Highlight what matches this query.")
@click.option(
    "--diff",
    type=PATH,
    metavar="ID|LOCATION|PATH",
    help="Show what differs, by words, from the article that is named first to this one: [-removed-] and {+added+}.",
)
@format_option(
    "--raw", format="raw", help="Print only the text, exactly as it is stored; for files and pipes."
)
@format_option(
    "--format",
    type=click.Choice(_FORMATS),
    help="text and markdown: reading copies, of headline, source, date, authors, link and text alone.",
)
@format_option("--json", format="json", help="Print the articles as one JSON list.")
@format_option("--jsonl", format="jsonl", help="Print an article as a JSON object on each line.")
@null_option
@color_option
@pager_option
@index_option
def command(references: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print whole articles, named by id, by the path that search prints, or all of a file; - reads names from stdin."""
    name = chosen_format()
    if name == "raw" and is_terminal(sys.stdout):
        raise UsageError("--raw prints what a terminal may obey; send it to a file or a pipe")
    if options["diff"] is not None:
        return _print_difference((*references, options["diff"]), options)
    with open_archive() as archive:
        missing: list[str] = []
        names = named(references, null=options["null"])
        if name not in {"raw", "json", "jsonl"}:
            names = iter(
                list(names)
            )  # what is typed on stdin is typed to its end before a pager takes the keys
        _print(
            archive, _hits(archive, _find(archive, names, missing), options["query"]), name, options["color"]
        )
    for message in missing:  # when no pager is on the screen any more
        print_message(message)
    return 1 if missing else 0


def _print(archive: Archive, hits: Iterable[Hit], name: str | None, color: str) -> None:
    """Print hits in the output format of a name; None: with all that is known of each, for a person."""
    match name:
        case "raw":
            _print_texts((hit.article.text for hit in hits), sys.stdout)
        case "text" | "markdown":
            _print_reading_copies(name, (hit.article for hit in hits))
        case None:
            _print_for_a_person(archive, hits, color)
        case _:
            table_renderer(name)(whole_table(hits), sys.stdout, Layout())


def _print_difference(references: Sequence[str], options: dict[str, Any]) -> int:
    """Print what differs between two articles. Raises NoSuchArticleError and UsageError."""
    from newsgrep.renderers.differences import render_difference  # noqa: PLC0415  only here

    if len(references) != _TWO or "-" in references:
        raise UsageError("--diff compares two articles: newsgrep show ONE --diff OTHER")
    if chosen_format() or options["query"]:
        raise UsageError("--diff prints a text of its own; it does not go with --query or an output format")
    with open_archive() as archive:
        old, new = (_only(archive, reference) for reference in references)
    with pager() as out:
        render_difference(old, new, out, text_layout(options["color"]))
    return 0


def _only(archive: Archive, reference: str) -> tuple[Article, str]:
    """The one article that a reference names, and its location. Raises NoSuchArticleError and UsageError."""
    article, *others = archive.show(reference)
    if others:
        raise UsageError(
            f"{reference} has {len(others) + 1} articles; name one of them, as {archive.location(article)}"
        )
    return article, archive.location(article)


def _find(archive: Archive, names: Iterable[str], missing: list[str]) -> Iterator[Article]:
    """The articles; of a name of none the message is kept, and the others are shown."""
    for name in names:
        try:
            yield from archive.show(name)
        except NoSuchArticleError as error:
            missing.append(str(error))


def _hits(archive: Archive, articles: Iterable[Article], query: str | None) -> Iterator[Hit]:
    parsed = archive.parse(query) if query else None
    for article in articles:
        spans = archive.mark(parsed, article) if parsed else MarkedSpans()
        yield Hit(article, archive.location(article), 0.0, spans, (0, len(article.text)))


def _print_texts(texts: Iterable[str], stream: TextIO) -> None:
    """The texts as they are stored, with an empty line between two."""
    before = None
    for text in texts:
        if before is not None:
            stream.write("\n" if before.endswith("\n") else "\n\n")
        stream.write(text)
        before = text


def _print_reading_copies(name: str, articles: Iterable[Article]) -> None:
    from newsgrep.renderers.reading_copy import write_markdown, write_plain  # noqa: PLC0415  only here

    write = write_markdown if name == "markdown" else write_plain
    with pager() as out:
        write(articles, out, visible if is_terminal(sys.stdout) else without_unsafe)


def _print_for_a_person(archive: Archive, hits: Iterable[Hit], color: str) -> None:
    from newsgrep.renderers.articles import render_articles  # noqa: PLC0415  only here

    parts = ((hit.article, _file(archive, hit), hit.spans) for hit in hits)
    with pager() as out:
        render_articles(parts, out, text_layout(color))


def _file(archive: Archive, hit: Hit) -> str:
    """Where a person finds the article: the file of what was piped in is the index's own."""
    name = archive.piped_name(hit.article)
    return f"{hit.article.id}, piped in as {name}" if name else hit.location
