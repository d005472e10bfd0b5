"""Real news for the tests: 19,043 articles of Reuters, with what they lack made up from their numbers."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "reuters.jsonl.gz"
ALL = 19_043

needs_reuters = pytest.mark.skipif(
    not DATA.exists(), reason="the Reuters articles are not beside this checkout"
)

_SOURCES = (None, "Reuters", "REUTERS", "AP", "The Post", "Reuters Asia")
_REPORTERS = ("Jane Smith", "Bob O'Brien", "Smith Jones", "Zoë Müller", "US Desk", "J.P. Morgan")


def records(count: int) -> list[dict[str, Any]]:
    """The first articles as they come: id, date, title, body, topics, places."""
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, count)]


def articles(count: int) -> list[Article]:
    """The first articles, with sources, authors, sections, tags, languages, and dates of every precision.

    Some come a second time, under another id: they tie.
    """
    return [article for number, record in enumerate(records(count)) for article in _made(number, record)]


def bare_articles() -> list[Article]:
    """All articles as they come: id, date, title and text alone."""
    return [
        Article(
            id=ArticleId(record["id"]),
            path="reuters.jsonl.gz",
            text=record["body"],
            title=record["title"],
            date=PublicationDate(int(record["date"].replace("-", "")), Precision.DAY, DateOrigin.RECORD),
        )
        for record in records(ALL)
    ]


def _made(number: int, record: dict[str, Any]) -> Iterator[Article]:
    path = f"{record['date'][:4]}/{record['date'][5:7]}/{'ab'[number % 2]}.jsonl"
    article = Article(
        id=ArticleId(f"{path}#{record['id']}"),
        path=path,
        text=record["body"],
        title=record["title"] if number % 17 else None,
        date=_date(number, int(record["date"].replace("-", ""))),
        source=_SOURCES[number % len(_SOURCES)],
        authors=tuple(_REPORTERS[one % len(_REPORTERS)] for one in range(number, number + number % 3)),
        section=record["topics"][0] if record["topics"] else None,
        language=(None, "en", "EN", "fr")[number % 4],
        tags=(*record["topics"], *record["places"]),
    )
    yield article
    if number % 40 == 0:
        yield article._replace(id=ArticleId(f"copies/{record['id']}.txt"), path=f"copies/{record['id']}.txt")


def _date(number: int, day: int) -> PublicationDate | None:
    if number % 11 == 0:
        return None
    if number % 13 == 0:
        return PublicationDate(day // 10000 * 10000 + 101, Precision.YEAR, DateOrigin.RECORD)
    if number % 7 == 0:
        return PublicationDate(day // 100 * 100 + 1, Precision.MONTH, DateOrigin.RECORD)
    return PublicationDate(day, Precision.DAY, DateOrigin.RECORD)
