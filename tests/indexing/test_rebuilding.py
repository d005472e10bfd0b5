"""An index that cannot be used is made anew of the files that it knew, and not before these are there."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.engines import open_index
from newsgrep.errors import IndexDamagedError, InterruptedRunError, NewsgrepError, UsageError
from newsgrep.index_report import IndexProgress
from newsgrep.indexing import content
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.reading import FileTask, Heartbeat, read_batch
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.readers import ReadOptions, StalledReaderError

TODAY = date(2025, 5, 6)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Of a root `seeds` of two articles, and one file that lies in no root; also the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    for name in ("seeds/a.txt", "seeds/b.txt", "single.txt"):
        path = tmp_path / name
        path.write_text(f"text of {name}")
        os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**10))
    archive = Archive.create(tmp_path, today=TODAY)
    archive.index(["seeds"])
    archive.index(files=["single.txt"])
    archive.index()
    return archive


def ids(archive: Archive) -> list[str]:
    return sorted(match.id for match in archive.search("*").matches())


def damage(archive: Archive) -> Archive:
    """Change a byte that is seen to be wrong only when it is looked at; gives the archive opened anew."""
    archive.close()
    for path in (archive.home / "index").glob("*.newsgrep"):
        content = bytearray(path.read_bytes())
        content[100] ^= 1
        path.write_bytes(content)
    return Archive.open(archive.folder)


def test_damage_that_shows_late_is_rebuilt_too(archive: Archive) -> None:
    archive = damage(archive)
    (archive.folder / "seeds" / "a.txt").write_text("changed")
    with pytest.raises(IndexDamagedError):
        archive.index()
    assert archive.index(["seeds"], rebuild=True).added == 3  # the other file's articles are gone, too
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt", "single.txt"]
    assert archive.index().unchanged == 3


def test_a_rebuild_that_is_cut_short_is_gone_on_with(archive: Archive) -> None:
    def interrupt(_: IndexProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError):
        archive.index(rebuild=True, language="german", progress=interrupt)
    archive.index()
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt", "single.txt"]


def test_another_language_waits_until_all_files_are_there(archive: Archive) -> None:
    away = archive.folder / "away"
    away.mkdir()
    for name in "ab":
        (archive.folder / "seeds" / f"{name}.txt").rename(away / f"{name}.txt")
    with pytest.raises(UsageError, match="its articles would be lost"):
        archive.index(rebuild=True, language="german")
    assert archive.config.language == "english"
    assert len(ids(archive)) == 3


def test_a_file_that_the_disk_does_not_give_keeps_its_articles(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(location: str) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO), location)

    (archive.folder / "seeds" / "a.txt").write_text("changed")
    with monkeypatch.context() as patch:
        patch.setattr(content, "_open", broken)
        report = archive.index()
    assert (report.removed, report.unchanged) == (0, 3)
    assert [problem.reason for problem in report.problems] == [
        f"{os.strerror(errno.EIO)}; its articles are kept"
    ]
    assert archive.count("a") == 1
    assert archive.index().updated == 1
    assert archive.skipped() == []


def test_a_large_file_gives_heartbeats_before_it_is_parsed(tmp_path: Path) -> None:
    size = 5 << 20
    (tmp_path / "a.jsonl").write_bytes(b" " * size)
    beats: list[Heartbeat] = []

    def beat(heartbeat: Heartbeat) -> None:
        beats.append(heartbeat)
        if len(beats) == 3:
            raise StalledReaderError  # as its deadline does, where a megabyte takes too long

    task = FileTask("a.jsonl", "a.jsonl", size, 0, articles=ArticleDigests("#1\n#2", bytes(16)))
    rules = Rules(str(tmp_path), (Rule("", ReadOptions(TODAY), "1"),))
    result = read_batch(open_index(tmp_path / "index", "english").writer(), [task], rules, beat)
    assert beats[:3] == [Heartbeat(0)] * 3
    (row,) = result.rows
    assert row.problems[0].reason == "takes too long to read from its disk; its articles are kept"
    assert (row.article_count, row.articles, result.removed) == (2, task.articles, [])


def test_a_plan_for_an_index_that_cannot_be_used_is_that_of_a_rebuild(archive: Archive) -> None:
    ids_of_files = ids(archive)
    archive.close()
    for catalogue in (archive.home / "index").glob("catalogue-*"):
        catalogue.write_bytes(b"an earlier format")
    archive = Archive.open(archive.folder)
    with pytest.raises(NewsgrepError, match="newsgrep index --rebuild"):
        archive.plan()
    plan, _ = archive.plan(rebuild=True)
    assert [file.id for file in plan.read] == ids_of_files
    assert archive.index(rebuild=True).added == len(ids_of_files)
