"""One folder under several names is one folder; a disk inside a folder that is not there today takes no articles with it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran

from newsgrep.archive import Archive
from newsgrep.home import absolute

TODAY = date(2025, 5, 6)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`big/news/seeds`, with two articles and one in a folder `sub`; `home` is a link to `big/news`, the working directory."""
    seeds = tmp_path / "big" / "news" / "seeds"
    (seeds / "sub").mkdir(parents=True)
    for name in ("1", "2", "sub/3"):
        (seeds / f"{name}.txt").write_text(f"harbour {name}")
    (tmp_path / "home").symlink_to("big/news")
    monkeypatch.chdir(tmp_path / "big" / "news")
    return tmp_path


NAMES = (
    "home/seeds",
    "home/seeds/sub",
    "home/seeds/sub/3.txt",
    "home",
    "big/news/seeds",
    "link",
    "link/sub",
    "big/elsewhere/../seeds",
)
"""Names of the root, or of what lies in it or around it. `link` leads to the root, `big/elsewhere` to `big/news/empty`."""


@pytest.mark.parametrize("archive_at", ["big/news", "home", "other"])
@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_a_folder_that_is_named_in_two_ways_is_indexed_once(
    folder: Path, archive_at: str, first: str, second: str
) -> None:
    (folder / "link").symlink_to("big/news/seeds")
    (folder / "big" / "news" / "empty").mkdir()
    (folder / "big" / "elsewhere").symlink_to("news/empty")
    (folder / "other").mkdir()
    with Archive.create(folder / archive_at, today=TODAY) as archive:
        archive.index([folder / first])
        archive.index([folder / second])
        archive.index([folder / "home" / "seeds"])
        assert archive.index().unchanged == 3
        found = sorted(archive.show(match.id)[0].text for match in archive.search("harbour").matches())
        assert found == ["harbour 1", "harbour 2", "harbour sub/3"]


def test_files_of_a_list_are_known_by_another_name(folder: Path) -> None:
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        archive.index(
            files=[folder / "home" / "seeds" / "1.txt", folder / "home" / "seeds" / "sub" / "3.txt"]
        )
        assert archive.stats().articles == 3


def test_files_of_a_list_are_no_longer_known_by_another_name_once_their_folder_is_indexed(
    folder: Path,
) -> None:
    (folder / "other").mkdir()
    with Archive.create(folder / "other", today=TODAY) as archive:
        archive.index(
            files=[folder / "home" / "seeds" / "1.txt", folder / "home" / "seeds" / "sub" / "3.txt"]
        )
        archive.index(["seeds"])
        archive.index()
        assert archive.stats().articles == 3


def test_a_folder_is_forgotten_by_another_name(folder: Path) -> None:
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        assert archive.forget(folder / "home" / "seeds") == 3
        assert archive.config.roots == ()


def test_articles_are_shown_by_another_name(folder: Path) -> None:
    (folder / "big" / "news" / "seeds" / "c.jsonl").write_text('{"id": 7, "text": "harbour 7"}\n')
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        for name, text in (
            ("1.txt", "harbour 1"),
            ("sub/3.txt", "harbour sub/3"),
            ("c.jsonl#7", "harbour 7"),
        ):
            (article,) = archive.show(f"{folder}/home/seeds/{name}")
            assert article.text == text


def test_the_index_is_found_by_another_name(folder: Path, newsgrep: Callable[..., Ran]) -> None:
    here = folder / "big" / "news"
    assert newsgrep("index", "seeds", cwd=here).code == 0
    ran = newsgrep("index", "seeds", cwd=here, NEWSGREP_INDEX=str(folder / "home"))
    assert (ran.code, ran.out.partition(";")[0]) == (
        0,
        "0 articles added, 0 updated, 0 removed, 3 unchanged",
    )


def test_roots_that_became_one_folder_are_scanned_once(folder: Path) -> None:
    """Two folders were indexed; one of them was replaced by a link to the other."""
    other = folder / "big" / "news" / "other"
    other.mkdir()
    (other / "4.txt").write_text("harbour 4")
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds", "other"])
        (other / "4.txt").unlink()
        other.rmdir()
        other.symlink_to("seeds")
        report = archive.index()
        assert (report.removed, report.unchanged, archive.stats().articles) == (1, 3, 3)


def test_two_points_behind_a_link_lead_where_the_link_leads(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a/b")
    assert absolute(tmp_path / "link" / ".." / "x") == tmp_path / "a" / "x"
    assert absolute(tmp_path / "a" / "b" / ".." / "x") == tmp_path / "a" / "x"


@dataclass
class Disk:
    """What may be mounted on `big/news/seeds/sub`."""

    is_mounted: bool = True


@pytest.fixture
def disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    status = os.stat
    place = str(folder / "big" / "news" / "seeds" / "sub")

    def stat(path: Any, **named: Any) -> os.stat_result:
        found = status(path, **named)
        if not disk.is_mounted or not str(path).startswith(place):
            return found
        return os.stat_result([*found[:2], found.st_dev + 1, *found[3:]])

    monkeypatch.setattr(os, "stat", stat)
    return disk


KEPT = "no files are there now; its articles are kept (newsgrep forget removes them)"


@pytest.mark.parametrize("is_missing", [False, True])
def test_a_disk_inside_a_folder_that_is_not_there_keeps_its_articles(
    folder: Path, disk: Disk, *, is_missing: bool
) -> None:
    sub = folder / "big" / "news" / "seeds" / "sub"
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        disk.is_mounted = False
        (sub / "3.txt").rename(folder / "3.txt")
        if is_missing:
            sub.rmdir()
        for rebuild in (False, False, True):
            report = archive.index(rebuild=rebuild)
            assert (report.removed, report.warnings) == (0, (f"{sub}: {KEPT}",))
            assert archive.stats().articles == 3
        sub.mkdir(exist_ok=True)
        (folder / "3.txt").rename(sub / "3.txt")
        disk.is_mounted = True
        assert archive.index().warnings == ()
        (sub / "3.txt").unlink()
        assert archive.forget(sub) == 1
        assert archive.index().warnings == ()


def test_a_folder_that_was_no_disk_is_empty_when_it_is_empty(folder: Path, disk: Disk) -> None:
    disk.is_mounted = False
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        disk.is_mounted = True
        (folder / "big" / "news" / "seeds" / "sub" / "3.txt").unlink()
        assert archive.index().removed == 1


def test_a_disk_that_was_copied_into_its_folder_is_an_ordinary_folder(folder: Path, disk: Disk) -> None:
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        disk.is_mounted = False
        archive.index()
        (folder / "big" / "news" / "seeds" / "sub" / "3.txt").unlink()
        report = archive.index()
        assert (report.removed, report.warnings) == (1, ())


def test_a_disk_that_is_left_out_from_now_on_is_not_missed(folder: Path, disk: Disk) -> None:
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        archive.index(["seeds"])
        disk.is_mounted = False
        report = archive.index(["seeds"], exclude=["sub"])
        assert (report.removed, report.warnings) == (1, ())


@pytest.fixture
def mounted(folder: Path) -> Iterator[Path]:
    """A folder `mount`, which is `big/news/seeds/sub` mounted there."""
    place = folder / "mount"
    place.mkdir()
    source = folder / "big" / "news" / "seeds" / "sub"
    try:
        done = subprocess.run(["mount", "--bind", source, place], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no command mount")
    if done.returncode:
        pytest.skip("this user may not mount folders")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("order", [("seeds", "mount"), ("mount", "seeds")])
def test_a_folder_that_is_mounted_elsewhere_too_is_indexed_once(
    folder: Path, mounted: Path, order: tuple[str, str]
) -> None:
    places = {"seeds": folder / "big" / "news" / "seeds", "mount": mounted}
    with Archive.create(folder / "big" / "news", today=TODAY) as archive:
        for place in order:
            archive.index([places[place]])
            archive.index()
        assert archive.stats().articles == 3
        assert archive.index().unchanged == 3
