"""CSL-JSON: items as its schema has them, and names that are a person's or nobody's."""

import io
import json
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.renderers.csl import csl_item, render_csl
from newsgrep.renderers.csl_names import csl_name

TEXTS = {"type", "title", "container-title", "section", "language", "URL"}
NAME_PARTS = {"family", "given", "suffix", "literal"}


def check_item(item: dict[str, Any]) -> None:
    """The rules of csl-data.json, the schema of CSL-JSON, for the variables that we use: no others, and no nulls."""
    assert item["type"] == "article-newspaper"
    assert isinstance(item["id"], str)
    assert item.keys() <= {*TEXTS, "id", "author", "issued"}
    assert all(isinstance(item[name], str) for name in TEXTS & item.keys())
    for name in item.get("author", []):
        assert name
        assert name.keys() <= NAME_PARTS
        assert all(isinstance(part, str) and part for part in name.values())
        assert ("literal" in name) != ("family" in name)
    if "issued" in item:
        assert item["issued"].keys() == {"date-parts"}
        (parts,) = item["issued"]["date-parts"]
        assert 1 <= len(parts) <= 3
        assert all(type(part) is int for part in parts)


@given(st.lists(strategies.articles, max_size=3))
def test_a_list_of_articles_is_valid_csl(articles: list[Article]) -> None:
    stream = io.StringIO()
    assert render_csl(articles, stream) == len(articles)
    items = json.loads(stream.getvalue())
    assert [item["id"] for item in items] == [article.id for article in articles]
    for item in items:
        check_item(item)


@pytest.mark.parametrize(
    ("day", "precision", "parts"),
    [
        (19870305, Precision.DAY, [1987, 3, 5]),
        (19870301, Precision.MONTH, [1987, 3]),
        (19870101, Precision.YEAR, [1987]),
    ],
)
def test_an_item_has_what_is_known(day: int, precision: Precision, parts: list[int]) -> None:
    article = Article(
        ArticleId("a.txt"),
        "a.txt",
        "text",
        title="Oil",
        date=PublicationDate(day, precision, DateOrigin.RECORD),
        url="https://example.com/oil",
        source="The Post",
        authors=("Ann Smith", "The Post"),
        section="Business",
        language="en",
        tags=("oil",),
    )
    assert csl_item(article) == {
        "id": "a.txt",
        "type": "article-newspaper",
        "title": "Oil",
        "container-title": "The Post",
        "author": [{"family": "Smith", "given": "Ann"}, {"literal": "The Post"}],
        "issued": {"date-parts": [parts]},
        "section": "Business",
        "language": "en",
        "URL": "https://example.com/oil",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert csl_item(Article(ArticleId("a.txt"), "a.txt", "text")) == {
        "id": "a.txt",
        "type": "article-newspaper",
    }


@pytest.mark.parametrize(
    ("author", "family", "given"),
    [
        ("Ann Smith", "Smith", "Ann"),
        ("Smith, Ann", "Smith", "Ann"),
        ("Smith, Ann B.", "Smith", "Ann B."),
        ("Bob O'Brien", "O'Brien", "Bob"),
        ("Jean-Paul Sartre", "Sartre", "Jean-Paul"),
        ("J.P. Morgan", "Morgan", "J.P."),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("María de la Cruz", "de la Cruz", "María"),
        ("Zoë Müller", "Müller", "Zoë"),
        ("ANN SMITH", "SMITH", "ANN"),
        ("Иван Петров", "Петров", "Иван"),
    ],
)
def test_a_person(author: str, family: str, given: str) -> None:
    assert csl_name(author) == {"family": family, "given": given}


def test_a_suffix_stands_apart() -> None:
    wanted = {"family": "King", "given": "Martin Luther", "suffix": "Jr."}
    assert csl_name("Martin Luther King Jr.") == csl_name("Martin Luther King, Jr.") == wanted


@pytest.mark.parametrize(
    "author",
    [
        *("Reuters", "Associated Press", "Agence France-Presse", "News Desk", "The Editors", "BBC News"),
        *(
            "Ann Smith and Bo Lee",
            "Ann Smith, Bo Lee, Cy Day",
            "ann smith",
            "王小明",
            "17",
            "a@b.example",
            "X Æ A-12",
        ),
        *("", ",", "Smith,", ", Ann", "van Gogh"),
    ],
)
def test_what_is_not_surely_a_person_is_literal(author: str) -> None:
    assert csl_name(author) == {"literal": author}


def test_a_source_is_no_person() -> None:
    assert csl_name("El Mundo", "el mundo") == {"literal": "El Mundo"}
