"""Commands that print hits: the options that say which hits, and in which format, and the printing."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from newsgrep.archive import CONTEXT, Archive, Query, Results
from newsgrep.cli.format_option import chosen_format, format_option
from newsgrep.cli.formats import FOR_A_PERSON, layout_for
from newsgrep.cli.options import Count, color_option, pager_option
from newsgrep.cli.query_options import QueryOptions
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.errors import UsageError
from newsgrep.renderers import FORMATS, Layout, renderer
from newsgrep.results import Order

_NAMES = {"files", "ids"}
_HITS_ON_A_SCREEN = 10


def _one_word(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and value.split() != [value]:
        raise UsageError(f'--topic takes one word, without spaces, not "{value}"')
    return value


_OPTIONS = (
    click.option(
        "-n",
        "-m",
        "--limit",
        type=Count(min=0),
        metavar="N",
        help="Print at most N articles; with -l at most N paths.",
    ),
    click.option(
        "--offset", type=Count(min=0), default=0, metavar="N", help="Leave out the first N articles."
    ),
    click.option(
        "-C",
        "--context",
        type=Count(min=1),
        default=CONTEXT,
        metavar="WORDS",
        help=f"The length of excerpts in words; {CONTEXT} without it.",
    ),
    format_option(
        "--format",
        type=click.Choice(FORMATS),
        help="The output format: text on a terminal, lines in a pipe; docs/formats.md describes all.",
    ),
    click.option(
        "--topic",
        metavar="ID",
        callback=_one_word,
        help="What --format trec calls the query; 1 without it. Several queries are called by their labels.",
    ),
    format_option(
        "--compact",
        format="compact",
        help="Print a line for each article: date, source, title and path, cut to the screen's width.",
    ),
    format_option("--json", format="json", help="Print the articles as one JSON list."),
    format_option("--jsonl", format="jsonl", help="Print an article as a JSON object on each line."),
    format_option("--csv", format="csv", help="Print CSV with a header."),
    format_option(
        "-l",
        "--files-with-matches",
        format="files",
        help="Print only the paths of files, each once. A file of many articles, such as a .jsonl or .zip, counts as one and is not all matches; --ids names articles.",
    ),
    format_option("--ids", format="ids", help="Print only the ids of articles."),
    format_option("-c", "--count", format="count", help="Print only how many articles match."),
    color_option,
    pager_option,
)


def hit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that prints hits the options that choose which, and their format; `wanted_hits` takes their values."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Wanted:
    """Which hits are printed, in which order and format: the options beside the query.

    `name` is that of the output format. `limit` is the most hits, or paths, of a query, None for all; `is_limited`: the
    user has said so.
    """

    def __init__(self, name: str, layout: Layout, options: Mapping[str, Any]) -> None:
        self.name = name
        self.layout = layout
        self.on_screen = name in FOR_A_PERSON and is_terminal(sys.stdout)
        self.is_limited = options["limit"] is not None
        self.limit: int | None = options["limit"]
        if name == "count":
            self.limit = 0
        elif self.on_screen and not self.is_limited:
            self.limit = _HITS_ON_A_SCREEN
        self.offset: int = options["offset"]
        self.order = Order(options["sort"])
        self.context: int = options["context"]
        self.each: str | None = options.get("each")
        self.fold: bool = options.get("fold", False)
        seed = options.get("seed")
        self.seed: int = seed or 0
        if seed is not None and self.order is not Order.RANDOM:
            raise UsageError("--seed goes with --sort random")

    @property
    def unit(self) -> str:
        """What is counted: a file, a value or an article."""
        if self.name == "files":
            return "file"
        return "article" if self.each is None else "value"

    def find(self, archive: Archive, query: Query) -> Results:
        """The results of a query."""
        return archive.search(
            query,
            order=self.order,
            limit=self.limit,
            offset=self.offset,
            context=self.context,
            one_per_file=self.name == "files",
            each=self.each,
            fold=self.fold,
            seed=self.seed,
        )


def wanted_hits(options: Mapping[str, Any], *, null: bool, reads_list: bool = False) -> Wanted:
    """What the options choose, `sort` among them. `null`: -0 is given, which is for lists, one of which may be read. Raises UsageError."""
    name = chosen_format() or _default_format()
    if null and name not in _NAMES and not reads_list:
        raise UsageError("-0 goes with -l, --ids or --within")
    layout = layout_for(name, options["color"])._replace(
        is_terminal=is_terminal(sys.stdout) and not null,
        end="\0" if null else "\n",
        first_number=options["offset"] + 1,
        topic=options["topic"] or "1",
    )
    return Wanted(name, layout, options)


def print_hits(
    archive: Archive, query: QueryOptions | None, parsed: Query, wanted: Wanted
) -> tuple[int, int]:
    """Print the hits of a query, typed as `query`; gives how many there are, or at least are printed, and how many are printed."""
    if wanted.on_screen:
        from newsgrep.cli.screen import print_screen  # noqa: PLC0415  on a terminal only

        return print_screen(archive, query, parsed, wanted)
    results = wanted.find(archive, parsed)
    written = renderer(wanted.name)(results, sys.stdout, wanted.layout)
    return written or results.total, written


def note_past_the_end(wanted: Wanted, total: int) -> None:
    """Print that --offset leaves out all that was found, of which there is some."""
    print_message(f"nothing found: --offset {wanted.offset} is past the end of {total} {wanted.unit}s")


def _default_format() -> str:
    """Lines for a program; for a person cards, or a line a hit if the user's settings say so."""
    if not is_terminal(sys.stdout):
        return "lines"
    from newsgrep.home import load_user_setting  # noqa: PLC0415  on a terminal only

    return "compact" if load_user_setting("compact", bool, "true or false") else "text"
