"""A search on a terminal: its hits through the pager, and at the end what was searched."""

import sys
import time
from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rich.text import Text

from newsgrep.archive import Archive, Query, Results
from newsgrep.cli.pager import pager, shows_links
from newsgrep.cli.query_options import QueryOptions
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.widening import widen
from newsgrep.cli.wording import ago, counted
from newsgrep.renderers import Layout, renderer
from newsgrep.renderers.console import QUIET, TITLE, console
from newsgrep.renderers.safety import visible_name
from newsgrep.results import Order

if TYPE_CHECKING:
    from newsgrep.cli.hit_options import Wanted


class Shown(NamedTuple):
    """How many articles there are to show, and how many of them are shown."""

    total: int
    shown: int


def print_screen(archive: Archive, query: QueryOptions | None, parsed: Query, wanted: "Wanted") -> Shown:
    """Print the hits; below few that have all words of a query that was typed, the best of those that have any."""
    offset, context = wanted.offset, wanted.context
    limit = wanted.limit or 0
    results = wanted.find(archive, parsed)
    found = results.total
    exact = max(0, min(limit, found - offset))
    widened = None
    if (
        query
        and wanted.order == Order.RELEVANCE
        and limit > exact
        and wanted.each is None
        and not wanted.fold
    ):
        left = {"limit": limit - exact, "offset": max(0, offset - found), "context": context}
        widened = widen(archive, query, parsed, found, **left)
    if widened and not found and (hint := archive.suggest(parsed).query):
        print_message(f"did you mean: {hint}")
    total = widened.total if widened else found
    shown = Shown(total, max(0, min(limit, total - offset)))
    render = renderer(wanted.name)
    layout = _with_links(wanted.layout)
    with pager() if shown.shown else nullcontext(sys.stdout) as out:
        render(results, out, layout)
        if widened:
            out.write(f"{widened.heading}\n\n")
            render(widened.others, out, layout._replace(first_number=offset + exact + 1))
        if wanted.name == "compact" and shown.shown:
            out.write("\n")
        last = [
            f"{_how_many(shown, wanted)} · {what_was_searched(archive)}",
            *_how_to_see_more(shown, wanted),
        ]
        _print_quietly("\n".join(last), out, layout)
    return shown


def print_by_query(archive: Archive, found: Iterable[tuple[str, Results]], wanted: "Wanted") -> int:
    """Print the hits of several queries, each under its label, and what was searched; gives how many."""
    layout = _with_links(wanted.layout)
    written = 0
    with pager() as out:
        for label, results in found:
            shown = Shown(results.total, len(results))
            heading = f"{visible_name(label)} · {_how_many(shown, wanted)}"
            console(out, layout).print(Text(heading, TITLE), end="\n\n" if wanted.name == "text" else "\n")
            written += renderer(wanted.name)(results, out, layout)
            if wanted.name == "compact":
                out.write("\n")
        if is_terminal(sys.stdout):
            _print_quietly(what_was_searched(archive), out, layout)
    return written


def _with_links(layout: Layout) -> Layout:
    return layout._replace(links=layout.color and shows_links())


def _print_quietly(text: str, out: TextIO, layout: Layout) -> None:
    console(out, layout).print(Text(text, QUIET))


def _how_many(shown: Shown, wanted: "Wanted") -> str:
    """How many articles, or values, there are, and how many are shown."""
    matching = counted(shown.total, wanted.unit)
    return matching if shown.shown == shown.total else f"{matching}, {shown.shown:,} shown"


def _how_to_see_more(shown: Shown, wanted: "Wanted") -> list[str]:
    end = wanted.offset + shown.shown
    if wanted.is_limited or end >= shown.total:
        return []
    return [f"--offset {end} shows more, -n {shown.total} all"]


def what_was_searched(archive: Archive) -> str:
    """How many articles were searched, and how old the index is."""
    searched = f"{archive.count('*'):,} searched"
    moment = archive.indexed_at
    if moment is not None:
        searched += f", indexed {ago(time.time() - moment)}"
    return f"{searched} · changed since: newsgrep index" if archive.has_changed() else searched
