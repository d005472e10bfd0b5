"""Hits as a table."""

from collections.abc import Iterable

from newsgrep.results import HIT_COLUMNS, Column, Hit, Table

_SHOWN = ("date", "location", "title", "excerpt")


def hit_table(hits: Iterable[Hit]) -> Table[Hit]:
    """The table of hits. `spans` are [start, end] of the matches in the text as stored."""
    return Table(HIT_COLUMNS, hits, _SHOWN)


def whole_table(hits: Iterable[Hit]) -> Table[Hit]:
    """The table of whole articles: as that of hits, with the text in place of an excerpt."""
    text: Column[Hit] = Column("text", "text", "article.text")
    return Table([text if column.name == "excerpt" else column for column in HIT_COLUMNS], hits)
