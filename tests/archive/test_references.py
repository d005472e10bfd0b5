"""References to articles: many at once name what each of them names by itself."""

import json
import os
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.archive.references import References


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Files, containers, names with signs that ids encode, a root outside; the working directory is a folder of it."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("a.txt", "A.txt", "a#1.txt", "100%.txt", "sub/b c.txt"):
        (tmp_path / "in" / name).write_text("oil")
    records = "".join(json.dumps({"id": key, "text": "oil"}) + "\n" for key in ("x", "1", "10", "2", "a#b"))
    (tmp_path / "in" / "many.jsonl").write_text(records)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "many.jsonl").write_text(records)
    monkeypatch.chdir(tmp_path / "in" / "sub")
    archive = Archive.create(tmp_path / "in")
    archive.index([tmp_path / "in", tmp_path / "out"])
    return archive


def test_many_references_name_what_each_names(archive: Archive) -> None:
    ids = [match.id for match in archive.search("oil").matches()]
    locations = [archive.location(match) for match in archive.search("oil").matches()]
    paths = [archive.path(match) for match in archive.search("oil").matches()]
    unknown = ["", "#", "nothing", "a.txt#1", "many.jsonl#3", "many.jsonl#", "../many.jsonl#a", "sub", os.sep]
    everything = [*ids, *locations, *paths, *unknown, "in/a.txt", "a.txt", "many.jsonl", "many.jsonl#10"]
    references = archive._references  # noqa: SLF001  what `show` and `within` use
    for names in (everything, *([one] for one in everything)):
        wanted = {article.id for name in names for article in references.articles(name)}
        assert References.ids(archive._references, names) == wanted, names  # noqa: SLF001  anew, with nothing looked up
    assert references.ids(locations) == set(ids)
    assert len(ids) == 15


def test_articles_of_a_container_come_in_its_order(archive: Archive) -> None:
    found = [article.id.partition("#")[2] for article in archive.show("../many.jsonl")]
    assert sorted(found) == sorted(["x", "1", "10", "2", "a%23b"])
    numbers = [key for key in found if key.isdigit()]
    assert numbers == ["1", "2", "10"]
