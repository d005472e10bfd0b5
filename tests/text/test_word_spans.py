"""Single words are marked without tokenising the whole of a text: where tokenising it would mark them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pytest
import reuters
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import lines, pieces, texts

from newsgrep.article import Article, ArticleId
from newsgrep.errors import QueryError
from newsgrep.query.globs import escape_glob
from newsgrep.query.nodes import Fuzzy, Leaf, Or, Pattern, Phrase, Within, Word
from newsgrep.results import MarkedSpans, Span
from newsgrep.text import AnalysedQuery, Analyzer, Slot, SpanFinder
from newsgrep.text.stems import kept_beginning
from newsgrep.text.terms import beginnings

ANALYZERS = {language: Analyzer(language) for language in ("english", "french")}
ENGLISH = ANALYZERS["english"]
ARTICLES = reuters.ALL if SCALE >= 10 else 1_000 * SCALE
REAL: tuple[Leaf, ...] = (
    *map(
        Word,
        ("said", "us", "U.S.", "who", "it", "mln", "company", "1987", "reuter", "at&t", "o'brien", "j.p."),
    ),
    *(Phrase("said"), Phrase("US"), Pattern("trad*"), Pattern("?n"), Pattern("*ing"), Fuzzy("trade", 1)),
)

words = st.one_of(
    pieces,
    st.sampled_from(("oil", "oils", "us", "U.S.", "who", "price", "1,200", "5", "e", "\u00e9t\u00e9")),
    st.text(max_size=3),
)
leaves: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(Word, words),
    st.builds(Fuzzy, words, st.none() | st.integers(0, 2)),
    st.builds(Phrase, words.map(escape_glob)),
    st.builds(
        Pattern,
        st.builds("{}{}{}".format, st.sampled_from(("", "*", "?")), words.map(escape_glob), st.just("*")),
    ),
)
articles = st.builds(
    Article, id=st.just(ArticleId("a")), path=st.just("a"), text=texts, title=st.none() | lines
)


@pytest.fixture(scope="module")
def news() -> list[Article]:
    return reuters.articles(ARTICLES)


def is_a_word(leaf: Leaf) -> bool:
    try:
        return all(len(AnalysedQuery(leaf, analyzer).slots(leaf)) == 1 for analyzer in ANALYZERS.values())
    except QueryError:
        return False


leaves = leaves.filter(is_a_word)


@lru_cache(1 << 12)  # the same news is looked at for many words
def words_of(analyzer: Analyzer, text: str) -> list[tuple[str, str, int, int]]:
    """Surface, stem, start and end of each token that is indexed."""
    return [
        (token.surface, analyzer.stem(token.surface), token.start, token.end)
        for token in analyzer.tokens(text)
        if token.surface
    ]


def agree(
    everywhere: Sequence[Leaf], in_title: Sequence[Leaf], written: Iterable[Article], analyzer: Analyzer
) -> None:
    """See that articles are marked, one after the other, where one of the leaves' slots matches a token."""
    query = Or((*everywhere, *(Within("title", leaf) for leaf in in_title)))
    terms = AnalysedQuery(query, analyzer)
    slots, title_slots = ([terms.slots(leaf)[0] for leaf in chosen] for chosen in (everywhere, in_title))

    def by_tokens(text: str, slots: Sequence[Slot]) -> tuple[Span, ...]:
        return tuple(
            (start, end)
            for surface, stem, start, end in words_of(analyzer, text)
            if any(slot.matches(surface, stem) for slot in slots)
        )

    finder = SpanFinder(terms)
    for article in written:
        wanted = MarkedSpans(
            by_tokens(article.title or "", [*slots, *title_slots]), by_tokens(article.text, slots)
        )
        assert finder.find(article) == wanted, article


@pytest.mark.parametrize("language", ANALYZERS)
@given(
    everywhere=st.lists(leaves, min_size=1, max_size=4),
    in_title=st.lists(leaves, max_size=2),
    written=st.lists(articles, min_size=1, max_size=3),
)
@settings(max_examples=50 * SCALE)
def test_random_words_are_marked_as_tokens_are(
    language: str, everywhere: list[Leaf], in_title: list[Leaf], written: list[Article]
) -> None:
    agree(everywhere, in_title, written, ANALYZERS[language])


@given(st.lists(articles, min_size=1, max_size=3), st.data())
@settings(max_examples=50 * SCALE)
def test_a_word_of_the_text_is_marked_as_a_token_is(written: list[Article], data: st.DataObject) -> None:
    surfaces = {token.surface for article in written for token in ENGLISH.tokens(article.text)} - {""}
    chosen = data.draw(st.lists(st.sampled_from(sorted(surfaces)), max_size=3)) if surfaces else []
    agree([leaf for leaf in map(Word, chosen) if is_a_word(leaf)], [], written, ENGLISH)


@reuters.needs_reuters
@pytest.mark.parametrize("leaf", REAL, ids=str)
def test_real_news_is_marked_as_its_tokens_are(leaf: Leaf, news: list[Article]) -> None:
    agree([leaf], [], news, ENGLISH)


ENDINGS = (
    *(
        "s",
        "'s",
        "ies",
        "ied",
        "ed",
        "eed",
        "ing",
        "ying",
        "ly",
        "y",
        "e",
        "er",
        "ation",
        "ization",
        "ational",
    ),
    *(
        "ability",
        "biliti",
        "ency",
        "ance",
        "ously",
        "iveness",
        "fulness",
        "ical",
        "icate",
        "alism",
        "ment",
        "ion",
    ),
)
english_words = st.builds(
    "{}{}{}".format,
    st.text("abcdegilnosty", max_size=4),
    st.sampled_from(("", *ENDINGS)),
    st.sampled_from(("", *ENDINGS)),
)


@given(pieces | st.text() | english_words)
@settings(max_examples=300 * SCALE)
def test_an_english_stem_says_how_its_surface_begins(text: str) -> None:
    for token in ENGLISH.tokens(text):
        kept = kept_beginning(ENGLISH.stem(token.surface), "english")
        assert token.surface.replace(".", "").startswith(kept)


@reuters.needs_reuters
def test_stems_of_real_news_say_how_their_surfaces_begin(news: list[Article]) -> None:
    surfaces = {token.surface for article in news for token in ENGLISH.tokens(article.text)}
    wrong = {
        surface
        for surface in surfaces
        if not surface.replace(".", "").startswith(kept_beginning(ENGLISH.stem(surface), "english"))
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("surface", "kept"),
    [
        ("said", "sa"),
        ("skies", "sk"),
        ("dying", "d"),
        ("lying", "l"),
        ("ties", "t"),
        ("as", "as"),
        ("a", "a"),
    ],
)
def test_what_a_stem_keeps(surface: str, kept: str) -> None:
    assert kept_beginning(ENGLISH.stem(surface), "english") == kept


def test_beginnings() -> None:
    def of(*leaves: Leaf, language: str = "english") -> frozenset[str] | None:
        analyzer = Analyzer(language)
        terms = AnalysedQuery(Or(leaves), analyzer)
        return beginnings([terms.slots(leaf)[0] for leaf in leaves], analyzer)

    assert of(Word("said"), Pattern("Tra*"), Phrase("x-")) == frozenset({"sa", "tr", "x"})
    assert of(Phrase("US")) == of(Word("U.S.")) == frozenset({"us"})  # with full stops or without
    assert of(Word("said"), Pattern("*s")) is None
    assert of(Word("said"), Pattern("s*")) == frozenset({"sa", "s"})
    assert of(Word("said"), Fuzzy("said", 1)) is None
    assert of(Word("said"), language="arabic") is None
    assert of(Phrase("said"), language="arabic") == frozenset({"sa"})
