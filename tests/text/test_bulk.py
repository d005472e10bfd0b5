"""Bulk analysis against the analyzer: the same surfaces, positions and lengths, whatever is written."""

from collections.abc import Sequence
from itertools import chain

import pytest
import reuters
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import lines, texts

from newsgrep.article import Article, ArticleId
from newsgrep.engines.fields import TEXT_FIELDS
from newsgrep.text import Analyzer, Token
from newsgrep.text.bulk import BulkAnalyzer, TokenArrays

LANGUAGES = ("english", "french", "russian")

articles = st.builds(
    Article,
    id=st.just(ArticleId("a")),
    path=st.just("a"),
    text=texts,
    title=st.none() | lines,
    authors=st.lists(lines, max_size=3).map(tuple),
)


def agree(bulk: BulkAnalyzer, analyzer: Analyzer, written: Sequence[Article]) -> None:
    """See that the tokens of articles are those that the analyzer gives, in every field."""
    headlines_and_texts = [analyzer.body_tokens(article) for article in written]
    bodies = bulk.tokens(map(TEXT_FIELDS["body"].parts, written))
    are_same(bulk, bodies, [[*headline, *text] for headline, text in headlines_and_texts])
    are_same(bulk, bodies.first_parts, [headline for headline, _ in headlines_and_texts])
    authors = bulk.tokens(map(TEXT_FIELDS["author"].parts, written))
    are_same(bulk, authors, [analyzer.author_tokens(article) for article in written])


def are_same(bulk: BulkAnalyzer, found: TokenArrays, wanted: Sequence[Sequence[Token]]) -> None:
    tokens = list(chain.from_iterable(wanted))
    assert [bulk.surfaces[number] for number in found.surfaces] == [token.surface for token in tokens]
    assert found.positions.tolist() == [token.position for token in tokens]
    assert found.lengths.tolist() == list(map(len, wanted))


@pytest.mark.parametrize("language", LANGUAGES)
@given(batches=st.lists(st.none() | st.lists(articles, max_size=4), min_size=1, max_size=6))
@settings(max_examples=15 * SCALE)
def test_bulk_tokens_are_the_analyzers(language: str, batches: list[list[Article] | None]) -> None:
    """What it has learned of the batches before must not matter, nor that it forgets, which is None here."""
    bulk = BulkAnalyzer(Analyzer(language))
    for written in batches:
        if written is None:
            bulk.forget()
        else:
            agree(bulk, Analyzer(language), written)


@reuters.needs_reuters
@pytest.mark.parametrize("language", LANGUAGES if SCALE >= 10 else LANGUAGES[:1])
def test_bulk_tokens_of_real_news_are_the_analyzers(language: str) -> None:
    analyzer = Analyzer(language)
    agree(BulkAnalyzer(analyzer), analyzer, reuters.articles(reuters.ALL if SCALE >= 10 else 1_000 * SCALE))
