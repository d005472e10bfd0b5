"""Exported articles, read again: the same articles, and the same totals for every query."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import odd_texts
import pytest
import reuters
import strategies
from conftest import SCALE
from handle import open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st
from random_queries import Asker

from newsgrep.archive import Archive
from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate, encode_id
from newsgrep.errors import QueryError
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.decoding import without_surrogates
from newsgrep.readers.draft import collapsed
from newsgrep.readers.expansion import Expansion
from newsgrep.renderers.exports import render_records
from newsgrep.renderers.safety import visible

TODAY = date(2026, 5, 6)
MISREAD = (
    "<p>AT&amp;T &lt;said&gt; so</p>",
    "<html><body>x</body></html>",
    "it goes on… [+123 chars]",
    "[Removed]",
    "Smith, Ann and Lee, Bo",
    "By Ann Smith; Bo Lee | X",
    "draft",
    "true",
    "17",
    "https://example.com/2019/03/04/x",
    "['a', 'b']",
    "03/04/2025",
    "null",
)
"""What other records' texts may hold to be interpreted, and an article's own may too."""

texts = st.sampled_from(MISREAD) | odd_texts.texts.map(without_surrogates)
lines = texts.map(collapsed)
several = st.lists(lines.filter(bool), max_size=3).map(tuple)
ids = (
    st.lists(odd_texts.pieces.filter(bool).map(encode_id), min_size=1, max_size=3)
    .map("#".join)
    .map(ArticleId)
)
hostile: st.SearchStrategy[Article] = st.builds(
    Article,
    id=ids,
    path=texts,
    text=texts,
    title=lines,
    date=st.none() | strategies.dates,
    url=st.none() | texts.filter(bool),
    source=lines,
    authors=several,
    section=lines,
    language=lines,
    tags=several,
    format=lines.filter(bool),
    other_dates=st.lists(strategies.dates, max_size=2).map(tuple),
    undated=st.none(),
    replaced=st.integers(0, 9),
    corrected=several,
).filter(lambda article: bool(article.title or article.text.strip()))
undated = st.builds(lambda article, why: article._replace(date=None, undated=why or None), hostile, lines)


def exported(articles: Iterable[Article]) -> str:
    stream = io.StringIO()
    render_records(articles, stream)
    return stream.getvalue()


def read(content: str, name: str = "X") -> list[Article | Skipped]:
    data = content.encode()
    file = SourceFile("X.jsonl", "state/X.jsonl", name, Expansion(len(data)))
    return list(read_file(file, io.BytesIO(data), ReadOptions(TODAY)))


def as_read(article: Article) -> Article:
    """An article as it is in the archive that an export of it has made."""
    return article._replace(id=ArticleId(f"X#{article.id}"), path="state/X.jsonl")


@given(st.lists(hostile | undated, min_size=1, max_size=2, unique_by=lambda article: article.id))
@settings(max_examples=30 * SCALE)
def test_an_article_is_the_same_again_under_its_old_id(articles: list[Article]) -> None:
    assert read(exported(articles)) == [as_read(article) for article in articles]


@given(hostile)
@settings(max_examples=50 * SCALE)
def test_it_is_printed_on_a_line_that_nothing_obeys(article: Article) -> None:
    (line,) = exported([article]).splitlines()
    assert visible(line) == line


ARTICLE = Article(
    ArticleId("a.jsonl#17"),
    "a.jsonl",
    "Oil & <b>gas</b>\n",
    "Oil",
    PublicationDate(19870301, Precision.MONTH, DateOrigin.FILE_NAME),
    other_dates=(PublicationDate(19870101, Precision.YEAR, DateOrigin.URL),),
    replaced=2,
    corrected=("source",),
    format="text",
)
RECORD = json.loads(exported([ARTICLE]))


def test_a_record_has_every_fact() -> None:
    assert RECORD == {
        "newsgrep_export": 1,
        "id": "a.jsonl#17",
        "path": "a.jsonl",
        "title": "Oil",
        "date": "1987-03",
        "date_precision": "month",
        "date_origin": "file-name",
        "text": "Oil & <b>gas</b>\n",
        "url": None,
        "source": None,
        "authors": [],
        "section": None,
        "language": None,
        "tags": [],
        "format": "text",
        "other_dates": [{"date": "1987", "origin": "url"}],
        "undated": None,
        "replaced": 2,
        "corrected": ["source"],
    }


def one(**changes: object) -> Article:
    (article,) = read(json.dumps(RECORD | changes) + "\n")
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    "changes",
    [
        {"title": 5, "source": ["x"], "authors": "Ann", "tags": [1, None, {}], "language": {}},
        {"other_dates": [None, 1, {}, {"date": 5}, {"date": "1987-00"}]},
        {"other_dates": {"date": "1987"}, "corrected": 1, "undated": 7},
        {"replaced": "many"},
        {"replaced": -1},
    ],
)
def test_a_value_of_a_wrong_kind_is_none(changes: dict[str, object]) -> None:
    article = one(**changes)
    expected = {
        name: () if isinstance(getattr(ARTICLE, name), tuple) else 0 if name == "replaced" else None
        for name in changes
    }
    assert {name: getattr(article, name) for name in changes} == expected


@pytest.mark.parametrize(
    "written", ["1987-13", "1987-02-30", "1987-00-00", "87", "0900", "2026-05-08", "soon"]
)
def test_a_date_that_is_none_leaves_the_article_undated_and_says_why(written: str) -> None:
    article = one(date=written)
    assert article.date is None
    assert article.undated == f'"{written}" is no day from 1605 to tomorrow'


def test_an_origin_that_is_none_is_the_record() -> None:
    assert one(date_origin="rumour").date == PublicationDate(19870301, Precision.MONTH, DateOrigin.RECORD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a/b.txt", "X#a/b.txt"),
        ("a.zip#b.jsonl#17", "X#a.zip#b.jsonl#17"),
        ("100%25#a%231", "X#100%25#a%231"),
        ("two\nlines", "X#two%0Alines"),
        ("", "X#1"),
        (5, "X#1"),
    ],
)
def test_the_old_id_stands_behind_the_name(old: object, new: str) -> None:
    assert one(id=old).id == new


def test_of_several_articles_with_one_id_the_first_has_it() -> None:
    ordinary = json.dumps({"id": "a.jsonl#17", "text": "oil"}) + "\n"
    found = read(
        2 * exported([ARTICLE]) + ordinary + exported([ARTICLE._replace(id=ArticleId("a.jsonl%2317"))])
    )
    assert [part.id for part in found if isinstance(part, Article)] == [
        "X#a.jsonl#17",
        "X#2",
        "X#a.jsonl%2317",
        "X#4",
    ]


def test_an_article_without_a_word_is_skipped_as_from_any_file() -> None:
    (skipped,) = read(json.dumps(RECORD | {"title": None, "text": " "}) + "\n")
    assert isinstance(skipped, Skipped)
    assert (skipped.reason, skipped.key) == ("no text", "a.jsonl#17")


def copied(source: Archive, folder: Path) -> Archive:
    """An archive of what another exports."""
    folder.mkdir()
    archive = Archive.create(folder, today=TODAY)
    report = archive.index(piped=("X", io.BytesIO(exported(source.export("*")).encode())))
    assert (report.added, report.skipped) == (source.count("*"), 0)
    return archive


def totals(archive: Archive, queries: Iterable[str]) -> Iterator[int | str]:
    for query in queries:
        try:
            yield archive.count(query)
        except QueryError as error:  # a wildcard that stands for too much
            yield str(error)


@pytest.fixture
def of_reuters(tmp_path: Path) -> Iterator[tuple[Archive, list[Article]]]:
    """Reuters with what it lacks made up: written to an index, for no file has it."""
    articles = reuters.articles(reuters.ALL if SCALE >= 10 else 1_000)
    with Archive.create(tmp_path / "reuters", today=TODAY) as archive:
        (tmp_path / "reuters" / "empty").mkdir()
        archive.index([tmp_path / "reuters" / "empty"])
        handle = open_whoosh(archive.home / "index")
        for start in range(0, len(articles), 400):
            handle.add(*articles[start : start + 400])
        handle.close()
        yield archive, articles


@reuters.needs_reuters
def test_random_queries_over_an_export_have_the_same_totals(
    of_reuters: tuple[Archive, list[Article]], tmp_path: Path, seed: int
) -> None:
    source, articles = of_reuters
    asker = Asker(articles, seed)
    queries = [asker.ask().query for _ in range(100 * SCALE)]
    queries += [
        "date:undated",
        "precision:month",
        "origin:record",
        "flag:*",
        "lang:en",
        "tag:usa",
        "-tag:usa",
    ]
    with copied(source, tmp_path / "copy") as copy:
        queries = [query for query in queries if not re.search("path:|id:", query)]  # it is another file
        assert len(queries) > 80
        wanted = list(totals(source, queries))
        assert list(totals(copy, queries)) == wanted
        assert len({total for total in wanted if isinstance(total, int)}) > 20
