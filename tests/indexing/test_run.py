"""Indexing runs: what is read, what is left alone, what is lost to nobody."""

import os
import shutil
import sqlite3
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsgrep.archive import Archive
from newsgrep.engines.contract import Writer
from newsgrep.errors import (
    IndexBusyError,
    IndexDamagedError,
    InterruptedRunError,
    NoSuchRootError,
    StorageError,
    UsageError,
)
from newsgrep.index_report import IndexProgress, IndexReport
from newsgrep.indexing import batches, reading, update
from newsgrep.indexing.lock import writer_lock
from newsgrep.indexing.reading import BatchResult, FileTask

TODAY = date(2025, 5, 6)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three articles under `seeds`, which is also the working directory."""
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        write(tmp_path / "seeds" / f"{name}.txt", f"text of {name}")
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Archive:
    archive = Archive.create(folder, today=TODAY)
    archive.index(["seeds"])
    return archive


def write(path: Path, content: str) -> None:
    """Write a file that looks as if it had been there for long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**10))


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.removed, report.unchanged


def ids(archive: Archive) -> list[str]:
    return sorted(match.id for match in archive.search("*").matches())


def test_what_changed_is_what_is_counted(folder: Path, archive: Archive) -> None:
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt", "seeds/c.txt"]
    assert counts(archive.index(["seeds"])) == (0, 0, 0, 3)
    write(folder / "seeds" / "a.txt", "changed")
    (folder / "seeds" / "b.txt").rename(folder / "seeds" / "renamed.txt")
    (folder / "seeds" / "c.txt").unlink()
    assert counts(archive.index()) == (1, 1, 2, 0)
    assert ids(archive) == ["seeds/a.txt", "seeds/renamed.txt"]
    assert archive.count("changed") == 1
    assert counts(archive.index()) == (0, 0, 0, 2)


def test_a_touched_file_with_the_same_content_is_unchanged(folder: Path, archive: Archive) -> None:
    before = archive.stats().generation
    (folder / "seeds" / "a.txt").touch()
    assert counts(archive.index()) == (0, 0, 0, 3)
    assert archive.stats().generation == before


def test_what_is_named_besides_is_seen_where_nothing_else_has_changed(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "new.txt", "new")
    write(folder / "more.txt", "more")
    assert counts(archive.index(["seeds"])) == (1, 0, 0, 3)
    assert counts(archive.index(["seeds"], files=["more.txt"])) == (1, 0, 0, 4)
    assert counts(archive.index()) == (0, 0, 0, 5)
    (folder / "more.txt").unlink()
    assert counts(archive.index(["seeds"])) == (0, 0, 0, 4)
    assert counts(archive.index()) == (0, 0, 1, 4)


def test_a_young_file_is_read_again_until_it_is_old(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "seeds" / "a.txt"
    written = 10**18
    now = written + 10**9
    monkeypatch.setattr(time, "time_ns", lambda: now)

    def write_at_once(content: str) -> None:
        path.write_text(content)
        os.utime(path, ns=(written, written))

    for content in ("one", "two"):  # in a step of the clock
        write_at_once(content)
        assert archive.index().updated == 1
    now += 10**10
    assert counts(archive.index()) == (0, 0, 0, 3)  # looked at again, and old from now on
    write_at_once("six")
    assert counts(archive.index()) == (0, 0, 0, 3)
    assert [article.text for article in archive.show("seeds/a.txt")] == ["two"]


@pytest.mark.parametrize("seconds", [-(10**10), 10**10, 1 << 62])
def test_files_with_times_that_no_clock_shows_are_indexed(
    folder: Path, archive: Archive, seconds: int
) -> None:
    """Beyond 2262 and before 1677 nanoseconds since 1970 take more than 64 bits; not every file system has such times."""
    archive.index()  # what it found is remembered, so that the next run compares
    write(folder / "seeds" / "odd.txt", "of another century")
    try:
        os.utime(folder / "seeds" / "odd.txt", (seconds, seconds))
    except (OSError, OverflowError) as error:
        pytest.skip(f"the system has no such times: {error}")
    assert counts(archive.index()) == (1, 0, 0, 3)
    assert counts(archive.index()) == (0, 0, 0, 4)
    assert archive.count("century") == 1


def test_where_nothing_has_changed_nothing_is_written(folder: Path, archive: Archive) -> None:
    archive.index()
    before = {path: path.stat().st_mtime_ns for path in (archive.home / "index").iterdir()}
    assert counts(archive.index()) == (0, 0, 0, 3)
    assert {path: path.stat().st_mtime_ns for path in (archive.home / "index").iterdir()} == before


def test_unchanged_files_are_not_opened(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    original = reading.read_batch

    def record(writer: Writer, tasks: list[FileTask], *rest: Any) -> BatchResult:
        opened.extend(task.path for task in tasks)
        return original(writer, tasks, *rest)

    monkeypatch.setattr(update, "read_batch", record)
    archive.index()
    assert opened == []
    write(folder / "seeds" / "a.txt", "young and of another size")
    archive.index()
    assert opened == ["seeds/a.txt"]


@pytest.mark.parametrize("loss", ["moved", "emptied"])
def test_a_root_that_is_gone_keeps_its_articles(folder: Path, archive: Archive, loss: str) -> None:
    (folder / "seeds").rename(folder / "elsewhere")
    if loss == "emptied":
        (folder / "seeds").mkdir()
    for roots in ([], ["seeds"]):
        report = archive.index(roots)
        assert counts(report)[:3] == (0, 0, 0)
        assert "its articles are kept" in report.warnings[0]
    assert len(ids(archive)) == 3


def test_a_folder_that_cannot_be_read_keeps_its_articles(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "seeds" / "deep" / "d.txt", "deep")
    archive.index()
    original = os.open

    def refuse(path: str, flags: int, *mode: int, **options: int) -> int:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied")
        return original(path, flags, *mode, **options)

    monkeypatch.setattr(os, "open", refuse)
    report = archive.index()
    assert counts(report) == (0, 0, 0, 3)
    assert report.warnings == (f"{folder / 'seeds' / 'deep'}: Permission denied; its articles are kept",)
    assert len(ids(archive)) == 4


def test_folders_are_looked_through_by_their_descriptors(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path to each file would be followed by the system for each file."""
    write(folder / "seeds" / "deep" / "d.txt", "deep")
    looked_through: list[object] = []
    original = os.scandir

    def record(folder: Any) -> object:
        looked_through.append(folder)
        return original(folder)

    monkeypatch.setattr(os, "scandir", record)
    assert archive.index().added == 1
    assert [folder for folder in looked_through if "seeds" in str(folder)] == []
    assert sum(isinstance(folder, int) for folder in looked_through) == 2


def test_bad_files_are_skipped_with_their_reasons_now_and_later(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "empty.txt", "")
    write(folder / "seeds" / "x.pdf", "%PDF")
    write(folder / "seeds" / "x.png", "image")
    write(folder / "seeds" / "lines.jsonl", '{"text": "fine"}\n{"text": \n')
    report = archive.index()
    assert (report.added, report.skipped, report.ignored) == (1, 3, 1)
    assert [(part.path, part.key) for part in report.problems] == [
        ("seeds/empty.txt", None),
        ("seeds/lines.jsonl", "2"),
        ("seeds/x.pdf", None),
    ]
    again = archive.index()
    assert (again.skipped, again.ignored, again.problems) == (3, 1, ())
    assert [(part.path, part.reason.split(":")[0]) for part in archive.skipped()] == [
        ("seeds/empty.txt", "empty"),
        ("seeds/lines.jsonl", "not JSON"),
        ("seeds/x.pdf", "no reader takes it by its content, or by its name (.pdf)"),
    ]
    write(folder / "seeds" / "empty.txt", "no longer")
    assert archive.index().skipped == 2


def test_of_a_container_only_what_changed_is_counted(folder: Path, archive: Archive) -> None:
    path = folder / "seeds" / "lines.jsonl"
    write(path, '{"text": "one"}\n{"text": "two"}\n{"text": "three"}\n')
    assert archive.index().added == 3
    write(path, '{"text": "one"}\n{"text": "TWO"}\n')
    assert counts(archive.index()) == (0, 1, 1, 4)
    assert [article.text for article in archive.show("seeds/lines.jsonl")] == ["one", "TWO"]


def test_what_cannot_be_opened_is_skipped_and_tried_again(folder: Path, archive: Archive) -> None:
    (folder / "seeds" / "a.txt").unlink()
    (folder / "seeds" / "a.txt").symlink_to(folder / "nowhere.txt")
    report = archive.index()
    assert counts(report) == (0, 0, 1, 2)
    assert [part.reason for part in report.problems] == ["No such file or directory"]
    write(folder / "nowhere.txt", "text of a")
    assert counts(archive.index()) == (1, 0, 0, 2)


def test_what_the_user_ignores_is_not_looked_at(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "drafts" / "d.txt", "draft")
    write(folder / "seeds" / "drafts" / "keep.txt", "kept")
    write(folder / "seeds" / ".hidden.txt", "hidden")
    write(folder / ".newsgrepignore", "seeds/drafts/*\n")
    write(folder / "seeds" / "drafts" / ".newsgrepignore", "!keep.txt\n")
    assert archive.index().added == 1
    assert archive.index(["seeds"], exclude=["a.*"]).removed == 1
    assert ids(archive) == ["seeds/b.txt", "seeds/c.txt", "seeds/drafts/keep.txt"]
    assert archive.config.roots[0].exclude == ("a.*",)
    assert counts(archive.index()) == (0, 0, 0, 3)


def test_the_parts_of_a_saved_page_are_ignored(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "page.html", "<html>")
    write(folder / "seeds" / "page_files" / "part.txt", "not an article")
    write(folder / "seeds" / "other_files" / "part.txt", "an article")
    write(folder / "seeds" / "strona_pliki" / "ramka.html", "<html><p>not an article either")
    report = archive.index()
    assert (report.added, report.ignored) == (1, 2)


def test_links_to_files_are_followed_and_links_to_folders_are_not(folder: Path, archive: Archive) -> None:
    write(folder / "outside" / "x.txt", "linked")
    (folder / "seeds" / "link.txt").symlink_to(folder / "outside" / "x.txt")
    (folder / "seeds" / "loop").symlink_to(folder / "seeds")
    (folder / "seeds" / "nowhere.txt").symlink_to(folder / "nothing")
    os.mkfifo(folder / "seeds" / "pipe.txt")
    report = archive.index()
    assert (report.added, report.skipped, report.ignored) == (1, 1, 1)
    assert report.problems[0].reason == "No such file or directory"


def test_a_root_outside_has_a_name_in_ids_and_its_path_in_paths(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "clips"
    write(outside / "50% #1.txt", "far away")
    archive = Archive.create(folder / "seeds", today=TODAY)
    archive.index([outside])
    (match,) = archive.search("far").matches()
    assert match.id == "clips/50%25 %231.txt"
    assert (folder / "seeds" / match.path).resolve() == (outside / "50% #1.txt").resolve()
    assert [article.text for article in archive.show(str(outside / "50% #1.txt"))] == ["far away"]
    assert [article.text for article in archive.show(archive.location(match))] == ["far away"]


def test_single_files_are_indexed_and_refreshed(folder: Path) -> None:
    archive = Archive.create(folder, today=TODAY)
    report = archive.index(files=["seeds/a.txt", "seeds/b.txt", "seeds/nothing.txt"])
    assert report.added == 2
    assert report.warnings == (f"{folder / 'seeds' / 'nothing.txt'}: no such file",)
    (folder / "seeds" / "a.txt").unlink()
    assert counts(archive.index()) == (0, 0, 1, 1)
    assert archive.forget("seeds/b.txt") == 1


def test_forget(folder: Path, archive: Archive) -> None:
    write(folder / "more" / "d.txt", "text of d")
    archive.index(["more"])
    assert archive.forget("seeds") == 3
    assert ids(archive) == ["more/d.txt"]
    assert [root.path for root in archive.config.roots] == ["more"]
    with pytest.raises(NoSuchRootError):
        archive.forget("seeds")
    assert counts(archive.index()) == (0, 0, 0, 1)


def test_a_part_of_a_root_refreshes_the_root(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "new" / "d.txt", "text of d")
    assert counts(archive.index(["seeds/new"])) == (1, 0, 0, 3)
    assert [root.path for root in archive.config.roots] == ["seeds"]


def test_what_is_not_there_cannot_be_added(folder: Path, archive: Archive) -> None:
    with pytest.raises(UsageError, match=r"no such file or folder: .*nothing"):
        archive.index(["nothing"])


def test_an_index_whose_manifest_was_lost_goes_on(folder: Path, archive: Archive) -> None:
    manifest = archive.home / "index" / "manifest.sqlite"
    for damage in (manifest.unlink, lambda: manifest.write_bytes(b"garbage" * 1000)):
        damage()
        (folder / "seeds" / "a.txt").write_text("changed")
        report = archive.index()
        assert report.removed == 0
        assert report.added + report.updated + report.unchanged == 3
    (folder / "seeds" / "c.txt").unlink()
    manifest.unlink()
    assert archive.index().removed == 1
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt"]


def test_rebuild_repairs_a_damaged_index_and_refuses_to_lose_a_root(folder: Path, archive: Archive) -> None:
    archive.close()
    for path in (archive.home / "index").glob("*.newsgrep"):
        path.write_bytes(b"garbage")
    archive = Archive.open(folder)
    with pytest.raises(IndexDamagedError):
        archive.index()
    (folder / "seeds").rename(folder / "away")
    with pytest.raises(UsageError, match="its articles would be lost"):
        archive.index(rebuild=True)
    (folder / "away").rename(folder / "seeds")
    assert archive.index(rebuild=True).added == 3
    assert len(ids(archive)) == 3


def test_rebuild_reads_every_file_again(archive: Archive) -> None:
    before = archive.stats().generation
    assert counts(archive.index(rebuild=True)) == (0, 0, 0, 3)
    assert archive.stats().generation > before


def test_another_language_needs_a_rebuild(archive: Archive) -> None:
    with pytest.raises(UsageError, match="the index is in english"):
        archive.index(language="french")
    with pytest.raises(UsageError, match="no stemmer for language"):
        archive.index(language="klingon", rebuild=True)
    archive.index(language="french", rebuild=True)
    assert archive.config.language == "french"
    assert len(ids(archive)) == 3


def test_what_the_user_says_of_dates_and_fields_is_kept_and_read_anew(folder: Path, archive: Archive) -> None:
    write(folder / "seeds" / "r.json", '{"hed": "T", "text": "x", "date": "03/04/2025"}')
    archive.index()
    assert archive.show("seeds/r.json")[0].date is None
    archive.index(date_order="day-first", fields=[("title", "hed")])
    (article,) = archive.show("seeds/r.json")
    assert (str(article.date), article.title) == ("2025-04-03", "T")
    assert archive.config.fields == (("title", "hed"),)
    assert counts(archive.index()) == (0, 0, 0, 4)


def test_one_writer_at_a_time_and_readers_never_wait(archive: Archive) -> None:
    with writer_lock(archive.home):
        with pytest.raises(IndexBusyError, match=rf"process {os.getpid()} on "):
            archive.index()
        assert len(ids(archive)) == 3
        assert archive.skipped() == []
    assert archive.index().unchanged == 3


def test_an_interrupted_run_keeps_what_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive.create(folder, today=TODAY)
    monkeypatch.setattr(batches, "_SMALLEST_BATCH", 1)
    monkeypatch.setattr(batches, "_LARGEST_BATCH", 1)

    def interrupt(progress: IndexProgress) -> None:
        if progress.files == 2:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError, match="2 of 3 files are done"):
        archive.index(["seeds"], progress=interrupt)
    assert len(ids(archive)) == 2
    assert counts(archive.index()) == (1, 0, 0, 2)


def test_checkpoints_are_commits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive.create(folder, today=TODAY)
    monkeypatch.setattr(batches, "_SMALLEST_BATCH", 1)
    monkeypatch.setattr(batches, "_LARGEST_BATCH", 1)
    monkeypatch.setattr(update, "CHECKPOINT_EVERY", 0)
    seen: list[int] = []
    archive.index(["seeds"], progress=lambda *_: seen.append(Archive(archive.home).count("*")))
    assert seen == [0, 0, 1, 2]


def test_few_rows_are_kept_until_the_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written ahead, and tasks are made one batch at a time: a million files take no more memory than a thousand."""
    for number in range(20):
        write(folder / "seeds" / f"{number}.txt", f"oil {number}")
    archive = Archive.create(folder, today=TODAY)
    monkeypatch.setattr(batches, "_SMALLEST_BATCH", 1)
    monkeypatch.setattr(batches, "_LARGEST_BATCH", 1)
    monkeypatch.setattr(update, "_MANY_ROWS", 3)
    made: list[str] = []
    kept: list[int] = []
    task, write_ahead = update.Uncommitted.task, update.Uncommitted.write_ahead

    def counted(self: update.Uncommitted, path: str, **options: Any) -> FileTask:
        made.append(path)
        return task(self, path, **options)

    def noted(self: update.Uncommitted) -> None:
        write_ahead(self)
        kept.append(len(self.rows))
        assert len(made) <= len(kept) + 1

    monkeypatch.setattr(update.Uncommitted, "task", counted)
    monkeypatch.setattr(update.Uncommitted, "write_ahead", noted)
    report = archive.index(["seeds"])
    assert (len(kept), max(kept)) == (len(made), 2)
    assert archive.count("*") == report.added
    assert archive.index().added == 0


class Killed(BaseException):
    """Stands for a kill."""


def test_a_kill_between_manifest_and_commit_is_made_good(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsgrep.engines.whoosh.writer import WhooshWriter

    def killed(*_: object) -> int:
        raise Killed

    def change() -> None:
        write(folder / "seeds" / "a.txt", "changed")
        write(folder / "seeds" / "new.txt", "new")
        (folder / "seeds" / "c.txt").unlink(missing_ok=True)

    change()
    monkeypatch.setattr(WhooshWriter, "commit", killed)
    with pytest.raises(Killed):
        archive.index()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt", "seeds/c.txt"]
    assert counts(archive.index()) == (1, 1, 1, 1)
    assert ids(archive) == ["seeds/a.txt", "seeds/b.txt", "seeds/new.txt"]


def test_a_full_disk_is_a_clear_error_and_the_index_is_as_before(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "seeds" / "new.txt", "new")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        archive.index()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert len(ids(archive)) == 3
    assert archive.index().added == 1


def test_a_locked_manifest_is_a_clear_error(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "seeds" / "new.txt", "new")
    connect = sqlite3.connect

    def impatient(*args: object, **kwargs: object) -> sqlite3.Connection:
        return connect(*args, **{**kwargs, "timeout": 0})  # type: ignore[call-overload,no-any-return]  # what it was given

    monkeypatch.setattr(sqlite3, "connect", impatient)
    other = connect(archive.home / "index" / "manifest.sqlite")
    other.execute("begin exclusive")
    try:
        with pytest.raises(StorageError, match="locked"):
            archive.index()
    finally:
        other.close()


def test_create_says_what_the_folder_is(folder: Path, archive: Archive) -> None:
    assert (
        (archive.home / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )
    assert "newsgrep" in (archive.home / "README").read_text()
    shutil.rmtree(archive.home / "index")
    assert Archive(archive.home, today=TODAY).index().added == 3
