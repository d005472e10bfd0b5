"""What a query's words find in a text, and what they must not: in both directions, by marking."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import distance

from newsgrep.article import Article, ArticleId
from newsgrep.errors import QueryError
from newsgrep.facts import WordCount
from newsgrep.query import parse
from newsgrep.text import AnalysedQuery, Analyzer, SpanFinder
from newsgrep.text.spelling import nearest_word
from newsgrep.text.terms import edits_allowed

ENGLISH = Analyzer("english")


def finder(query: str) -> SpanFinder:
    return SpanFinder(AnalysedQuery(parse(query, today=date(2025, 5, 6)), ENGLISH))


def marked(query: str, text: str, title: str | None = None) -> list[str]:
    """What a query marks, the title's marks first."""
    article = Article(ArticleId("a"), "a", text, title)
    spans = finder(query).find(article)
    in_title = [article.title[slice(*span)] for span in spans.title] if article.title else []
    return in_title + [text[slice(*span)] for span in spans.text]


FOUND: list[tuple[str, str, list[str]]] = [
    ("tariff", "Tariffs and a tariff", ["Tariffs", "tariff"]),
    ('"tariffs"', "Tariffs and a tariff", ["Tariffs"]),
    ('"tariff"', "Tariffs", []),
    ("Trump's", "Trump said", ["Trump"]),
    ("trump", "Trump\u2019s men", ["Trump"]),
    ("don't", "they dont", ["dont"]),
    ("dont", "they don\u2019t", ["don\u2019t"]),
    ("obrien", "O'Brien", ["O'Brien"]),
    ("O\u2019Brien", "OBrien", ["OBrien"]),
    ("at", "AT&T at home", ["at"]),
    ("AT&T", "at AT&T and at&t", ["AT&T", "at&t"]),
    ("nato", "N.A.T.O. and NATO", ["N.A.T.O.", "NATO"]),
    ("U.N.", "the UN", ["UN"]),
    ("us", "let us go to the U.S. or the US", ["us", "U.S.", "US"]),
    ("US", "let us go to the U.S. or the US", ["U.S.", "US"]),
    ("u.s.", "let us go to the U.S. or the US", ["U.S.", "US"]),
    ('"us"', "let us go to the U.S. or the US", ["us", "U.S.", "US"]),
    ('"US"', "let us go to the U.S.", ["U.S."]),
    ("WHO", "who is the WHO", ["WHO"]),
    ("TELL US NOW", "tell us now, US", ["tell", "us", "now", "US"]),
    ("US OR OIL", "let us in", []),
    ("covid", "COVID-19", ["COVID"]),
    ("covid-19", "COVID-19 and covid 19", ["COVID-19", "covid 19"]),
    ("covid-19", "19 covid", []),
    ("1,200", "1200 or 1,200", ["1200", "1,200"]),
    ("1200", "1,200", ["1,200"]),
    ("200", "1,200", []),
    ("café", "cafe CAFÉ", ["cafe", "CAFÉ"]),
    ("関税", "新关税関税", ["関税"]),
    ("税関", "関税", []),
    ("tariff*", "tariffs tariff", ["tariffs", "tariff"]),
    ("*riff", "tariffs tariff", ["tariff"]),
    ("organi?ation", "organisation organization organiation", ["organisation", "organization"]),
    ('"trade tar*"', "a trade tariff", ["trade tariff"]),
    ("tarif~", "tariff tarifs tar", ["tariff", "tarifs"]),
    ("tarff~1", "tariff tariffs", ["tariff"]),
    ("oli~", "oil", ["oil"]),
    ("oil~0", "oil oils", ["oil"]),
    ('"crude oil"', "oil, crude oil and crude", ["crude oil"]),
    ('"oil crude"~2', "crude and oil", ["crude", "oil"]),
    ('"oil crude"~1', "crude and the oil", []),
    ('"oil oil"~3', "oil here", []),
    ('"oil oil"~3', "oil and oil", ["oil", "oil"]),
    ("tariff NEAR/2 canada", "Tariffs hit all Canada", ["Tariffs", "Canada"]),
    ("tariff NEAR/1 canada", "Tariffs hit all Canada", []),
    ('"crude oil" NEAR/1 price', "crude oil prices", ["crude oil", "prices"]),
    ('"crude * prices"', "crude oil prices, crude prices, crude and oil prices", ["crude oil prices"]),
    ('"crude * * prices"', "crude oil prices, crude and oil prices", ["crude and oil prices"]),
    ('"crude * pri*"', "crude oil prices", ["crude oil prices"]),
    ('"crude *, prices"', "crude oil prices", ["crude oil prices"]),
    ('"crude * oil" NEAR/1 price', "crude US oil prices", ["crude US oil", "prices"]),
    ("covid-*-law", "the covid-19 law", ["covid-19 law"]),
    ('"crude * prices"', f"crude {'x' * 300} prices", [f"crude {'x' * 300} prices"]),
    ("tariff BEFORE/2 canada", "Tariffs hit all Canada", ["Tariffs", "Canada"]),
    ("canada BEFORE/2 tariff", "Tariffs hit all Canada", []),
    ("oil BEFORE/1 oil", "oil oil", ["oil", "oil"]),
    ("oil BEFORE/1 oil", "oil", []),
    ("(crude OR oil) NEAR/1 price", "price of oil, crude prices", ["price", "oil", "crude", "prices"]),
    ('(crude OR "crude oil") BEFORE/1 price', "crude oil and prices, crude", ["crude oil", "prices"]),
    ('price BEFORE/1 (crude OR "crude oil")', "prices of crude oil", ["prices", "crude oil"]),
    ('("crude oil" OR gas*) NEAR/1 (oil OR "oil price")', "crude oil prices", []),
    ('(oil OR "oil price") NEAR/1 (price* OR rise)', "oil price", ["oil", "price"]),
    ('(oil OR "oil price") BEFORE/1 (price* OR rise)', "oil price to rise", ["oil price", "rise"]),
    ("oil NOT gas", "oil gas", ["oil"]),
    ("oil source:gas", "oil gas", ["oil"]),
    ("oil^3 OR gas", "oil gas", ["oil", "gas"]),
    ("author:smith", "smith", []),
    ("the oil", "the oil", ["the", "oil"]),
]


@pytest.mark.parametrize(
    ("query", "text", "wanted"), FOUND, ids=[f"{query} in {text}" for query, text, _ in FOUND]
)
def test_marks(query: str, text: str, wanted: list[str]) -> None:
    assert marked(query, text) == wanted


def test_titles_are_marked_too() -> None:
    assert marked("oil", "the oil", "Oil!") == ["Oil", "oil"]
    assert marked("title:oil", "the oil", "Oil!") == ["Oil"]
    assert marked('"oil the"', "the oil", "Oil") == []


def test_any_one_word_reaches_from_no_headline_into_the_text() -> None:
    assert marked('"oil * prices"', "prices", "oil and") == []
    assert marked(f'"oil {"* " * 50}prices"', "prices " * 60, "oil") == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('"* prices"', "leave it out"),
        ('"crude *"', "leave it out"),
        ("covid-*", "leave it out"),
        ('"crude * prices"~5', "other words may stand anywhere"),
        (f'"crude {"* " * 51}prices"', "at most 50"),
    ],
)
def test_any_one_word_stands_between_others(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        marked(query, "crude oil prices")


@pytest.mark.parametrize(
    ("most", "one_more"),
    [
        ("a " * 1_000, "a " * 1_001),
        (f'"{"a " * 1_000}"', f'"{"a " * 1_001}"'),
        ("id:a " * 1_000, "id:a " * 1_001),
        ("关" * 1_000, "关" * 1_001),
        ("a-b " * 500, "a-b " * 500 + "a"),
        ("title:(" + "a " * 999 + ") date:2025", "title:(" + "a " * 999 + ") date:2025 id:a"),
        ("a NEAR/5 b " * 500, "a NEAR/5 b " * 500 + "a"),
    ],
)
def test_a_query_has_at_most_a_thousand_tokens(most: str, one_more: str) -> None:
    AnalysedQuery(parse(most, today=date(2025, 5, 6)), ENGLISH).check()
    with pytest.raises(QueryError, match="more than 1,000 terms"):
        AnalysedQuery(parse(one_more, today=date(2025, 5, 6)), ENGLISH).check()


def test_a_word_with_dashes_is_counted_once_when_it_becomes_several() -> None:
    tree = parse("a-b " * 500, today=date(2025, 5, 6), any_word=True)
    AnalysedQuery(tree, ENGLISH).check()


def test_a_word_with_dashes_is_one_word_of_the_line_when_it_becomes_several() -> None:
    """Else three words in capitals would make a line in which capitals mean nothing."""
    tree = parse("US COVID-19", today=date(2025, 5, 6), any_word=True)
    article = Article(ArticleId("a"), "a", "let us test for covid in the US")
    spans = SpanFinder(AnalysedQuery(tree, ENGLISH)).find(article)
    assert [article.text[slice(*span)] for span in spans.text] == ["covid", "US"]


@pytest.mark.parametrize("query", [r"\&", '"\N{HAIR SPACE}½"~'])
def test_what_holds_no_token_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        marked(query, "text")


def test_a_fuzzy_word_of_several_tokens_is_refused() -> None:
    with pytest.raises(QueryError):
        marked("rate-hikes~1", "text")


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("tarrifs", "tariff"),
        ("tarif", "tariff"),
        ("canda", "canada"),
        ("zzzzzz", None),
        ("oi", None),
        ("oil", None),
    ],
)
def test_the_nearest_word(word: str, nearest: str | None) -> None:
    """Fewest edits first; short words are not corrected."""
    words = [WordCount("canada", 5), WordCount("oil", 9), WordCount("tariff", 7), WordCount("tariffs", 3)]
    near = [one for one in words if distance(word, one.word) <= edits_allowed(word)]
    assert nearest_word(word, near) == nearest


def test_of_words_as_near_the_one_in_most_articles() -> None:
    assert nearest_word("cat", [WordCount("bat", 1), WordCount("hat", 3)]) == "hat"


@given(st.lists(st.sampled_from(["oil", "OIL", "Oils,", "U.S.", "us", "gas-oil", "\n", "THE", "café"])))
def test_single_words_are_marked_as_phrases_of_one_word_would_be(words: list[str]) -> None:
    """Single words go a shorter way, which knows no positions."""
    article = Article(ArticleId("a"), "a", " ".join(words), title=" ".join(words[:4]))
    for query in ("oil", "us OR title:oil", "gas oil"):
        short, long = finder(query), finder(f'({query}) OR "not there"')
        assert short.find(article) == long.find(article)
