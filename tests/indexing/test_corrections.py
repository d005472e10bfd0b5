"""Corrections by hand: applied whenever an article is read, kept through everything, whoever has written the file."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.archive import Archive
from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.errors import NoSuchArticleError, UsageError
from newsgrep.index_report import Skipped
from newsgrep.indexing.corrections import Correction, Corrections, corrected, parse_correction, version
from newsgrep.indexing.corrections_file import CorrectionsFile, read_corrections_file, save_corrections_file

TODAY = date(2025, 5, 6)
TEXT = "seeds/a.txt"
RECORD = "seeds/c.jsonl#7"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Of `seeds`: two files of one article and a container of two; also the working directory."""
    monkeypatch.chdir(tmp_path)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("2024-01-02 oil in a")
    (seeds / "b.txt").write_text("oil in b")
    (seeds / "c.jsonl").write_text(
        '{"id": 7, "text": "oil seven", "tags": ["x", "y"], "author": "Ann", "date": "1999-01-01", "title": "Seven"}\n'
        '{"id": 8, "text": "oil eight"}\n'
    )
    for path in seeds.iterdir():
        os.utime(path, (86_400, 86_400))
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([seeds])
        yield archive


def one(archive: Archive, reference: str) -> Article:
    (article,) = archive.show(reference)
    return article


def csv(archive: Archive) -> Path:
    return archive.home / "state" / "corrections.csv"


def test_what_is_corrected_is_found_and_shown(archive: Archive) -> None:
    changes = [("date", "1987-03-05"), ("source", "Reuters"), ("title", "Big  oil"), ("tag+", "strike")]
    assert archive.correct([TEXT], changes).updated == 1
    article = one(archive, TEXT)
    assert article.date == PublicationDate(19870305, Precision.DAY, DateOrigin.CORRECTION)
    assert (article.source, article.title, article.tags) == ("Reuters", "Big oil", ("strike",))
    assert article.corrected == ("date", "source", "title", "tag")
    for query in ("date:1987-03-05", "source:reuters", "title:big", "tag:strike", "origin:correction"):
        assert [match.id for match in archive.search(query).matches()] == [TEXT]
    assert archive.count("date:2024") == 0
    assert archive.index().unchanged == 4


def test_of_a_container_only_the_article_is_updated(archive: Archive) -> None:
    report = archive.correct([RECORD], [("tag-", "x"), ("author+", "Ben"), ("date", "1998-12")])
    assert (report.updated, report.came) == (1, (RECORD,))
    article = one(archive, RECORD)
    assert (article.tags, article.authors, str(article.date)) == (("y",), ("Ann", "Ben"), "1998-12")
    assert article.other_dates == (PublicationDate(19990101, Precision.DAY, DateOrigin.RECORD),)
    assert "conflicting-dates" not in article.flags


def test_all_articles_of_a_container_are_corrected_by_its_path(archive: Archive) -> None:
    assert archive.correct(["seeds/c.jsonl"], [("source", "Wire")]).updated == 2


def test_an_empty_value_says_that_there_is_none(archive: Archive) -> None:
    archive.correct([RECORD], [("title", ""), ("tag", ""), ("date", "")])
    article = one(archive, RECORD)
    assert (article.title, article.tags, article.date) == (None, (), None)
    assert article.undated == "a correction by hand says that the date is not known"


def test_a_later_correction_replaces_an_earlier_one(archive: Archive) -> None:
    archive.correct([RECORD], [("title", "A"), ("tag+", "z"), ("tag-", "x")])
    archive.correct([RECORD], [("title", "B"), ("tag-", "z"), ("tag+", "x")])
    assert [(row.field, row.value) for row in archive.corrections()] == [
        ("title", "B"),
        ("tag-", "z"),
        ("tag+", "x"),
    ]
    assert one(archive, RECORD).tags == ("y", "x")
    archive.correct([RECORD], [("tag", "only")])
    assert one(archive, RECORD).tags == ("only",)
    assert len(csv(archive).read_text().splitlines()) == 3


def test_a_correction_that_is_withdrawn_leaves_what_the_source_gives(archive: Archive) -> None:
    before = one(archive, RECORD)
    archive.correct([RECORD], [("title", "A"), ("tag+", "z"), ("date", "2000")])
    archive.correct([RECORD], withdraw=["tags", "title"])
    assert one(archive, RECORD).corrected == ("date",)
    archive.correct([RECORD], withdraw=["date"])
    assert one(archive, RECORD) == before
    assert list(archive.corrections()) == []


def test_an_article_that_is_gone_keeps_its_corrections_until_they_are_withdrawn(archive: Archive) -> None:
    archive.correct([TEXT], [("title", "A")])
    path = archive.folder / TEXT
    content = path.read_bytes()
    path.unlink()
    assert archive.index().removed == 1
    assert [row.id for row in archive.corrections()] == [TEXT]
    path.write_bytes(content)
    archive.index()
    assert one(archive, TEXT).title == "A"
    path.unlink()
    archive.index()
    archive.correct([TEXT], withdraw=["title"])
    assert list(archive.corrections()) == []


@pytest.mark.parametrize("lost", ["nothing", "index"])
def test_nothing_takes_corrections_away(archive: Archive, lost: str) -> None:
    archive.correct([TEXT, RECORD], [("source", "Reuters")])
    before = csv(archive).read_bytes()
    if lost == "index":
        shutil.rmtree(archive.home / "index")
    archive.index(rebuild=True)
    archive.forget("seeds")
    archive.index(["seeds"])
    assert archive.count("source:reuters") == 2
    assert csv(archive).read_bytes() == before


def test_a_file_edited_by_a_spreadsheet(archive: Archive) -> None:
    """In another order, with more columns, other names of fields, a byte order mark, lines that end as elsewhere."""
    csv(archive).write_bytes(
        b"\xef\xbb\xbfwho;Value;FIELD;id\r\n"
        b'me;"Oil; prices";Headline;seeds/a.txt\r\n'
        b";;;\r\n"
        b"me;2;tags+;seeds/c.jsonl#8\r\n"
    )
    assert archive.index().updated == 2
    assert one(archive, TEXT).title == "Oil; prices"
    assert one(archive, "seeds/c.jsonl#8").tags == ("2",)
    assert archive.index().unchanged == 4
    archive.correct([TEXT], [("title", "Other"), ("lang", "en")])
    assert csv(archive).read_bytes() == (
        b"\xef\xbb\xbfwho;Value;FIELD;id\n"
        b";;;\n"
        b"me;2;tags+;seeds/c.jsonl#8\n"
        b";Other;title;seeds/a.txt\n"
        b";en;language;seeds/a.txt\n"
    )


def test_a_file_that_is_deleted_corrects_nothing_any_more(archive: Archive) -> None:
    archive.correct([TEXT, RECORD], [("title", "A")])
    csv(archive).unlink()
    assert archive.index().updated == 2
    assert [one(archive, name).title for name in (TEXT, RECORD)] == [None, "Seven"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("seeds/a.txt,date,05.03.1987", 'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "05.03.1987"'),
        ("seeds/a.txt,date,1987-02-29", 'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "1987-02-29"'),
        ("seeds/a.txt,date,1987-00", 'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "1987-00"'),
        ("seeds/a.txt,date,1987-01-00", 'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "1987-01-00"'),
        ("seeds/a.txt,date,2025-05-07", "no article is of 2025-05-07"),
        ("seeds/a.txt,date,1503", "no article is of 1503"),
        (
            "seeds/a.txt,datum,1987",
            'no field "datum" can be corrected; the fields are date, title, source, section, language, url, tag, author',
        ),
        ("seeds/a.txt,title+,x", "title has one value; write title=VALUE"),
        ("seeds/a.txt,tag+,", "tag+= needs a value"),
        (",title,x", "a correction needs the id of an article"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_and_kept(archive: Archive, row: str, problem: str) -> None:
    csv(archive).write_text(f"id,field,value\nseeds/b.txt,title,B\n{row}\n")
    report = archive.index()
    assert report.warnings == (f"{csv(archive)}, row 3: {problem}; it is not applied",)
    assert report.updated == 1
    archive.correct(["seeds/b.txt"], [("title", "C")])
    assert csv(archive).read_text() == f"id,field,value\n{row}\nseeds/b.txt,title,C\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id,field,value\nseeds/a.txt,title,caf\xe9\n", "is not UTF-8; save it as CSV in UTF-8"),
        (b"seeds/a.txt,title,x\n", "its first line must name the columns id, field, value, when"),
        (b'id,field,value\nseeds/a.txt,title,"' + b"x" * 200_000 + b'"\n', "is not CSV: field larger"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_run_and_loses_nothing(
    archive: Archive, content: bytes, problem: str
) -> None:
    archive.correct([TEXT], [("title", "A")])
    csv(archive).write_bytes(content)
    with pytest.raises(UsageError, match=problem):
        archive.index()
    with pytest.raises(UsageError, match=problem):
        archive.correct([TEXT], [("title", "B")])
    assert one(archive, TEXT).title == "A"
    assert csv(archive).read_bytes() == content


def test_what_is_refused_changes_nothing(archive: Archive) -> None:
    with pytest.raises(NoSuchArticleError, match=r"^no such article: x, and 1 more; nothing was corrected$"):
        archive.correct([TEXT, "x", "y"], [("title", "A")])
    with pytest.raises(UsageError, match="a date is"):
        archive.correct([TEXT], [("title", "A"), ("date", "tomorrow")])
    with pytest.raises(UsageError, match="not UTF-8"):
        archive.correct([TEXT], [("title", "\udcff")])
    with pytest.raises(UsageError, match='no field "tag\\+" can be corrected'):
        archive.correct([TEXT], withdraw=["tag+"])
    assert not csv(archive).exists()


def test_articles_on_a_disk_that_is_not_there_are_corrected_when_it_is(archive: Archive) -> None:
    seeds, elsewhere = archive.folder / "seeds", archive.folder / "elsewhere"
    seeds.rename(elsewhere)
    assert archive.correct([TEXT], [("title", "A")]).updated == 0
    assert archive.index().updated == 0
    assert one(archive, TEXT).title is None
    elsewhere.rename(seeds)
    assert archive.index().updated == 1
    assert one(archive, TEXT).title == "A"


def test_an_article_in_a_folder_elsewhere_with_an_odd_name(
    archive: Archive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "50% news"
    outside.mkdir()
    (outside / os.fsdecode(b"caf\xe9 #1.txt")).write_text("oil")
    archive.index([outside])
    identifier = "50%25 news/caf%E9 %231.txt"
    archive.correct([identifier], [("title", "A")])
    assert one(archive, identifier).title == "A"
    csv(archive).unlink()
    assert archive.index().updated == 1


def test_what_would_be_read_has_its_corrections(archive: Archive) -> None:
    csv(archive).write_text("id,field,value\nseeds/a.txt,date,1987\n")
    plan, parts = archive.plan()
    assert [file.path for file in plan.read] == [TEXT]
    (part,) = parts
    assert not isinstance(part, Skipped)
    assert str(part.date) == "1987"


def test_a_half_written_file_is_removed(archive: Archive) -> None:
    half = csv(archive).with_name("corrections.csv.new")
    half.write_text("id,fie")
    archive.index()
    assert not half.exists()


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=4),
    delimiter=st.sampled_from(",;\t"),
    has_mark=st.booleans(),
)
def test_the_file_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, ...]],
    delimiter: str,
    *,
    has_mark: bool,
) -> None:
    home = tmp_path_factory.getbasetemp() / "written"
    written = CorrectionsFile(
        home / "state" / "corrections.csv", rows=tuple(rows), delimiter=delimiter, has_mark=has_mark
    )
    save_corrections_file(written)
    assert read_corrections_file(home) == written


FIELDS = ("title", "tag", "tag+", "tag-", "author+")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(FIELDS), st.sampled_from(("x", "y", "z")))))
def test_corrections_that_are_replaced_have_no_effect(changes: list[tuple[str, str, str]]) -> None:
    """What is left of a list of corrections does what the whole list does, one after the other."""
    made = [parse_correction(identifier, field, value, "", TODAY) for identifier, field, value in changes]
    for identifier in "ab":
        article = Article(ArticleId(identifier), "", "", tags=("x",))
        whole = corrected(article, made)
        left = corrected(article, Corrections(made).of_file(identifier))
        assert sorted(left.tags) == sorted(whole.tags)
        assert left._replace(tags=(), corrected=()) == whole._replace(tags=(), corrected=())


def test_when_it_was_made_is_no_part_of_a_correction() -> None:
    correction = Correction(ArticleId("a"), "title", "A", "2025")
    assert version([correction]) == version([correction._replace(when="")]) != version([])
