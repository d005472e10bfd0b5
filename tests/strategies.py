"""Small archives and queries for property tests: few words, so that they meet often."""

from random import Random
from typing import TypeVar, get_args

from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate, ValueField
from newsgrep.facets import Facet, FacetField, Period
from newsgrep.query import nodes
from newsgrep.results import Order

Chosen = TypeVar("Chosen")

WORDS = [
    *(
        "tariff",
        "tariffs",
        "Tariffs",
        "tariffed",
        "canada",
        "Canada's",
        "oil",
        "prices",
        "price",
        "to",
        "be",
        "or",
    ),
    *(
        "the",
        "US",
        "us",
        "U.S.",
        "who",
        "AT&T",
        "rate-hikes",
        "1,200",
        "1.5bn",
        "café",
        "cafe",
        "O'Brien",
        "関税",
    ),
]
QUERY_WORDS = [*WORDS, "covid-19", "U.S.-Canada", "zzz"]
GLOBS = ["tariff*", "*s", "t?riff", "pri*", "*", "?il", "caf\\*", "z*z", "oil"]
FUZZY = ["tarif", "tarrifs", "prise", "oli", "cnada", "us"]
PHRASE_GLOBS = [
    "oil prices",
    "tariff* canada",
    "to be or",
    "the us",
    "US",
    "rate-hikes",
    "oil ?rice*",
    "oil oil",
    "oil oil prices",
    "oil pri* oil",
]
ANY_WORD_GLOBS = ["oil * prices", "to * be", "the * * t*"]
SOURCES = ["Reuters", "reuters", "AP", "The Post", "Caf\u00e9 STRASSE", "Cafe\u0301 Stra\u00dfe"]
VALUE_GLOBS = [
    "html",
    "text",
    "month",
    "*date*",
    "reuters",
    "AP",
    "the*",
    "*",
    "?P",
    "a/*",
    "A/B.TXT",
    "news",
    "en",
    "*b*",
    "CAFE\u0301 strasse",
    "caf\u00e9*",
    "caf? *",
    "*e\u0301*",
]
IDS = [ArticleId(f"{folder}/{name}.txt") for folder in "aA" for name in "bcdB"]

texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
lines = st.lists(texts, max_size=3).map("\n".join)


def _date(day: int, precision: Precision, origin: DateOrigin) -> PublicationDate:
    if precision is Precision.YEAR:
        day = day // 10000 * 10000 + 101
    elif precision is Precision.MONTH:
        day = day // 100 * 100 + 1
    return PublicationDate(day, precision, origin)


dates = st.sampled_from(
    [
        _date(day, precision, origin)
        for day in (20250101, 20250201, 20250506, 20260101, 16050101, 20241230)
        for precision in Precision
        for origin in (DateOrigin.TEXT, DateOrigin.RECORD, DateOrigin.META)
    ]
)
articles: st.SearchStrategy[Article] = st.builds(
    Article,
    id=st.sampled_from(IDS),
    path=st.just(""),
    text=lines,
    title=st.none() | texts,
    date=st.none() | dates,
    source=st.sampled_from([None, *SOURCES]),
    authors=st.lists(texts, max_size=2).map(tuple),
    section=st.sampled_from([None, "news", "News", "op-ed"]),
    language=st.sampled_from([None, "en", "EN", "fr"]),
    tags=st.lists(st.sampled_from(["a", "b", "News", "news", "NEWS"]), max_size=2).map(tuple),
    format=st.sampled_from([None, "text", "html"]),
    other_dates=st.lists(dates, max_size=2).map(tuple),
    undated=st.sampled_from([None, '"03/04/2025" may be two days']),
    replaced=st.sampled_from([0, 3]),
).map(lambda article: article._replace(path=article.id))
"""Made once: a strategy that is made for each article takes longer than the article."""


slop = st.integers(1, 4)
exact_leaves: st.SearchStrategy[nodes.Leaf] = st.one_of(
    st.builds(nodes.Word, st.sampled_from(QUERY_WORDS)),
    st.builds(nodes.Pattern, st.sampled_from(GLOBS)),
    st.builds(nodes.Fuzzy, st.sampled_from(FUZZY), st.none() | st.integers(0, 2)),
    st.builds(nodes.Phrase, st.sampled_from([*PHRASE_GLOBS, *ANY_WORD_GLOBS])),
)
leaves: st.SearchStrategy[nodes.Leaf] = st.one_of(
    exact_leaves, st.builds(nodes.Phrase, st.sampled_from(PHRASE_GLOBS), slop)
)
sides: st.SearchStrategy[tuple[nodes.Leaf, ...]] = st.lists(exact_leaves, min_size=1, max_size=3).map(tuple)
words: st.SearchStrategy[nodes.Node] = st.one_of(
    leaves, st.builds(nodes.Near, sides, sides, slop, st.booleans())
)
days = st.none() | st.sampled_from([20250101, 20250131, 20250301, 20250506, 20251231])
conditions: st.SearchStrategy[nodes.Node] = st.one_of(
    st.builds(
        nodes.Value,
        st.sampled_from(get_args(ValueField)),
        st.sampled_from(VALUE_GLOBS),
    ),
    st.builds(nodes.Ids, st.frozensets(st.sampled_from([*IDS, ArticleId("a/none.txt")]), max_size=4)),
    st.builds(nodes.Dates, days, days, st.booleans()),
    st.just(nodes.Undated()),
    st.just(nodes.Everything()),
)


def _combined(parts: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(nodes.And, several),
        st.builds(nodes.Or, several),
        st.builds(nodes.Not, parts),
        st.builds(nodes.Boost, parts, st.sampled_from([0.5, 2.0, 3.0])),
    )


facets: st.SearchStrategy[list[Facet]] = st.lists(
    st.sampled_from([*Period, *get_args(FacetField)]), min_size=1, max_size=3, unique=True
)
word_expressions = st.recursive(words, _combined, max_leaves=3)
queries: st.SearchStrategy[nodes.Node] = st.recursive(
    st.one_of(
        words,
        conditions,
        st.builds(nodes.Within, st.sampled_from(["title", "author"]), word_expressions),
    ),
    _combined,
    max_leaves=5,
)
orders = st.sampled_from(Order)


def crowd(draw: Random, count: int, longest: int) -> list[Article]:
    """Articles by the hundred, made cheaply: each word of theirs is twice, or four times, ... as rare as another.

    So some stand in most articles and some in one or two; one article in a hundred says the same thing 300 times.
    """
    ranked = draw.sample(WORDS, len(WORDS))
    weights = [1 / rank**2 for rank in range(1, len(WORDS) + 1)]

    def text(words: int) -> str:
        return " ".join(draw.choices(ranked, weights, k=draw.randint(0, words)))

    def one_of(*choices: Chosen) -> Chosen:
        return draw.choice(choices)

    return [
        Article(
            id=ArticleId(identifier),
            path=identifier,
            text="oil prices " * 300 if draw.random() < 0.01 else f"{text(longest)}\n{text(longest)}",
            title=one_of(None, text(6)),
            date=one_of(
                None,
                PublicationDate(one_of(20250105, 20250131, 20250506), Precision.DAY, DateOrigin.TEXT),
                PublicationDate(one_of(20250101, 20250301), Precision.MONTH, DateOrigin.TEXT),
                PublicationDate(20250101, Precision.YEAR, DateOrigin.TEXT),
            ),
            source=one_of(None, *SOURCES),
            authors=tuple(text(4) for _ in range(one_of(0, 1, 2))),
            section=one_of(None, "news", "News", "op-ed"),
            language=one_of(None, "en", "fr"),
            tags=tuple(draw.sample(("a", "b", "News"), one_of(0, 0, 1, 2))),
        )
        for identifier in draw.sample(
            [f"{folder}/{number}.TXT" for folder in "aA" for number in range(count)], count
        )
    ]
