"""A search on a terminal: its hits through the pager, and at the end what was searched."""

import sys
import time
from contextlib import nullcontext
from typing import Any, NamedTuple

from rich.text import Text

from newsgrep.archive import Archive, Query
from newsgrep.cli.pager import pager, shows_links
from newsgrep.cli.query_options import QueryOptions
from newsgrep.cli.terminal import print_message
from newsgrep.cli.widening import widen
from newsgrep.cli.wording import ago, counted
from newsgrep.renderers import Layout, renderer
from newsgrep.renderers.console import QUIET, console
from newsgrep.results import Order

HITS_ON_A_SCREEN = 10


class Shown(NamedTuple):
    """How many articles there are to show, and how many of them are shown."""

    total: int
    shown: int


def print_screen(
    archive: Archive, query: QueryOptions, parsed: Query, name: str, layout: Layout, options: dict[str, Any]
) -> Shown:
    """Print the hits in the format of a name; below few that have all words, the best of those that have any."""
    offset, context = options["offset"], options["context"]
    limit = HITS_ON_A_SCREEN if options["limit"] is None else options["limit"]
    results = archive.search(
        parsed, order=Order(options["sort"]), limit=limit, offset=offset, context=context
    )
    found = results.total
    exact = max(0, min(limit, found - offset))
    widened = None
    if options["sort"] == Order.RELEVANCE and limit > exact:
        left = {"limit": limit - exact, "offset": max(0, offset - found), "context": context}
        widened = widen(archive, query, parsed, found, **left)
    if widened and not found and (hint := archive.suggest(parsed).query):
        print_message(f"did you mean: {hint}")
    total = widened.total if widened else found
    shown = Shown(total, max(0, min(limit, total - offset)))
    render = renderer(name)
    layout = layout._replace(links=layout.color and shows_links())
    with pager() if shown.shown else nullcontext(sys.stdout) as out:
        render(results, out, layout)
        if widened:
            out.write(f"{widened.heading}\n\n")
            render(widened.others, out, layout._replace(first_number=offset + exact + 1))
        if name == "compact" and shown.shown:
            out.write("\n")
        lines = [
            f"{_how_many(shown)} · {what_was_searched(archive)}",
            *_how_to_see_more(shown, offset, options["limit"]),
        ]
        console(out, layout).print(Text("\n".join(lines), QUIET))
    return shown


def _how_to_see_more(shown: Shown, offset: int, limit: int | None) -> list[str]:
    end = offset + shown.shown
    return [f"--offset {end} shows more, -n {shown.total} all"] if limit is None and end < shown.total else []


def _how_many(shown: Shown) -> str:
    matching = counted(shown.total, "article")
    return matching if shown.shown == shown.total else f"{matching}, {shown.shown:,} shown"


def what_was_searched(archive: Archive) -> str:
    """How many articles were searched, and how old the index is."""
    searched = f"{archive.count('*'):,} searched"
    moment = archive.indexed_at
    if moment is not None:
        searched += f", indexed {ago(time.time() - moment)}"
    changed = ("changed since: newsgrep index",) if archive.has_changed() else ()
    return " · ".join((searched, *changed))
