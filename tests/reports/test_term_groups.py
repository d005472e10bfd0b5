"""Terms that belong together are one row on a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from handle import Handle, open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.query import nodes
from newsgrep.reports.term_groups import group_terms
from newsgrep.reports.terms import TermRow


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Handle]:
    engine = open_whoosh(tmp_path)
    yield engine
    engine.close()


def add(engine: Handle, *texts: tuple[int, str]) -> None:
    """So many articles of each text."""
    all_texts = [text for articles, text in texts for _ in range(articles)]
    engine.add(*(Article(ArticleId(f"{n:03}"), "p", text) for n, text in enumerate(all_texts)))


def groups(engine: Handle, *terms: str, query: str = "fruit") -> list[str]:
    """The groups of terms in the articles with a word: phrases with commas between."""
    rows = [TermRow(term, 9.0 - place, 1.0, 1, 1, 1, 1) for place, term in enumerate(terms)]
    asked = engine.analysed(nodes.Word(query)), engine.analysed(nodes.Everything())
    found = group_terms(engine.snapshot(), *asked, rows)
    places = [terms.index(group.row.term) for group in found]
    assert places == sorted(places)
    return [", ".join(map(" ".join, group.phrases)) for group in found]


def test_parts_of_a_name_are_one(engine: Handle) -> None:
    add(engine, (4, "Fruit of Jane Smith"), (1, "fruit and Smith"), (5, "fruit"), (90, "Smith is there"))
    assert groups(engine, "smith", "jane") == ["jane smith"]


def test_a_part_that_often_stands_alone_among_the_matches_is_not(engine: Handle) -> None:
    add(engine, (3, "Fruit of Jane Smith"), (2, "fruit and Smith"))
    assert groups(engine, "smith", "jane") == ["smith", "jane smith"]


def test_a_name_is_completed_by_the_word_that_always_stands_beside_it(engine: Handle) -> None:
    add(
        engine,
        (4, "Fruit in New York was said to be fresh"),
        (1, "York fruit"),
        (5, "New fruit"),
        (5, "new fruit was sold"),
    )
    assert groups(engine, "york", "fruit") == ["new york", "fruit"]
    assert groups(engine, "new") == ["new"]


def test_words_of_the_same_matches_that_stand_apart_are_not(engine: Handle) -> None:
    add(engine, (5, "Fruit was sold at low prices, not so oil"), (5, "prices fell, oil did not"), (5, "oil"))
    assert groups(engine, "prices", "oil") == ["prices", "oil"]


def test_a_name_may_have_three_words_and_more_and_one_that_is_no_term(engine: Handle) -> None:
    add(
        engine,
        (6, "fruit of Rio de Janeiro for Mr. Chang Chi Cheng, not far from ciudad Lopez"),
        (9, "chi"),
        (9, "rio, janeiro"),
        (9, "chang"),
        (4, "ciudad"),
    )
    assert groups(engine, "cheng", "rio", "chi", "janeiro", "ciudad", "chang") == [
        "chang chi cheng",
        "rio de janeiro",
        "ciudad",
    ]


def test_what_stands_in_the_same_articles_is_one(engine: Handle) -> None:
    """Such as the columns of a table: in the articles here, and elsewhere too."""
    add(engine, (8, "fruit: mar7 10.5, may7 11.0, jul7 12.1"), (8, "fruit"), (2, "jul7 it is"))
    assert groups(engine, "may7", "fruit", "jul7", "mar7") == ["may7, jul7, mar7", "fruit"]
    add(engine, (3, "jul7, and again"))
    assert groups(engine, "may7", "jul7", "mar7")[0] == "may7, mar7"


def test_terms_that_no_match_has_are_looked_for_elsewhere(engine: Handle) -> None:
    add(engine, (5, "fruit"), (5, "Jane Smith of no fixed abode"), (4, "abode"))
    assert groups(engine, "jane", "smith", "abode") == ["jane smith", "abode"]
    assert groups(engine, "nobody", "nowhere") == ["nobody", "nowhere"]
    assert groups(engine) == []
