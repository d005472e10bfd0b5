"""Bulk analysis against the analyzer: the same surfaces, positions and lengths, whatever is written."""

from collections.abc import Sequence
from itertools import chain

import pytest
import reuters
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.schema import TEXT_FIELDS
from newsgrep.text import Analyzer, Token
from newsgrep.text.bulk import BulkAnalyzer, TokenArrays

LANGUAGES = ("english", "french", "russian")
BULK = {language: BulkAnalyzer(Analyzer(language)) for language in LANGUAGES}
"""Kept from example to example: what they have learned must not matter."""

PIECES = (
    *(
        "oil",
        "Oil",
        "OIL",
        "us",
        "US",
        "U.S.",
        "u.s.",
        "U.S",
        "IT",
        "who",
        "AT&T",
        "R&D",
        "J.P.Morgan",
        "Ph.D.",
    ),
    *(
        "Trump's",
        "TRUMP'S",
        "TRUMP's",
        "Trump\u2019s",
        "TRUMP\u2019s",
        "'s",
        "\u2019s",
        "S's",
        "don't",
        "DON\u2019T",
    ),
    *(
        "1,200.50",
        "1.5bn",
        "30bn",
        "1980's",
        "G7",
        "COVID-19",
        "rate-hikes",
        "...",
        "--",
        "a_b",
        "@who",
        "#oil",
    ),
    *(
        "l'Europe",
        "L\u2019EUROPE",
        "aujourd'hui",
        "\u00e9t\u00e9",
        "\u00c9T\u00c9",
        "e\u0301te\u0301",
        "\u0153uvre",
    ),
    *(
        "\u0420\u043e\u0441\u0441\u0438\u044f",
        "\u0420\u041e\u0421\u0421\u0418\u042f",
        "\u0451\u043b\u043a\u0430",
    ),
    *(
        "\u95a2\u7a0e",
        "\u30ab\u30ca\u30bf\u3099",
        "\u0e20\u0e32\u0e29\u0e35",
        "stra\u00dfe",
        "\u0130stanbul",
        "\ufb01n",
    ),
    *(
        "\ud800",
        "a\udcff",
        "\x00",
        "oil\x00",
        "\x00oil",
        "\u00ad",
        "co\u00adop",
        "\u200b",
        "\ufeff",
        "\ue000",
        "`s",
    ),
    *(
        "fifteen-bytes-xx",
        "sixteen-bytes-xxx",
        "sixteenbytesxxxx",
        "seventeenbytesxxx",
        "\u00e9" * 8,
        "\u00e9" * 9,
    ),
    *("x" * 255, "y" * 256, "\u0436" * 128),
)
SPACES = (
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\xa0",
    "\u2003",
    "\u202f",
    "\u3000",
    "\x1c",
    "\x1f",
    "",
    "-",
    "\u2014",
    ",",
)
BREAKS = ("\n", "\n", "\r", "\r\n", "\n\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1e", "\n\n")

pieces = st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=()), max_size=20)
words = st.lists(st.tuples(pieces, st.sampled_from(SPACES)).map("".join), max_size=8).map("".join)
lines = words | words.map(str.upper)
texts = st.lists(st.tuples(lines, st.sampled_from(BREAKS)).map("".join), max_size=5).map("".join)
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
@given(written=st.lists(articles, max_size=4), forget=st.booleans())
@settings(max_examples=30 * SCALE)
def test_bulk_tokens_are_the_analyzers(language: str, written: list[Article], forget: bool) -> None:  # noqa: FBT001  drawn
    if forget:
        BULK[language].forget()
    agree(BULK[language], Analyzer(language), written)


@reuters.needs_reuters
@pytest.mark.parametrize("language", LANGUAGES if SCALE >= 10 else LANGUAGES[:1])
def test_bulk_tokens_of_real_news_are_the_analyzers(language: str) -> None:
    analyzer = Analyzer(language)
    agree(BulkAnalyzer(analyzer), analyzer, reuters.articles(reuters.ALL if SCALE >= 10 else 1_000 * SCALE))
