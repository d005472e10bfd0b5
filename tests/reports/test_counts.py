"""Counts by facets, held against brute force over random archives, and against figures from elsewhere."""

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from itertools import product
from math import isclose, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import reuters
from conftest import SCALE
from handle import Handle, open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle, facet_values, period
from strategies import articles, facets, queries

from newsgrep.archive import Archive
from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.engines.collectors import Unit
from newsgrep.errors import UsageError
from newsgrep.facets import Facet, Period
from newsgrep.query import nodes
from newsgrep.reports.counts import (
    CountRow,
    Question,
    counts,
    facets_named,
    unit_named,
    wilson,
)
from newsgrep.reports.timeline import finest_period
from newsgrep.text import AnalysedQuery, SpanFinder

Values = tuple[str | None, ...]

recent = articles.map(
    lambda article: (
        article._replace(date=article.date._replace(day=20230101))
        if article.date and article.date.day < 20000000
        else article
    )
)
"""Articles of a few years, so that all days between can be walked through."""
archives = st.lists(recent, max_size=8, unique_by=lambda article: article.id)
removals = st.sets(st.integers(0, 7), max_size=3)
by_facets = facets.map(tuple).filter(lambda by: sum(isinstance(facet, Period) for facet in by) <= 1)
filters = st.sampled_from(
    [
        nodes.Everything(),
        nodes.Dates(20250101, 20250430),
        nodes.Dates(20250101, None, sure=True),
        nodes.Value("source", "reuters"),
        nodes.Undated(),
    ]
)


class BruteForce:
    """The rows, by walking through all articles and all days."""

    def __init__(self, live: list[Article], unit: Unit, by: tuple[Facet, ...]) -> None:
        self._oracle = Oracle(live)
        self._live = live
        self._unit = unit
        self._by = by

    def rows(self, query: nodes.Node, passing: nodes.Node, whole: nodes.Node) -> list[tuple[object, ...]]:
        matching, passed, of = (self._found(node) for node in (query, passing, whole))
        values = {values for article in passed for values in self._values(article)}
        values |= set(self._filled(passed, values))
        unit = Unit.ARTICLES if self._unit is Unit.ARTICLES else Unit.WORDS
        rows: list[tuple[object, ...]] = []
        for row in self._arranged(values, (), matching, AnalysedQuery(query, self._oracle.analyzer)):
            found = self._count(matching, row, AnalysedQuery(query, self._oracle.analyzer), self._unit)
            articles = self._count(of, row, AnalysedQuery(whole, self._oracle.analyzer), unit)
            rows.append((*row, "q", found, articles))
        return rows

    def _found(self, node: nodes.Node) -> list[Article]:
        ids = self._oracle.matching(node)
        return [article for article in self._live if article.id in ids]

    def _values(self, article: Article) -> Iterator[Values]:
        for row in product(*(facet_values(article, facet) for facet in self._by)):
            yield tuple(
                self._oracle.spelled(facet, value) for facet, value in zip(self._by, row, strict=True)
            )

    def _filled(self, passed: list[Article], rows: Iterable[Values]) -> Iterator[Values]:
        """Each combination of the other values with the period of each day from the first to the last."""
        place = next((place for place, facet in enumerate(self._by) if isinstance(facet, Period)), None)
        if place is None:
            return
        unit = Period(self._by[place])
        dates = [article.date for article in passed if article.date]
        exact = [
            one for one in dates if period(one, unit) == period(one._replace(precision=Precision.DAY), unit)
        ]
        if not exact:
            return
        day, last = min(one.to_date() for one in exact), max(one.to_date() for one in exact)
        while day <= last:
            number = day.year * 10000 + day.month * 100 + day.day
            name = period(PublicationDate(number, Precision.DAY, DateOrigin.TEXT), unit)
            for row in rows:
                yield (*row[:place], name, *row[place + 1 :])
            day += dt.timedelta(1)

    def _arranged(
        self, rows: set[Values], prefix: Values, matching: list[Article], query: AnalysedQuery
    ) -> Iterator[Values]:
        """By the first facet, and of each value by the next."""
        if len(prefix) == len(self._by):
            yield prefix
            return
        column = len(prefix)
        own = {row[column] for row in rows if row[:column] == prefix}
        order = sorted(own, key=lambda value: (value is None, value or ""))
        facet = self._by[column]
        if isinstance(facet, Period):
            whole = {
                Period.DECADE: 5,
                Period.YEAR: 4,
                Period.QUARTER: 7,
                Period.MONTH: 7,
                Period.WEEK: 8,
                Period.DAY: 10,
            }
            order.sort(key=lambda value: (value is None, len(value or "") != whole[facet]))
        else:
            order.sort(key=lambda value: -self._count(matching, (*prefix, value), query, self._unit))
        for value in order:
            yield from self._arranged(rows, (*prefix, value), matching, query)

    def _count(self, articles: list[Article], prefix: Values, query: AnalysedQuery, unit: Unit) -> int:
        """Of the articles that have these values of the first facets."""
        return sum(
            self._weight(article, query, unit)
            for article in articles
            if prefix in {values[: len(prefix)] for values in self._values(article)}
        )

    def _weight(self, article: Article, query: AnalysedQuery, unit: Unit) -> int:
        if unit is Unit.WORDS:
            headline, text = self._oracle.analyzer.body_tokens(article)
            return len(headline) + len(text)
        if unit is Unit.OCCURRENCES:
            marked = SpanFinder(query).find(article)
            return len(marked.title) + len(marked.text)
        return 1


def rows_of(
    engine: Handle,
    query: nodes.Node,
    passing: nodes.Node,
    whole: nodes.Node,
    by: tuple[Facet, ...],
    unit: Unit,
) -> list[CountRow]:
    question = Question("q", *map(engine.analysed, (query, passing, whole)))
    return counts(engine.snapshot(), question, by, unit, {})


@pytest.mark.parametrize("vector", [False, True])
@given(
    archive=st.tuples(archives, removals),
    query=queries,
    passing=filters,
    whole=st.none() | queries,
    by=by_facets,
    unit=st.sampled_from([Unit.ARTICLES, Unit.OCCURRENCES]),
)
@settings(max_examples=30 * SCALE)
def test_counts_are_those_of_brute_force(
    archive: tuple[list[Article], set[int]],
    query: nodes.Node,
    passing: nodes.Node,
    whole: nodes.Node | None,
    by: tuple[Facet, ...],
    unit: Unit,
    *,
    vector: bool,
) -> None:
    asked = nodes.And((query, passing))
    whole = whole or passing
    written, removed = archive
    with TemporaryDirectory() as folder:
        engine = open_whoosh(Path(folder), vector=vector)
        parts = [written[:3], written[3:]]
        engine.commit([segment for part in parts if (segment := engine.write(part))])
        gone = {ArticleId(one.id) for number, one in enumerate(written) if number in removed}
        engine.commit([], gone)
        live = [article for article in written if article.id not in gone]
        rows = rows_of(engine, asked, passing, whole, by, unit)
        assert [tuple(row[: len(by) + 3]) for row in rows] == BruteForce(live, unit, by).rows(
            asked, passing, whole
        )
        for row in rows:
            check_numbers(row, has_interval=unit is Unit.ARTICLES and row.matches <= row.articles)
        if unit is Unit.ARTICLES and not {"author", "tag", "flag"} & set(by):
            assert sum(row.matches for row in rows) == engine.count(asked)
        engine.close()


def check_numbers(row: CountRow, *, has_interval: bool) -> None:
    if not row.articles:
        assert (row.share, row.low, row.high) == (None, None, None)
        return
    assert row.share == row.matches / row.articles
    if not has_interval:
        assert (row.low, row.high) == (None, None)
        return
    assert row.low is not None
    assert row.high is not None
    assert 0 <= row.low <= row.share <= row.high <= 1


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bounds_are_those_shares_from_which_what_was_counted_is_1_96_deviations_away(
    counted: tuple[int, int],
) -> None:
    matches, articles = counted
    share = matches / articles
    for bound in wilson(matches, articles):
        distance = 1.959964 * sqrt(bound * (1 - bound) / articles)
        assert isclose(abs(bound - share), distance, rel_tol=1e-6, abs_tol=1e-7)


@pytest.mark.parametrize(
    ("matches", "articles", "low", "high"),
    [(25, 2314, 0.007329, 0.015901), (0, 10, 0, 0.277533), (10, 10, 0.722467, 1)],
)
def test_bounds_that_were_computed_elsewhere(matches: int, articles: int, low: float, high: float) -> None:
    assert wilson(matches, articles) == pytest.approx((low, high), abs=5e-7)


def dated(*days: str | None) -> list[Article]:
    """An article for each date, as far as it is known."""
    precisions = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
    return [
        Article(
            ArticleId(f"{number}"),
            "p",
            "oil",
            date=PublicationDate(
                int(f"{day}-01-01"[:10].replace("-", "")), precisions[len(day)], DateOrigin.TEXT
            )
            if day
            else None,
        )
        for number, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        ((), Period.DAY),
        ((None, "2025", "2025-05"), Period.DAY),
        (("2025-05-01", "2025-06-09"), Period.DAY),
        (("2025-05-01", "2025-06-10"), Period.WEEK),
        (("2025-05-01", "2025-06-09", None), Period.WEEK),
        (("2025-05-01", "2025-06-09", "2025"), Period.WEEK),
        (("2024-12-30", "2025-10-05"), Period.WEEK),
        (("2024-12-30", "2025-10-06"), Period.MONTH),
        (("2022-01-31", "2025-05-01"), Period.QUARTER),
        (("1990-01-01", "2025-01-01", "2025"), Period.YEAR),
        (("1980-01-01", "2025-01-01"), Period.DECADE),
        (("1605-01-01", "2025-01-01"), Period.DECADE),
    ],
)
def test_a_timeline_has_the_finest_period_of_at_most_40_rows(
    tmp_path: Path, days: tuple[str | None, ...], unit: Period
) -> None:
    engine = open_whoosh(tmp_path)
    if days:
        engine.add(*dated(*days))
    everything = engine.analysed(nodes.Everything())
    assert finest_period(engine.snapshot(), [everything]) is unit
    rows = rows_of(engine, nodes.Word("oil"), nodes.Everything(), nodes.Everything(), (unit,), Unit.ARTICLES)
    assert len(rows) <= 40 or unit is Period.DECADE
    assert sum(row.matches for row in rows) == len(days)


def test_four_centuries_by_day_are_all_there(tmp_path: Path) -> None:
    engine = open_whoosh(tmp_path)
    engine.add(*dated("1605-01-01", "2025-01-01"))
    everything = nodes.Everything()
    rows = rows_of(engine, everything, everything, everything, (Period.DAY,), Unit.ARTICLES)
    assert len(rows) == (dt.date(2025, 1, 1) - dt.date(1605, 1, 1)).days + 1
    assert [row for row in rows if row.matches] == [rows[0], rows[-1]]


def test_more_rows_than_memory_has_room_for_are_refused(tmp_path: Path) -> None:
    engine = open_whoosh(tmp_path)
    first, last = dated("1605-01-01", "2025-01-01")
    engine.add(first._replace(tags=tuple(f"{number}" for number in range(9))), last)
    everything = nodes.Everything()
    with pytest.raises(
        UsageError, match="153,403 periods for each of 10 values are more than 1,000,000 rows"
    ):
        rows_of(engine, everything, everything, everything, (Period.DAY, "tag"), Unit.ARTICLES)


@pytest.mark.parametrize("names", [(), ("moon",), ("Month",), ("month", "year"), ("source", "source")])
def test_facets_that_are_none_or_do_not_go_together_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        facets_named(names)


def test_units_have_names() -> None:
    assert [unit_named("articles"), unit_named("words")] == [Unit.ARTICLES, Unit.OCCURRENCES]
    with pytest.raises(UsageError):
        unit_named("tokens")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """All of Reuters."""
    folder = tmp_path_factory.mktemp("news")
    shutil.copy(reuters.DATA, folder)
    with Archive.create(folder) as archive:
        archive.index([folder], jobs=2)
        yield archive


@reuters.needs_reuters
@pytest.mark.parametrize(
    ("query", "by_month", "occurrences"),
    [
        ("opec", [1, 88, 27, 0, 25, 0, 0, 0, 7], 670),
        ("wheat", [5, 196, 165, 0, 31, 0, 0, 0, 12], 1208),
        ('"interest rate"', [5, 125, 58, 0, 32, 0, 0, 0, 21], 327),
    ],
)
def test_counts_of_real_news_are_those_that_were_computed_elsewhere(
    news: Archive, query: str, by_month: list[int], occurrences: int
) -> None:
    rows = news.counts(query)
    assert [row._asdict()["month"] for row in rows] == [f"1987-{month:02}" for month in range(2, 11)]
    assert [row.matches for row in rows] == by_month
    assert [row.articles for row in rows] == [211, 10536, 4739, 0, 2314, 0, 0, 0, 1243]
    assert sum(row.matches for row in news.counts(query, by="decade", unit="words")) == occurrences
    assert sum(row.matches for row in news.counts(query, by=None)) == news.count(query)
