"""Files as archives have them, of every format: what is read of each, by the tables beside them.

`tests/samples/FORMAT.json` lists what is expected of the files in `tests/samples/FORMAT/`: a row an article. A row names the file, and
the `key` of an article among several; `words` stand in its title or text, `absent` ones do not. Everything else is a property of
the article, null or missing where it must have none; `tags`, `url` and `section` are compared where a row has them.
"""

from typing import Any

import pytest
from sample_tables import SAMPLES, read_sample, rows, tables

from newsgrep.article import Article
from newsgrep.results import Skipped


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
