"""`newsgrep similar`: articles like one."""

import sys
from typing import Any

import click

from newsgrep.archive import Archive, Query
from newsgrep.article import Article, ArticleId
from newsgrep.cli.hit_options import hit_options, note_past_the_end, print_hits, wanted_hits
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, days_of, index_option, null_option
from newsgrep.cli.query_options import DATE_OPTIONS, QueryCommand, complete
from newsgrep.cli.terminal import print_message
from newsgrep.cli.wording import counted

_LONGEST_TEXT = 1_000_000
"""In characters: longer than an article, and little memory."""


def _date_options(command: Any) -> Any:  # noqa: ANN401  Click's decorators
    for option in reversed(DATE_OPTIONS):
        command = option(command)
    return command


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep similar 'seeds/2025-05-06-carney-trump-oval-office.txt' -n 5
  newsgrep similar 'seeds/2025-05-06-carney-trump-oval-office.txt' 'tariffs' --within 3d
  newsgrep similar - --explain < seeds/2025-05-06-carney-trump-oval-office.txt
""",
)
@click.argument("reference", type=PATH, metavar="ID|LOCATION|PATH|-")
@click.argument("query", nargs=-1, shell_complete=complete)
@_date_options
@click.option(
    "--within",
    metavar="DAYS",
    callback=days_of,
    help="Only articles published at most so long before or after it: 3d, 2w.",
)
@null_option
@hit_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code is 0 if something was found.")
@click.option("--explain", is_flag=True, help="Say on stderr by which stems articles are compared.")
@index_option
def command(reference: str, query: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find articles like one, or like a text on stdin (-), best first; only among those that match QUERY, if there is one."""
    wanted = wanted_hits({**options, "sort": "relevance"}, null=options["null"])
    with open_archive() as archive:
        article = _text_on_stdin() if reference == "-" else reference
        among = _among(archive, query, options)
        likeness = archive.likeness(article, options["within"], among=among)
        if options["explain"]:
            for stem in likeness.stems:
                print_message(
                    f"{stem.stem}: {counted(stem.articles, 'article')}, {counted(stem.times, 'time')} here, weight {stem.weight:.3f}"
                )
        if not likeness.stems:
            print_message("nothing to compare: it has no words that several articles have")
            return 1
        if options["quiet"]:
            return 0 if archive.count(likeness.query) else 1
        total, written = print_hits(archive, None, likeness.query, wanted)
        if not total and wanted.name != "count":
            print_message("nothing found")
        elif not written and wanted.offset >= total > 0:
            note_past_the_end(wanted, total)
        return 0 if written or wanted.offset < total else 1


def _text_on_stdin() -> Article:
    """The text as an article of which nothing else is known."""
    text = sys.stdin.read(_LONGEST_TEXT)
    if sys.stdin.read(1):
        print_message(f"only the first {_LONGEST_TEXT:,} characters of the text are compared")
    return Article(ArticleId(""), "", text)


def _among(archive: Archive, query: tuple[str, ...], options: dict[str, Any]) -> Query | None:
    """The articles to compare with; None for all."""
    since, until, on = options["since"], options["until"], options["on"]
    if not query and since is until is on is None:
        return None
    return archive.parse(query, since=since, until=until, on=on, sure=options["sure"])
