"""`newsgrep search`: find articles by words and dates."""

import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from newsgrep.archive import CONTEXT, Archive, Query, Results
from newsgrep.cli.lists import listed_names
from newsgrep.cli.options import (
    Count,
    ShortOptionsCommand,
    color_option,
    form_option,
    index_option,
    null_option,
    open_archive,
    said_form,
)
from newsgrep.cli.terminal import is_terminal, say, screen
from newsgrep.errors import UsageError
from newsgrep.renderers import FORMATS, renderer
from newsgrep.renderers.safety import visible_name
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
@click.option("-n", "-m", "--limit", type=Count(min=0), metavar="N", help="Print at most N.")
@click.option("--offset", type=Count(min=0), default=0, metavar="N", help="Leave out the first N.")
@click.option(
    "-C",
    "--context",
    type=Count(min=1),
    default=CONTEXT,
    metavar="WORDS",
    help="Length of excerpts.",
)
@form_option("--format", type=click.Choice(FORMATS), help="text on a terminal, else lines.")
@click.option(
    "--topic",
    metavar="ID",
    default="1",
    callback=_one_word,
    help="What --format trec calls the query; 1 if not said.",
)
@form_option("--json", form="json", help="One JSON list.")
@form_option("--jsonl", form="jsonl", help="A JSON object a line.")
@form_option("--csv", form="csv", help="CSV with a header.")
@form_option("-l", "--files-with-matches", form="files", help="Paths of the files alone.")
@form_option("--ids", form="ids", help="Ids alone.")
@form_option("-c", "--count", form="count", help="How many articles match, alone.")
@null_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code is 0 if something was found.")
@click.option("--explain", is_flag=True, help="Say how the query was understood.")
@click.option("-i", "ignored_case", is_flag=True, help="Accepted: case never matters.")
@color_option
@index_option
def command(query: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Find articles by words, phrases, fields and dates; several arguments are one query."""
    archive = open_archive()
    within = list(listed_names(options["within"], null=options["null"])) if options["within"] else None

    def understood(*, any_word: bool) -> Query:
        filters = {name: options[name] for name in ("sure", "fixed", "since", "until", "on")}
        asked = archive.parse(query, any_word=any_word, **filters)
        return asked if within is None else archive.within(asked, within)

    asked = understood(any_word=options["any_word"])
    request = Request(
        form=said_form() or ("text" if is_terminal(sys.stdout) else "lines"),
        topic=options["topic"],
        order=Order(options["sort"]),
        limit=options["limit"],
        offset=options["offset"],
        context=options["context"],
        color=options["color"],
        end="\0" if options["null"] else "\n",
        quiet=options["quiet"],
    )
    if options["null"] and within is None and request.form not in {"files", "ids"}:
        raise UsageError("-0 goes with -l, --ids or --within")
    if options["explain"]:
        for depth, part, articles in archive.explain(asked):
            say(f"{'  ' * depth}{part}: {articles} articles")
    with archive:
        return search(archive, asked, request, lambda: understood(any_word=True))


def search(archive: Archive, query: Query, request: Request, wider: Callable[[], Query]) -> int:
    """Search and print; gives the exit code: 0 for something found, 1 for nothing, where `wider` may find some."""
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
    total = _print(archive, results, request, limit)
    _note_dates(archive, query)
    if request.form == "count":
        return 0 if results.total else 1
    if not total:
        _hint(archive, query, wider)
        return 1
    if request.offset >= total:
        say(
            f"nothing found: --offset {request.offset} is past the end of {total} {'files' if by_file else 'articles'}"
        )
        return 1
    shown = request.offset + (limit if limit is not None else results.total)
    if request.limit is None and request.form == "text" and shown < results.total:
        say(f"{shown} of {results.total} articles; --offset {shown} shows more, -n {results.total} all")
    return 0


def _print(archive: Archive, results: Results, request: Request, limit: int | None) -> int:
    """Print as the request says; gives how many there are in all of what its offset counts."""
    out = sys.stdout
    for_a_person = is_terminal(out) and request.end == "\n"
    name = visible_name if for_a_person else str
    match request.form:
        case "count":
            out.write(f"{results.total}\n")
        case "files":
            number = 0
            # One is looked for even if none is to be printed: it says that the offset is not past the end.
            enough = None if limit is None else request.offset + max(limit, 1)
            for number, path in enumerate(_files(archive, results), start=1):
                if number > request.offset and limit != 0:
                    out.write(name(path) + request.end)
                if number == enough:
                    break
            return number
        case "ids":
            for match in results.matches():
                out.write(name(match.id) + request.end)
        case "text":
            renderer("text", screen(request.color), request.offset + 1)(results, out)
        case "trec":
            from newsgrep.renderers.trec import render_trec  # noqa: PLC0415  as every format: when it is asked for

            render_trec(results.matches(), out, topic=request.topic, first_rank=request.offset + 1)
        case form:
            renderer(form)(results, out)
    return results.total


def _files(archive: Archive, results: Results) -> Iterator[str]:
    """The distinct paths of the files, relative to the working directory, in the order of the hits."""
    seen: set[str] = set()
    for match in results.matches():
        if match.path not in seen:
            seen.add(match.path)
            yield archive.path(match)


def _note_dates(archive: Archive, query: Query) -> None:
    notes = archive.date_notes(query)
    parts = []
    if notes and notes.undated:
        parts.append(
            "1 article that matches otherwise is undated"
            if notes.undated == 1
            else f"{notes.undated} articles that match otherwise are undated"
        )
    if notes and notes.overlapping:
        parts.append(
            "1 article matches only because its month or year overlaps (--sure leaves it out)"
            if notes.overlapping == 1
            else f"{notes.overlapping} articles match only because their month or year overlaps (--sure leaves them out)"
        )
    if parts:
        say("; ".join(parts))


def _hint(archive: Archive, query: Query, wider: Callable[[], Query]) -> None:
    suggestion = archive.suggest(query)
    if suggestion:
        say(f"nothing found; did you mean: {suggestion}")
    elif archive.count(wider()):
        say("nothing found; --any finds articles with any of the words")
    else:
        say("nothing found")
