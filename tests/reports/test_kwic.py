"""Keywords in context, held against tokens and plain lists over random archives."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from conftest import SCALE
from handle import Handle, open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from span_oracle import marked_spans
from strategies import IDS, articles, queries

from newsgrep.archive import Archive
from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.query import nodes
from newsgrep.reports.kwic import KwicLine, KwicOrder, count_occurrences, kwic
from newsgrep.results import Order, Span
from newsgrep.text import Analyzer

ANALYZER = Analyzer("english")
histories = st.lists(st.lists(articles, min_size=1, max_size=5), max_size=3)
few_words = st.integers(0, 4)


def lines_of(engine: Handle, query: nodes.Node, **options: Any) -> list[KwicLine]:
    wanted = {"before": 10, "after": 10, **options}
    return list(kwic(engine.snapshot(), engine.analysed(query), located, **wanted))


def located(article: Article) -> str:
    return f"here/{article.id}"


def played(engine: Handle, history: list[list[Article]], removed: list[ArticleId]) -> dict[str, Article]:
    """Commit segments, then remove articles; gives what is left."""
    left: dict[str, Article] = {}
    for segment in history:
        left |= {article.id: article for article in segment}
        engine.add(*segment)
    engine.commit([], removed)
    return {identifier: article for identifier, article in left.items() if identifier not in removed}


def lines_by_hand(articles: dict[str, Article], query: nodes.Node, before: int, after: int) -> list[KwicLine]:
    oracle = Oracle(list(articles.values()))
    return [
        line
        for identifier, _ in oracle.search(query, Order.OLDEST)
        for line in _lines_of_article(oracle, articles[identifier], query, before, after)
    ]


def _lines_of_article(
    oracle: Oracle, article: Article, query: nodes.Node, before: int, after: int
) -> Iterator[KwicLine]:
    spans = marked_spans(oracle, article, query)
    texts: tuple[tuple[Literal["title", "text"], str, tuple[Span, ...]], ...] = (
        ("title", article.title or "", spans.title),
        ("text", article.text, spans.text),
    )
    for field, text, places in texts:
        for start, end in places:
            yield KwicLine(
                article.id,
                f"here/{article.id}",
                str(article.date) if article.date else None,
                article.source,
                field,
                " ".join(text[:start].split()[-before:] if before else ()),
                " ".join(text[start:end].split()),
                " ".join(text[end:].split()[:after]),
                start,
                end,
            )


@given(
    history=histories,
    removed=st.lists(st.sampled_from(IDS), max_size=2),
    asked=st.lists(st.tuples(queries, few_words, few_words), min_size=1, max_size=5),
)
@settings(max_examples=40 * SCALE)
def test_lines_are_the_oracles(
    history: list[list[Article]], removed: list[ArticleId], asked: list[tuple[nodes.Node, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        engine = open_whoosh(Path(folder))
        articles = played(engine, history, removed)
        for query, before, after in asked:
            wanted = lines_by_hand(articles, query, before, after)
            assert lines_of(engine, query, before=before, after=after) == wanted
            counted = count_occurrences(engine.snapshot(), engine.analysed(query))
            assert counted == (len(wanted), len({line.id for line in wanted}))
        engine.close()


@given(
    history=histories,
    query=queries,
    order=st.sampled_from(KwicOrder),
    seed=st.integers(0, 3),
    limit=st.none() | st.integers(0, 4),
)
@settings(max_examples=40 * SCALE)
def test_orders_are_the_oracles(
    history: list[list[Article]], query: nodes.Node, order: KwicOrder, seed: int, limit: int | None
) -> None:
    def key(line: KwicLine) -> Any:
        match order:
            case KwicOrder.DATE:
                return 0
            case KwicOrder.LEFT:
                return [token.surface for token in reversed(ANALYZER.tokens(line.left))]
            case KwicOrder.RIGHT:
                return [token.surface for token in ANALYZER.tokens(line.right)]
            case KwicOrder.RANDOM:
                return sha256(
                    "\0".join([str(seed), line.id, line.field, str(line.start)]).encode()
                ).hexdigest()

    with TemporaryDirectory() as folder:
        engine = open_whoosh(Path(folder))
        articles = played(engine, history, [])
        wanted = sorted(lines_by_hand(articles, query, 10, 10), key=key)[:limit]
        assert lines_of(engine, query, order=order, seed=seed, limit=limit) == wanted
        engine.close()


def test_no_article_is_read_for_a_query_without_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("oil and gas\n")
    with Archive.create(tmp_path) as archive:
        archive.index([tmp_path], jobs=1)
        monkeypatch.setattr(SegmentReader, "article", lambda *_: pytest.fail("an article is read"))
        for query in ("*", "NOT corn", "author:smith OR path:a*"):
            assert archive.count(query) == 1
            assert list(archive.kwic(query, order="left")) == []
            assert archive.occurrences(query) == (0, 0)
            assert [row.matches for row in archive.counts(query, by="year", unit="words")] == [0]
            assert archive.terms(query, near=3) == []
