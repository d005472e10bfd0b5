"""Exported articles: a record each, from which `readers.exported` makes the same article again."""

from collections.abc import Iterable
from typing import Any, TextIO

from newsgrep.article import Article, PublicationDate
from newsgrep.renderers import Layout
from newsgrep.renderers.jsons import render_jsonl
from newsgrep.results import Column, Table

EXPORT_COLUMNS: tuple[Column[Article], ...] = (
    Column("newsgrep_export", "count", lambda _: 1),
    Column("id", "path"),
    Column("path", "path"),
    Column("title"),
    Column("date", "date", lambda article: article.date and str(article.date)),
    Column("date_precision", "text", lambda article: article.date and article.date.precision.value),
    Column("date_origin", "text", lambda article: article.date and article.date.origin.value),
    Column("text"),
    Column("url"),
    Column("source"),
    Column("authors", "list"),
    Column("section"),
    Column("language"),
    Column("tags", "list"),
    Column("format"),
    Column("other_dates", "data", lambda article: [_as_object(date) for date in article.other_dates]),
    Column("undated"),
    Column("replaced", "count"),
    Column("corrected", "list"),
)
"""The fields of a record, in their order; docs/export.md describes them. The first is the version of the format."""


def render_records(articles: Iterable[Article], stream: TextIO) -> int:
    """Write a record a line, as the articles come; gives how many."""
    return render_jsonl(Table(EXPORT_COLUMNS, articles), stream, Layout())


def _as_object(date: PublicationDate) -> dict[str, Any]:
    return {"date": str(date), "origin": date.origin.value}
