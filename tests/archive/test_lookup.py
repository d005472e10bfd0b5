"""References to articles, from any working directory."""

import json
from pathlib import Path

import pytest

from newsgrep.archive import Archive
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
