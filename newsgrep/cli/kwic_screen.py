"""Keywords in context on a terminal: lines through the pager, and at the end how many there are."""

from collections.abc import Iterator
from itertools import chain

from rich.text import Text

from newsgrep.archive import Archive, Query
from newsgrep.cli.pager import pager, shows_links
from newsgrep.cli.screen import what_was_searched
from newsgrep.cli.wording import counted
from newsgrep.renderers import Layout
from newsgrep.renderers.concordance import render_concordance
from newsgrep.renderers.console import QUIET, console
from newsgrep.reports.kwic import KwicLine

LINES_ON_A_SCREEN = 20
_MOST_READ = 20_000
"""Articles; to count the lines of more would keep a person waiting."""


def print_screen(archive: Archive, parsed: Query, lines: Iterator[KwicLine], layout: Layout) -> bool:
    """Print lines, and below them how many there are of the query in all; nothing for none. Gives whether there is any."""
    first = next(lines, None)
    if first is None:
        return False
    layout = layout._replace(links=layout.color and shows_links())
    with pager() as out:
        shown = render_concordance(chain([first], lines), out, layout)
        below = Text(f"\n{how_many(archive, parsed, shown)} · {what_was_searched(archive)}", QUIET)
        console(out, layout).print(below)
    return True


def how_many(archive: Archive, parsed: Query, shown: int) -> str:
    """How many lines there are, and in how many articles; of too many articles only how many these are."""
    matching = archive.count(parsed)
    if matching > _MOST_READ:
        return f"{counted(shown, 'line')} shown of those in {counted(matching, 'article')}; -c counts all"
    total, articles = archive.occurrences(parsed)
    every = f"{counted(total, 'line')} in {counted(articles, 'article')}"
    return every if shown == total else f"{every}, {shown:,} shown; -n {total} shows all"
