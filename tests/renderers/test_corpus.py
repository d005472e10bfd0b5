"""A folder of texts: names that every disk takes, the words that newsgrep counts, a table."""

import csv
import re
import unicodedata
from pathlib import Path

import odd_texts
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate, encode_id
from newsgrep.renderers.corpus import FileNames, write_corpus

ids = st.lists(
    st.sampled_from(
        ["a", "A", "b.txt", "é", "e\u0301", "ß", "ss", "CON", "nul.txt", "-", ".", "..", "x" * 300, "字" * 90]
    )
    | odd_texts.pieces.map(encode_id),
    min_size=1,
    max_size=3,
).map("/".join)


def alike(name: str) -> str:
    """What a disk that ignores case and normal form takes for the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


@given(st.lists(ids, max_size=20, unique=True))
def test_every_name_is_safe_and_its_own(identifiers: list[str]) -> None:
    names = FileNames()
    given_names = [names.name(ArticleId(one)) for one in identifiers]
    assert len({alike(name) for name in given_names}) == len(identifiers)
    for name in given_names:
        assert re.fullmatch(r"\w[\w.-]*\.txt", name)
        assert len(name.encode()) <= 255
        assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\.", name)
        assert name != "metadata.csv"


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("seeds/2025-05-06-carney.txt", "seeds_2025-05-06-carney.txt"),
        ("reuters.jsonl.gz#1971", "reuters.jsonl.gz_1971.txt"),
        ("新聞/記事.html", "新聞_記事.html.txt"),
        ("../../etc/passwd", "etc_passwd.txt"),
        ("-rf.txt", "rf.txt"),
        ("con.txt", "_con.txt"),
        ("%23%2F", "23_2F.txt"),
        ("###", "article.txt"),
    ],
)
def test_a_name_is_made_of_the_id(identifier: str, name: str) -> None:
    assert FileNames().name(ArticleId(identifier)) == name


def test_of_ids_that_look_alike_the_later_has_a_digest_too() -> None:
    names = FileNames()
    assert names.name(ArticleId("a/b")) == "a_b.txt"
    assert names.name(ArticleId("A#B")) == "A_B-711ec4de0b.txt"
    assert FileNames().name(ArticleId("A#B")) == "A_B.txt"


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> pytest.TempPathFactory:
    return tmp_path_factory


@settings(max_examples=30)
@given(st.lists(strategies.articles, max_size=4, unique_by=lambda article: article.id))
def test_each_article_has_its_file_and_its_row(
    folders: pytest.TempPathFactory, articles: list[Article]
) -> None:
    folder = folders.mktemp("corpus")
    assert write_corpus(articles, folder) == len(articles)
    table = rows(folder)
    assert [row["id"] for row in table] == [article.id for article in articles]
    assert {row["file"] for row in table} | {"metadata.csv"} == {path.name for path in folder.iterdir()}
    for row, article in zip(table, articles, strict=True):
        words = f"{article.title or ''} {article.text}".split()
        assert (folder / row["file"]).read_text(encoding="utf-8").split() == words
        assert row["date"] == str(article.date or "")


def test_the_headline_stands_above_the_text_as_it_is_stored(tmp_path: Path) -> None:
    date = PublicationDate(19870301, Precision.MONTH, DateOrigin.URL)
    article = Article(
        ArticleId("a.txt"),
        "a.txt",
        "One\r\n\n two\x1b[1m\n",
        "Oil, up",
        date,
        authors=("Ann", "Bo"),
        tags=("x",),
    )
    write_corpus([article, article._replace(id=ArticleId("b"), title=None)], tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"Oil, up\n\nOne\r\n\n two\x1b[1m\n"
    assert (tmp_path / "b.txt").read_bytes() == b"One\r\n\n two\x1b[1m\n"
    assert rows(tmp_path)[0] == {
        "file": "a.txt",
        "id": "a.txt",
        "title": "Oil, up",
        "date": "1987-03",
        "date_precision": "month",
        "date_origin": "url",
        "source": "",
        "authors": "Ann; Bo",
        "section": "",
        "language": "",
        "tags": "x",
        "url": "",
    }
