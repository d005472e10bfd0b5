"""Hits as a table: the fields that every format for programs has, in their order; docs/formats.md lists them."""

from collections.abc import Iterable

from newsgrep.results import Column, Hit, Table

HIT_COLUMNS: tuple[Column[Hit], ...] = (
    Column("id", "path", "article.id"),
    Column("path", "path", "article.path"),
    Column("location", "path"),
    Column("title", "text", "article.title"),
    Column("date", "date", lambda hit: hit.article.date and str(hit.article.date)),
    Column("date_precision", "text", lambda hit: hit.article.date and hit.article.date.precision.value),
    Column("date_origin", "text", lambda hit: hit.article.date and hit.article.date.origin.value),
    Column("score", "score"),
    Column("excerpt", "text", lambda hit: hit.article.text[slice(*hit.excerpt)]),
    Column("spans", "data", "spans.text"),
    Column("url", "text", "article.url"),
    Column("source", "text", "article.source"),
    Column("authors", "list", "article.authors"),
    Column("section", "text", "article.section"),
    Column("language", "text", "article.language"),
    Column("tags", "list", "article.tags"),
)
_SHOWN = ("date", "location", "title", "excerpt")


def hit_table(hits: Iterable[Hit]) -> Table[Hit]:
    """The table of hits. `spans` are [start, end] of the matches in the text as stored."""
    return Table(HIT_COLUMNS, hits, _SHOWN)


def whole_table(hits: Iterable[Hit]) -> Table[Hit]:
    """The table of whole articles: as that of hits, with the text in place of an excerpt."""
    text: Column[Hit] = Column("text", "text", "article.text")
    return Table([text if column.name == "excerpt" else column for column in HIT_COLUMNS], hits)
