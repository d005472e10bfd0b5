"""Files as archives have them, of every format: what is read of each, by the tables beside them.

`tests/samples/FORMAT.json` lists what is expected of the files in `tests/samples/FORMAT/`: a row an article. A row names the file, and
the `key` of an article among several; `words` stand in its title or text, `absent` ones do not. Everything else is a property of
the article, null or missing where it must have none; `tags`, `url` and `section` are compared where a row has them.
"""

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from archives import tarred, zipped
from sample_tables import OPTIONS, SAMPLES, read_sample, rows, tables

from newsgrep.article import Article, ArticleId
from newsgrep.index_report import Skipped
from newsgrep.readers import SourceFile, read_file
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.registry import all_readers

Run: TypeAlias = Callable[..., Any]


def test_every_sample_is_in_a_table() -> None:
    told = {(form, row["file"]) for form in tables() for row in rows(form)}
    there = {
        (form, path.relative_to(SAMPLES / form).as_posix())
        for form in tables()
        for path in (SAMPLES / form).rglob("*")
        if path.is_file()
    }
    assert there == told


@pytest.mark.parametrize(
    ("form", "row"),
    [
        pytest.param(form, row, id=f"{form}/{row['file']}{'#' + row['key'] if row.get('key') else ''}")
        for form in tables()
        for row in rows(form)
    ],
)
def test_a_sample(form: str, row: dict[str, Any]) -> None:
    found = read_sample(form, row["file"])
    if "skipped" in row:
        assert [
            part.reason for part in found if isinstance(part, Skipped) and part.key == row.get("key")
        ] == [row["skipped"]]
        return
    identifier = row["file"] + (f"#{row['key']}" if row.get("key") else "")
    article = next(part for part in found if isinstance(part, Article) and part.id == identifier)
    assert article.title == row.get("title")
    assert (str(article.date) if article.date else None) == row.get("date")
    assert (article.date.origin.value if article.date else None) == row.get("origin")
    assert article.source == row.get("source")
    assert article.language == row.get("language")
    assert list(article.authors) == row.get("authors", [])
    assert list(article.flags) == row.get("flags", [])
    for name in ("url", "section", "format"):
        if name in row:
            assert getattr(article, name) == row[name]
    if "tags" in row:
        assert list(article.tags) == row["tags"]
    said = f"{article.title or ''}\n{article.text}"
    assert [word for word in row["words"] if word not in said] == []
    assert [word for word in row.get("absent", []) if word in said] == []


@pytest.mark.parametrize(
    ("form", "name"), sorted({(form, row["file"]) for form in tables() for row in rows(form)})
)
def test_a_sample_gives_nothing_that_no_row_names(form: str, name: str) -> None:
    told = sorted(row.get("key") or "" for row in rows(form) if row["file"] == name)
    found = [
        part.id.partition("#")[2] if isinstance(part, Article) else part.key or ""
        for part in read_sample(form, name)
    ]
    assert sorted(found) == told


def without_place(part: Article | Skipped) -> Article | Skipped:
    """What is the same wherever the file lies; of the key, what is the document's own."""
    if isinstance(part, Article):
        return part._replace(id=ArticleId(""), path="")
    return part._replace(path="", key=None, reader=None)


@pytest.mark.parametrize(("name", "packed"), [("all.zip", zipped), ("all.tar", tarred)])
def test_the_samples_in_an_archive_give_the_same(
    name: str, packed: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    files = {
        f"{form}/{row['file']}": (SAMPLES / form / row["file"]).read_bytes()
        for form in tables()
        for row in rows(form)
    }
    data = packed(files)
    source = SourceFile(name, name, name, expansion=Expansion(len(data)))
    found = list(read_file(source, io.BytesIO(data), OPTIONS))
    alone = [(f"{name}#{place}", part) for place in files for part in read_sample(*place.split("/", 1))]
    assert [without_place(part) for part in found] == [without_place(part) for _, part in alone]
    for part, (prefix, original) in zip(found, alone, strict=True):
        if isinstance(part, Article) and isinstance(original, Article):
            own = original.id.partition("#")[2]
            assert part.id == (f"{prefix}#{own}" if own else prefix)


def test_every_format_has_samples_and_there_are_more_than_a_hundred() -> None:
    formats = {
        part.format
        for form in tables()
        for row in rows(form)
        for part in read_sample(form, row["file"])
        if isinstance(part, Article)
    }
    without_own = {"compressed", "zip", "tar", "warc", "mbox"}  # what is in them has a format of its own
    assert formats >= {reader.name for reader in all_readers()} - without_own
    assert sum(1 for form in tables() for _ in {row["file"] for row in rows(form)}) > 100


def test_the_command_indexes_the_samples_and_sorts_them_by_date(newsgrep: Run, tmp_path: Path) -> None:
    for form in tables():
        shutil.copytree(SAMPLES / form, tmp_path / "samples" / form)
    ran = newsgrep("index", "samples", cwd=tmp_path, NEWSGREP_TODAY=OPTIONS.today.isoformat())
    assert ran.code == 0
    found = newsgrep("search", "*", "--sort", "date", cwd=tmp_path).out.splitlines()
    wanted = sorted(
        row["date"] for form in tables() for row in rows(form) if "skipped" not in row and row.get("date")
    )
    dates = [line.split("\t")[0] for line in found if not line.startswith("-")]
    assert sorted(dates) == wanted
    days = [f"{date}-01-01"[:10] if len(date) < 10 else date for date in dates]
    assert days == sorted(days)
