"""References to articles, from any working directory."""

import json
import os
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.archive.references import References
from newsgrep.article import Article
from newsgrep.engines.whoosh.format.stored import StoredArticles

FILES = (
    "a.txt",
    "a#1.txt",
    "b/100%.txt",
    "b/c.jsonl",
    "b/c#2.jsonl",
    "../outside/d.jsonl",
    "../outside/e.txt",
)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Files and containers in the archive's folder and outside it, seen from a folder within."""
    folder = tmp_path / "archive"
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = ("one", "two", "three") if path.suffix == ".jsonl" else ("one",)
        path.write_text("\n".join(json.dumps({"text": text}) for text in texts))
    Archive.create(folder).index([folder, tmp_path / "outside"])
    monkeypatch.chdir(folder / "b")
    return Archive.open()


def test_every_location_names_its_article(archive: Archive) -> None:
    locations = {archive.location(match): match.id for match in archive.search("*").matches()}
    assert len(locations) == 13
    for location, identifier in locations.items():
        assert [article.id for article in archive.show(location)] == [identifier]
        assert [
            match.id for match in archive.search(archive.within(archive.parse("*"), [location])).matches()
        ] == [identifier]
    assert archive.search(archive.within(archive.parse("*"), locations)).total == 13
    paths = {archive.path(match) for match in archive.search("*").matches()}
    assert archive.search(archive.within(archive.parse("*"), paths)).total == 13


def test_no_other_article_of_a_container_is_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    article = StoredArticles.article

    def counted(stored: StoredArticles, number: int) -> Article:
        found = article(stored, number)
        read.append(found.id)
        return found

    monkeypatch.setattr(StoredArticles, "article", counted)
    assert [found.text for found in archive.show("c.jsonl#2")] == ["two"]
    assert [found.text for found in archive.show("../../outside/d.jsonl#3")] == ["three"]
    assert read == ["b/c.jsonl#2", "outside/d.jsonl#3"]


@pytest.fixture
def odd_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
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


def test_many_references_name_what_each_names(odd_names: Archive) -> None:
    ids = [match.id for match in odd_names.search("oil").matches()]
    locations = [odd_names.location(match) for match in odd_names.search("oil").matches()]
    paths = [odd_names.path(match) for match in odd_names.search("oil").matches()]
    unknown = ["", "#", "nothing", "a.txt#1", "many.jsonl#3", "many.jsonl#", "../many.jsonl#a", "sub", os.sep]
    everything = [*ids, *locations, *paths, *unknown, "in/a.txt", "a.txt", "many.jsonl", "many.jsonl#10"]
    references = odd_names._references  # noqa: SLF001  what `show` and `within` use
    for names in (everything, *([one] for one in everything)):
        wanted = {article.id for name in names for article in references.find(name)}
        assert References.ids(odd_names._references, names) == wanted, names  # noqa: SLF001  anew, with nothing looked up
    assert references.ids(locations) == set(ids)
    assert len(ids) == 15


def test_articles_of_a_container_come_in_its_order(odd_names: Archive) -> None:
    found = [article.id.partition("#")[2] for article in odd_names.show("../many.jsonl")]
    assert sorted(found) == sorted(["x", "1", "10", "2", "a%23b"])
    numbers = [key for key in found if key.isdigit()]
    assert numbers == ["1", "2", "10"]


@pytest.fixture
def written_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Names in normal form D, as some disks have them, and names that differ in case alone."""
    for name in ("cafe\u0301.txt", "Stra\u00dfe.txt", "a.txt", "A.txt"):
        (tmp_path / name).write_text("oil")
    (tmp_path / "e\u0301t\u00e9.jsonl").write_text('{"id": "n\u0303", "text": "oil"}')
    monkeypatch.chdir(tmp_path)
    archive = Archive.create(tmp_path)
    archive.index([tmp_path])
    return archive


@pytest.mark.parametrize(
    ("reference", "ids"),
    [
        ("caf\u00e9.txt", ["cafe\u0301.txt"]),
        ("CAF\u00c9.TXT", ["cafe\u0301.txt"]),
        ("STRASSE.txt", ["Stra\u00dfe.txt"]),
        ("a.txt", ["a.txt"]),
        ("A.txt", ["A.txt"]),
        ("a.TXT", ["A.txt", "a.txt"]),
        ("\u00e9t\u00e9.jsonl", ["e\u0301t\u00e9.jsonl#n\u0303"]),
        ("\u00e9te\u0301.jsonl#\u00f1", ["e\u0301t\u00e9.jsonl#n\u0303"]),
        ("b.txt", []),
    ],
)
def test_references_may_be_written_otherwise(
    written_otherwise: Archive, reference: str, ids: list[str]
) -> None:
    assert [article.id for article in written_otherwise._references.find(reference)] == ids  # noqa: SLF001  `show` raises
    everything = written_otherwise.parse("oil")
    within = written_otherwise.within(everything, [reference])
    assert sorted(match.id for match in written_otherwise.search(within).matches()) == ids


@pytest.mark.parametrize("value", ["caf\u00e9.txt", "CAFE\u0301.TXT", "*f\u00e9.txt", "caf?.txt"])
def test_values_are_compared_whatever_their_case_and_normal_form(
    written_otherwise: Archive, value: str
) -> None:
    for field in ("path", "id"):
        assert written_otherwise.count(f'{field}:"{value}"') == 1
