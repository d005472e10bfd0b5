"""Hits as a table."""

from collections.abc import Iterable

from newsgrep.results import HIT_COLUMNS, LEADING_COLUMNS, Column, Hit, SearchResults, Table

_SHOWN = ("date", "location", "title", "excerpt")


def hit_table(results: SearchResults) -> Table[Hit]:
    """The table of hits. `spans` are [start, end] of the matches in the text as stored."""
    leading = results.leading
    columns = [column for column in LEADING_COLUMNS if column.name in leading]
    return Table((*columns, *HIT_COLUMNS), results, (*leading, *_SHOWN))


def whole_table(hits: Iterable[Hit]) -> Table[Hit]:
    """The table of whole articles: as that of hits, with the text in place of an excerpt."""
    text: Column[Hit] = Column("text", "text", "article.text")
    return Table([text if column.name == "excerpt" else column for column in HIT_COLUMNS], hits)
