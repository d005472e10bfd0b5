"""An index that is copied: from a folder to a cluster and back, without the files that it was made from."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shared_cluster
from conftest import index

from newsgrep.archive import Archive
from newsgrep.archive.copying import copy_index
from newsgrep.errors import InterruptedRunError, NoIndexError, UsageError
from newsgrep.index_report import IndexReport
from newsgrep.indexing import copying

ARTICLES = 7


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An archive of three files, one of which gives five articles, with a correction, a saved query and piped input."""
    folder = tmp_path / "source"
    news = folder / "news"
    news.mkdir(parents=True)
    (news / "oil.txt").write_text("date 2025-05-01 Oil rose.\n")
    (news / "gas.txt").write_text("date 2025-05-02 Gas fell.\n")
    (news / "wire.jsonl").write_text("".join(record(number) for number in range(4)))
    index(folder, "news")
    with Archive.open(folder) as archive:
        archive.index(piped=("piped", io.BytesIO(record(9).encode())))
        for file in (*news.iterdir(), archive.home / "state" / "piped" / "piped.jsonl.zst"):
            os.utime(file, (1_750_000_000, 1_750_000_000))  # a file of just now is read again
        archive.index()
        archive.correct(["news/oil.txt"], [("date", "2024-12-31")])
        with archive.new("fuel", "oil OR gas", all_at_first=True) as results:
            assert len(results) == 2
    return folder


def record(number: int, words: str = "Copper") -> str:
    text = f"{words} and tin {number}."
    return (
        json.dumps({"id": f"r{number}", "title": f"No. {number}", "text": text, "date": "2025-05-03"}) + "\n"
    )


@pytest.fixture(params=["folder", "cluster"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place where no index is."""
    if request.param == "folder":
        yield str(tmp_path / "target")
        return
    address = shared_cluster.address_of(tmp_path)
    yield address
    shared_cluster.delete_index(address)


def content(place: Path | str) -> list[object]:
    """All that an index says of its articles, in order and with scores."""
    with Archive.open(str(place)) as archive:
        found = archive.search("copper OR oil OR gas OR tin")
        return [(hit.article, hit.score) for hit in found]


def copied(source: Path | str, target: Path | str) -> IndexReport:
    report = copy_index(str(source), str(target))
    assert content(target) == content(source)
    return report


def test_a_copy_has_the_same_articles(source: Path, target: str) -> None:
    assert len(content(source)) == ARTICLES
    assert copied(source, target) == IndexReport(added=ARTICLES)
    assert copied(source, target) == IndexReport(unchanged=ARTICLES)


def test_a_copy_of_a_copy_has_them_too(source: Path, target: str, tmp_path: Path) -> None:
    copied(source, target)
    assert copied(target, tmp_path / "back") == IndexReport(added=ARTICLES)


def test_a_copy_follows_what_has_changed(source: Path, target: str) -> None:
    copied(source, target)
    (source / "news" / "gas.txt").unlink()
    (source / "news" / "coal.txt").write_text("date 2025-05-02 Oil, not coal.\n")
    lines = [record(0), record(1, "Zinc"), record(3), record(4)]
    (source / "news" / "wire.jsonl").write_text("".join(lines))
    index(source)
    # Of the wire's articles 2 is gone, 4 is new.
    assert copied(source, target) == IndexReport(added=2, updated=1, removed=2, unchanged=4)


def test_settings_corrections_saved_queries_and_piped_input_are_copied(source: Path, target: str) -> None:
    copied(source, target)
    with Archive.open(source) as ours, Archive.open(target) as theirs:
        assert theirs.config._replace(cluster="") == ours.config
        assert list(theirs.corrections()) == list(ours.corrections())
        with theirs.new("fuel", None) as results:
            assert list(results) == []
        assert theirs.skipped() == ours.skipped()
        assert theirs.indexed_at == pytest.approx(ours.indexed_at)


def test_the_copy_knows_the_files_and_reads_none_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    copied(source, there)
    shutil.copytree(source / "news", there / "news")
    monkeypatch.setattr("newsgrep.indexing.update.read_batch", None)
    with Archive.open(there) as archive:
        report = archive.index()
    assert (report.unchanged, report.added + report.updated + report.removed) == (ARTICLES, 0)


@pytest.mark.parametrize("seconds", [0.0, 30.0])
def test_a_copy_that_was_interrupted_goes_on(
    source: Path, target: str, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(copying, "CHECKPOINT_EVERY", seconds)
    files = 0

    def interrupt(_done: int, _all: int) -> None:
        nonlocal files
        files += 1
        if files == 2:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError, match=r"^interrupted: 2 of 7 articles are copied, and kept;"):
        copy_index(str(source), target, progress=interrupt)
    with Archive.open(target) as archive:
        assert archive.count("copper OR oil OR gas OR tin") == 2
    assert copied(source, target) == IndexReport(added=ARTICLES - 2, unchanged=2)


def test_articles_that_lost_their_rows_are_copied_again(source: Path, target: str) -> None:
    copied(source, target)
    (source / ".newsgrep" / "index" / "manifest.sqlite").unlink()
    assert copied(source, target) == IndexReport(updated=ARTICLES)


def test_another_archive_is_not_overwritten(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "mine").mkdir(parents=True)
    (other / "mine" / "a.txt").write_text("date 2025-05-01 Mine.\n")
    index(other, "mine")
    with pytest.raises(UsageError, match="holds other articles, which would be removed: those of mine"):
        copy_index(str(source), str(other))
    with Archive.open(other) as archive:
        assert archive.count("mine") == 1


def test_a_copy_needs_an_index_of_the_same_language_and_another_place(source: Path, tmp_path: Path) -> None:
    Archive.create(tmp_path / "german", language="german").close()
    with pytest.raises(UsageError, match="is in german, and this index in english"):
        copy_index(str(source), str(tmp_path / "german"))
    with pytest.raises(UsageError, match="cannot be copied into itself"):
        copy_index(str(source), str(source / ".newsgrep"))
    with pytest.raises(NoIndexError, match="no index at"):
        copy_index(str(tmp_path / "none"), str(source))
