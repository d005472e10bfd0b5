"""`newsgrep search`: find articles by words and dates."""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import click

from newsgrep.archive import CONTEXT, Archive, Query, Results
from newsgrep.cli.options import ShortOptionsCommand, color_option, index_option, open_archive
from newsgrep.cli.terminal import is_terminal, say, screen
from newsgrep.errors import UsageError
from newsgrep.renderers import FORMATS, renderer
from newsgrep.results import Order

_ON_A_TERMINAL = 10


class Request(NamedTuple):
    """What is to be printed of what is found."""

    form: str
    topic: str
    order: Order
    limit: int | None
    offset: int
    context: int
    color: str
    end: str
    quiet: bool


def _one_word(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value.split() != [value]:
        raise UsageError(f'--topic takes one word, without spaces, not "{value}"')
    return value


@click.command(
    cls=ShortOptionsCommand,
    epilog="""\b
Examples:
  newsgrep search 'tariffs'
  newsgrep search 'title:carney OR "not for sale"' --json
  newsgrep search 'tariff* NOT canada' --since 2025-04 --until 2025-05-06
  newsgrep search -l 'oil NEAR/5 prices' | head -3

The query language is described in docs/query.md: "a phrase", OR, NOT, word*, word~, NEAR/5,
title:x, source:x, date:2025-05.
""",
)
@click.argument("query", nargs=-1)
@click.option(
    "--since", metavar="DATE", help="Published on this day, in this month, ... or after: 2025-04, 7d."
)
@click.option("--until", metavar="DATE", help="Published on this day, in this month, ... or before.")
@click.option("--on", metavar="DATE", help="Published on this day, in this month, ...")
@click.option("--sure", is_flag=True, help="Leave out dates known to the month or year that may lie outside.")
@click.option("--any", "any_word", is_flag=True, help="Any of the words will do, best first.")
@click.option("-F", "--fixed-strings", "fixed", is_flag=True, help="Each argument is a phrase as it stands.")
@click.option(
    "--within",
    metavar="FILE",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    help="Only these ids or locations, one a line; - is stdin.",
)
@click.option(
    "--sort", type=click.Choice([order.value for order in Order]), default="relevance", show_default=True
)
@click.option("-n", "-m", "--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N.")
@click.option(
    "-C",
    "--context",
    type=click.IntRange(min=1),
    default=CONTEXT,
    metavar="WORDS",
    help="Length of excerpts.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="text on a terminal, else lines.")
@click.option(
    "--topic",
    metavar="ID",
    default="1",
    callback=_one_word,
    help="What --format trec calls the query; 1 if not said.",
)
@click.option("--json", "form", flag_value="json", help="One JSON list.")
@click.option("--jsonl", "form", flag_value="jsonl", help="A JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="CSV with a header.")
@click.option("-l", "--files-with-matches", "listing", flag_value="files", help="Paths of the files alone.")
@click.option("--ids", "listing", flag_value="ids", help="Ids alone.")
@click.option("-c", "--count", "listing", flag_value="count", help="How many articles match, alone.")
@click.option("-0", "--null", is_flag=True, help="With -l and --ids: NUL after each, for xargs -0.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code is 0 if something was found.")
@click.option("--explain", is_flag=True, help="Say how the query was understood.")
@click.option("-i", "ignored_case", is_flag=True, help="Accepted: case never matters.")
@color_option
@index_option
def command(query: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find articles by words, phrases, fields and dates; several arguments are one query."""
    archive = open_archive()
    asked = archive.parse(
        query, **{name: options[name] for name in ("any_word", "sure", "fixed", "since", "until", "on")}
    )
    if options["within"]:
        asked = archive.within(asked, (line.rstrip("\n") for line in options["within"]))
    request = Request(
        form=options["listing"] or options["form"] or ("text" if is_terminal(sys.stdout) else "lines"),
        topic=options["topic"],
        order=Order(options["sort"]),
        limit=options["limit"],
        offset=options["offset"],
        context=options["context"],
        color=options["color"],
        end="\0" if options["null"] else "\n",
        quiet=options["quiet"],
    )
    if options["null"] and request.form not in {"files", "ids"}:
        raise UsageError("-0 goes with -l or --ids")
    if options["explain"]:
        for depth, part, articles in archive.explain(asked):
            say(f"{'  ' * depth}{part}: {articles} articles")
    with archive:
        return search(archive, asked, request, any_word=options["any_word"])


def search(archive: Archive, query: Query, request: Request, *, any_word: bool) -> int:
    """Search and print; gives the exit code: 0 for something found, 1 for nothing."""
    if request.quiet:
        return 0 if archive.count(query) else 1
    limit = request.limit
    if limit is None and request.form == "text" and is_terminal(sys.stdout):
        limit = _ON_A_TERMINAL
    by_file = request.form == "files"
    results = archive.search(
        query,
        order=request.order,
        limit=0 if request.form == "count" else None if by_file else limit,
        offset=0 if by_file else request.offset,
        context=request.context,
    )
    _print(archive, results, request, limit)
    _note_dates(archive, query)
    if request.form == "count":
        return 0 if results.total else 1
    if not results.total:
        _hint(archive, query, any_word=any_word)
        return 1
    if request.offset >= results.total:
        say(f"nothing found: --offset {request.offset} is past the end of {results.total} articles")
        return 1
    shown = request.offset + (limit if limit is not None else results.total)
    if request.limit is None and request.form == "text" and shown < results.total:
        say(f"{shown} of {results.total} articles; --offset {shown} shows more, -n {results.total} all")
    return 0


def _print(archive: Archive, results: Results, request: Request, limit: int | None) -> None:
    out = sys.stdout
    match request.form:
        case "count":
            out.write(f"{results.total}\n")
        case "files":
            stop = None if limit is None else request.offset + limit
            for path in islice(_files(archive, results), request.offset, stop):
                out.write(path + request.end)
        case "ids":
            for match in results.matches():
                out.write(match.id + request.end)
        case "text":
            renderer("text", screen(request.color), request.offset + 1)(results, out)
        case "trec":
            from newsgrep.renderers.trec import render_trec  # noqa: PLC0415  as every format: when it is asked for

            render_trec(results.matches(), out, topic=request.topic, first_rank=request.offset + 1)
        case form:
            renderer(form)(results, out)


def _files(archive: Archive, results: Results) -> Iterator[str]:
    """The distinct paths of the files, relative to the working directory, in the order of the hits."""
    seen: set[str] = set()
    for match in results.matches():
        if match.path not in seen:
            seen.add(match.path)
            yield archive.path(match)


def _note_dates(archive: Archive, query: Query) -> None:
    notes = archive.date_notes(query)
    if notes is None or not (notes.undated or notes.overlapping):
        return
    parts = []
    if notes.undated:
        parts.append(f"{notes.undated} articles that match otherwise are undated")
    if notes.overlapping:
        parts.append(
            f"{notes.overlapping} match only because their month or year overlaps (--sure leaves them out)"
        )
    say("; ".join(parts))


def _hint(archive: Archive, query: Query, *, any_word: bool) -> None:
    suggestion = archive.suggest(query)
    if suggestion:
        say(f"nothing found; did you mean: {suggestion}")
    elif not any_word and len(query.text.split()) > 1:
        say("nothing found; --any finds articles with any of the words")
    else:
        say("nothing found")
