"""Hits, from whatever an engine has found."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import cast

import pytest

from newsgrep.archive import Results
from newsgrep.archive.locations import Locations
from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Snapshot
from newsgrep.errors import IndexDamagedError
from newsgrep.query.nodes import Word
from newsgrep.results import Match
from newsgrep.text import AnalysedQuery, Analyzer, SpanFinder


class FakeSnapshot:
    """So many articles, all found, of which one may be damaged; `read` counts those that were read."""

    def __init__(self, total: int, damaged: int | None = None, text: str = "crude oil") -> None:
        self.total = total
        self.read = 0
        self._damaged = damaged
        self._text = text

    def __iter__(self) -> Iterator[Match]:
        for number in range(self.total):
            yield Match(ArticleId(str(number)), str(number), 0.0)

    def paths(self) -> Iterator[str]:
        return map(str, range(self.total))

    def articles(self, ids: Iterable[ArticleId]) -> Iterator[Article | None]:
        for identifier in ids:
            self.read += 1
            if int(identifier) == self._damaged:
                raise IndexDamagedError("damaged")
            yield Article(identifier, identifier, self._text)


def hits_of(snapshot: FakeSnapshot) -> Results:
    finder = SpanFinder(AnalysedQuery(Word("oil"), Analyzer("english")))
    return Results(
        cast("Snapshot", snapshot), snapshot, finder, Locations(Path(), Path()), context=40, bounds=(0, None)
    )


@pytest.mark.parametrize("total", [0, 1, 2, 3, 4, 200])
def test_all_hits_come_in_order(total: int) -> None:
    hits = list(hits_of(FakeSnapshot(total)))
    assert [hit.location for hit in hits] == [str(number) for number in range(total)]
    assert all((hit.spans.text, hit.excerpt) == (((6, 9),), (0, 9)) for hit in hits)


def test_the_first_hit_waits_for_no_other_article_and_no_hit_for_many() -> None:
    snapshot = FakeSnapshot(200)
    hits = iter(hits_of(snapshot))
    for asked in range(1, 101):
        next(hits)
        assert asked <= snapshot.read < 2 * asked


def test_few_long_articles_are_held_at_once() -> None:
    snapshot = FakeSnapshot(200, text="oil " * 70_000)
    for asked, _ in enumerate(islice(hits_of(snapshot), 8), 1):
        assert snapshot.read == asked


@pytest.mark.parametrize("damaged", [0, 1, 5, 99])
def test_hits_before_a_damaged_article_still_come(damaged: int) -> None:
    hits = iter(hits_of(FakeSnapshot(100, damaged)))
    assert [hit.location for hit in islice(hits, damaged)] == [str(number) for number in range(damaged)]
    with pytest.raises(IndexDamagedError):
        next(hits)
