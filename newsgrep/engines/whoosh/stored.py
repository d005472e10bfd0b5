"""An article as it is kept in a segment: JSON, compressed, one record an article."""

import json
import zlib
from typing import Any

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate

_OPTIONAL = ("title", "url", "source", "section", "language")


def encode_article(article: Article) -> bytes:
    """The record of an article."""
    record: dict[str, Any] = {"id": article.id, "path": article.path, "text": article.text}
    for name in _OPTIONAL:
        value = getattr(article, name)
        if value is not None:
            record[name] = value
    if article.date is not None:
        record["date"] = [article.date.day, article.date.precision.value, article.date.origin.value]
    if article.authors:
        record["authors"] = article.authors
    if article.tags:
        record["tags"] = article.tags
    # ASCII JSON carries lone surrogates, which file names may hold. Level 1: higher ones cost time, save little.
    return zlib.compress(json.dumps(record, separators=(",", ":")).encode("ascii"), 1)


def decode_article(data: bytes | memoryview) -> Article:
    """The article of a record. Raises ValueError, KeyError, TypeError or zlib.error for any other bytes."""
    record = json.loads(zlib.decompress(data))
    date = record.get("date")
    return Article(
        id=ArticleId(record["id"]),
        path=record["path"],
        text=record["text"],
        title=record.get("title"),
        date=PublicationDate(date[0], Precision(date[1]), DateOrigin(date[2])) if date else None,
        url=record.get("url"),
        source=record.get("source"),
        authors=tuple(record.get("authors", ())),
        section=record.get("section"),
        language=record.get("language"),
        tags=tuple(record.get("tags", ())),
    )
