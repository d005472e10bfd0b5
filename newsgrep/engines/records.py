"""Articles as JSON: how an engine stores them."""

import json
from functools import lru_cache
from itertools import starmap
from typing import Any

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate

_ENCODER = json.JSONEncoder(separators=(",", ":"))
_DECODER = json.JSONDecoder()
_OPTIONAL = ("title", "url", "source", "section", "language", "format", "undated")


def encode_article(article: Article) -> bytes:
    """An article as JSON, ASCII."""
    record: dict[str, Any] = {"id": article.id, "path": article.path, "text": article.text}
    for name in _OPTIONAL:
        value = getattr(article, name)
        if value is not None:
            record[name] = value
    if article.date is not None:
        record["date"] = _encode_date(article.date)
    if article.other_dates:
        record["other_dates"] = [_encode_date(date) for date in article.other_dates]
    if article.replaced:
        record["replaced"] = article.replaced
    if article.authors:
        record["authors"] = article.authors
    if article.tags:
        record["tags"] = article.tags
    if article.corrected:
        record["corrected"] = article.corrected
    # ASCII JSON can represent lone surrogates, which file names may contain.
    return _ENCODER.encode(record).encode("ascii")


def decode_article(data: bytes) -> Article:
    """The inverse of `encode_article`. Raises ValueError, KeyError and TypeError for other bytes."""
    text = data.decode("ascii")
    record, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("more than one record")
    get = record.get
    date = get("date")
    return Article(  # by position: by name it takes half as long again
        ArticleId(record["id"]),
        record["path"],
        record["text"],
        get("title"),
        _decode_date(*date) if date else None,
        get("url"),
        get("source"),
        tuple(get("authors", ())),
        get("section"),
        get("language"),
        tuple(get("tags", ())),
        get("format"),
        tuple(starmap(_decode_date, get("other_dates", ()))),
        get("undated"),
        get("replaced", 0),
        tuple(get("corrected", ())),
    )


def _encode_date(date: PublicationDate) -> tuple[int, str, str]:
    return date.day, date.precision.value, date.origin.value


@lru_cache(maxsize=1 << 12)  # many articles are of the same days
def _decode_date(day: int, precision: str, origin: str) -> PublicationDate:
    return PublicationDate(day, Precision(precision), DateOrigin(origin))
