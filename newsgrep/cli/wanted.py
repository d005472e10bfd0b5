"""What a search is to print: which of its hits, in which order and format."""

import sys
from typing import Any

from newsgrep.archive import Archive, Query, Results
from newsgrep.cli.formats import FOR_A_PERSON
from newsgrep.cli.terminal import is_terminal
from newsgrep.renderers import Layout
from newsgrep.results import Order

_HITS_ON_A_SCREEN = 10


class Wanted:
    """The options of a search beside its queries.

    `name` is that of the output format. `limit` is the most hits, or paths, of a query, None for all; `is_limited`: the
    user has said so.
    """

    # Not a named tuple, which takes longer to make than all else in this module.
    __slots__ = ("context", "is_limited", "layout", "limit", "name", "offset", "on_screen", "order")

    def __init__(self, name: str, layout: Layout, options: dict[str, Any]) -> None:
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

    def find(self, archive: Archive, query: Query) -> Results:
        """The results of a query."""
        return archive.search(
            query,
            order=self.order,
            limit=self.limit,
            offset=self.offset,
            context=self.context,
            one_per_file=self.name == "files",
        )
