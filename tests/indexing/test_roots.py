"""Several roots in one archive: each read as was said of it, none taken for another, none lost."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.config import save_archive_config
from newsgrep.errors import IndexBusyError, UsageError
from newsgrep.indexing.lock import writer_lock
from newsgrep.indexing.piped_input import discard_unfinished, keep, spooled

TODAY = date(2025, 5, 6)
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, given from the top, that looks as if it had been there for long."""

    def write_one(name: str, content: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**10))
        return path

    return write_one


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An empty one, in the working directory `top/archive`."""
    folder = tmp_path / "top" / "archive"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return Archive.create(folder, today=TODAY)


def ids(archive: Archive) -> list[str]:
    return sorted(match.id for match in archive.search("*").matches())


def test_each_root_has_its_own_order_of_day_and_month(archive: Archive, write: Write) -> None:
    for name in ("us", "uk"):
        write(f"top/archive/{name}/a.json", '{"title": "T", "text": "x", "date": "03/04/2025"}')
    archive.index(["us"], date_order="month-first")
    archive.index(["uk"], date_order="day-first")
    for _ in range(2):
        assert [str(archive.show(f"{name}/a.json")[0].date) for name in ("us", "uk")] == [
            "2025-03-04",
            "2025-04-03",
        ]
        archive.index(rebuild=True)


def test_names_of_fields_are_those_of_one_root(archive: Archive, write: Write) -> None:
    write("top/archive/old/o.jsonl", '{"id": "1", "title": "Old", "text": "tariffs"}')
    write("top/archive/dump.jsonl", '{"id": "9", "hed": "New", "body_text": "tariffs"}')
    archive.index(["old"])
    archive.index(["dump.jsonl"], fields=[("title", "hed"), ("text", "body_text")])
    report = archive.index()
    assert (report.unchanged, report.removed, report.skipped) == (2, 0, 0)
    assert {article.title for name in ("old/o.jsonl", "dump.jsonl") for article in archive.show(name)} == {
        "Old",
        "New",
    }


def test_what_is_said_without_a_root_is_said_of_all(archive: Archive, write: Write) -> None:
    write("top/archive/one/a.json", '{"title": "T", "text": "x", "date": "03/04/2025"}')
    write("top/archive/two/drafts/b.txt", "text")
    write("top/archive/two/c.txt", "text")
    archive.index(["one", "two"])
    assert archive.index(date_order="day-first", exclude=["drafts"]).removed == 1
    assert str(archive.show("one/a.json")[0].date) == "2025-04-03"


def test_a_run_for_one_root_leaves_the_others_to_be_read_anew(archive: Archive, write: Write) -> None:
    for name in ("one", "two"):
        write(f"top/archive/{name}/a.json", '{"title": "T", "text": "x", "date": "03/04/2025"}')
    archive.index(["one", "two"])
    one, two = archive.config.roots
    config = archive.config._replace(roots=(one, two._replace(date_order="day-first")))
    save_archive_config(archive.home / "config.toml", config)
    archive.index(["one"])
    assert archive.show("two/a.json")[0].date is None
    assert archive.index().updated == 1
    assert str(archive.show("two/a.json")[0].date) == "2025-04-03"


def test_two_folders_of_one_name_named_at_once(archive: Archive, write: Write) -> None:
    folders = [write(f"{one}/news/a.txt", f"text of {one}").parent for one in "xy"]
    assert archive.index(folders).added == 2
    assert ids(archive) == ["news-2/a.txt", "news/a.txt"]
    assert archive.forget(folders[1]) == 1
    assert archive.index().unchanged == 1


def test_a_folder_of_the_archive_with_the_name_of_one_outside(archive: Archive, write: Write) -> None:
    outside = write("x/news/a.txt", "outside").parent
    archive.index([outside])
    write("top/archive/news/a.txt", "inside")
    with pytest.raises(UsageError, match="articles of another root have ids that begin with news"):
        archive.index(["news"])
    report = archive.index(["."])
    (warning,) = report.warnings
    assert "left out, for its articles would have the ids of those of" in warning
    assert [archive.count(word) for word in ("outside", "inside")] == [1, 0]


def test_an_archive_that_is_moved_keeps_the_articles_of_a_root_outside(
    archive: Archive, write: Write, tmp_path: Path
) -> None:
    archive.index([write("x/news/a.txt", "far away").parent])
    os.chdir(tmp_path)
    (tmp_path / "a" / "b").mkdir(parents=True)
    shutil.move(tmp_path / "top", tmp_path / "a" / "b" / "c")
    moved = Archive.open(tmp_path / "a" / "b" / "c" / "archive", today=TODAY)
    report = moved.index()
    assert (report.added, report.removed, report.unchanged, report.warnings) == (0, 0, 1, ())
    assert ids(moved) == ["news/a.txt"]


def test_what_is_named_and_not_read_is_told(archive: Archive, write: Write) -> None:
    write("top/archive/seeds/a.txt", "text")
    archive.index(["seeds"], exclude=["drafts"])
    for name in ("seeds/.hidden.txt", "seeds/drafts/b.txt"):
        file = write(f"top/archive/{name}", "text")
        assert archive.index([name]).warnings == (
            f"{file}: nothing of it is read, for it is hidden, left out or empty",
        )
    with pytest.raises(UsageError, match=r"no such file or folder: .*typo\.txt"):
        archive.index(["seeds/typo.txt"])
    assert archive.index(["seeds/a.txt"]).warnings == ()


def test_the_index_holds_no_files_of_its_own(archive: Archive, write: Write) -> None:
    write("top/archive/a.txt", "text")
    archive.index(["."])
    for name in (".newsgrep", ".newsgrep/README"):
        with pytest.raises(UsageError, match="an index holds no articles"):
            archive.index([name])


def test_a_root_whose_articles_are_all_of_one_within(archive: Archive, write: Write) -> None:
    write("top/archive/.hidden/a.txt", "text")
    archive.index([".hidden"])
    assert archive.index(["."]).warnings == ()
    write("top/archive/b.txt", "text")
    report = archive.index(["."])
    assert (report.added, report.removed) == (1, 0)


def test_a_list_of_files_may_hold_what_is_none(archive: Archive, write: Write) -> None:
    file = write("top/archive/seeds/a.txt", "text")
    report = archive.index(files=["seeds/a.txt", "seeds"])
    assert (report.added, report.skipped) == (1, 0)
    assert report.warnings == (f"{file.parent}: not a regular file",)


def test_a_plan_is_what_is_done(archive: Archive, write: Write) -> None:
    write("top/archive/seeds/a.json", '{"hed": "T", "text": "x", "date": "03/04/2025"}')
    outside = write("x/news/b.txt", "outside").parent
    archive.index(["seeds", outside])
    assert archive.plan()[0].read == ()
    assert [file.id for file in archive.plan(rebuild=True)[0].read] == ["news/b.txt", "seeds/a.json"]
    _, parts = archive.plan(["seeds"], date_order="day-first", fields=[("title", "hed")])
    said = [(part.id, str(part.date), part.title) for part in parts if isinstance(part, Article)]
    assert said == [("seeds/a.json", "2025-04-03", "T")]
    assert archive.index().unchanged == 2


def test_what_is_piped_in_is_kept_until_more_comes(archive: Archive) -> None:
    assert archive.index(piped=("wire", BytesIO(b'{"text": "one"}\n'))).added == 1
    with pytest.raises(UsageError, match="nothing was piped in"):
        archive.index(piped=("wire", BytesIO(b"")))
    with writer_lock(archive.home), pytest.raises(IndexBusyError):
        archive.index(piped=("wire", BytesIO(b'{"text": "two"}\n')))
    assert archive.index().unchanged == 1
    assert [path.name for path in (archive.home / "state" / "piped").iterdir()] == ["wire.jsonl.zst"]


def test_another_writer_leaves_alone_what_is_still_coming(archive: Archive) -> None:
    with spooled(archive.home, BytesIO(b"{}")) as path:
        discard_unfinished(archive.home)
        assert keep(archive.home, "wire", path).exists()
    left = archive.home / "state" / "piped" / "x.unfinished"
    left.touch()
    discard_unfinished(archive.home)
    assert not left.exists()


def test_a_name_that_a_root_outside_has_is_none_for_what_is_piped_in(archive: Archive, write: Write) -> None:
    archive.index([write("x/note.txt", "text")])
    with pytest.raises(UsageError, match="choose another name"):
        archive.index(piped=("note.txt", BytesIO(b"{}")))


def test_a_root_that_gets_another_name_gives_its_articles_other_ids(archive: Archive, write: Write) -> None:
    """By hand, in the settings: the old ids go."""
    path = write("top/outside/a.jsonl", '{"id": 1, "text": "oil"}\n{"id": 2, "text": "gas"}\n')
    archive.index([path.parent])
    (root,) = archive.config.roots
    save_archive_config(
        archive.home / "config.toml", archive.config._replace(roots=(root._replace(name="papers"),))
    )
    report = archive.index()
    assert (report.added, report.updated, report.removed, report.unchanged) == (2, 0, 2, 0)
    assert ids(archive) == ["papers/a.jsonl#1", "papers/a.jsonl#2"]
    assert archive.index().unchanged == 2
