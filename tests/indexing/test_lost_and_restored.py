"""Manifest and index are compared at every run: whichever is older, lost, or of another commit, the next run heals it."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from conftest import Ran

from newsgrep.archive import Archive
from newsgrep.errors import IndexIncompleteError, UsageError

TODAY = date(2025, 5, 6)
DAY = 86_400
STAGES = (
    {"1": "harbour one", "2": "harbour two", "3": "harbour three"},
    {"1": "harbour one", "2": "harbour rewritten", "4": "harbour four"},
    # As at first again, times included: only by its commit can the index be known to be another.
    {"1": "harbour one", "2": "harbour two", "3": "harbour three", "5": "harbour five"},
)
"""What stands in the files, at each of three commits."""


def write(folder: Path, texts: dict[str, str]) -> None:
    """Make the files of `seeds` be these, with times that say nothing."""
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    for path in seeds.iterdir():
        path.unlink()
    for name, text in texts.items():
        path = seeds / f"{name}.txt"
        path.write_text(text)
        os.utime(path, (DAY, DAY))


def index(folder: Path, *, rebuild: bool = False) -> None:
    with Archive.open(folder, today=TODAY) as archive:
        archive.index(rebuild=rebuild)


def held(folder: Path) -> dict[str, str]:
    with Archive.open(folder, today=TODAY) as archive:
        found = list(archive.search("*").matches())
        assert len(found) == archive.stats().articles
        return {Path(match.path).stem: archive.show(match.id)[0].text for match in found}


@pytest.fixture(scope="module")
def commits(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The archive after each commit, an empty index before the first."""
    folder = tmp_path_factory.mktemp("commits") / "archive"
    folder.mkdir()
    Archive.create(folder, today=TODAY).close()
    copies = []
    for number, texts in enumerate(({}, *STAGES)):
        write(folder, texts)
        with Archive.open(folder, today=TODAY) as archive:
            archive.index([folder / "seeds"])
        copies.append(shutil.copytree(folder, folder.with_name(f"commit-{number}")))
    return copies


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize(("manifest", "rest"), list(product(range(-1, 4), range(-1, 4))))
def test_a_manifest_of_one_commit_beside_an_index_of_another(
    commits: list[Path], tmp_path: Path, manifest: int, rest: int, *, rebuild: bool
) -> None:
    """-1: there is none."""
    for now, texts in enumerate(STAGES):
        folder = tmp_path / str(now)
        shutil.copytree(commits[-1], folder)
        shutil.rmtree(folder / ".newsgrep" / "index")
        if rest >= 0:
            shutil.copytree(commits[rest] / ".newsgrep" / "index", folder / ".newsgrep" / "index")
            (folder / ".newsgrep" / "index" / "manifest.sqlite").unlink()
        (folder / ".newsgrep" / "index").mkdir(exist_ok=True)
        if manifest >= 0:
            shutil.copy(
                commits[manifest] / ".newsgrep" / "index" / "manifest.sqlite",
                folder / ".newsgrep" / "index",
            )
        write(folder, texts)
        index(folder, rebuild=rebuild)
        assert held(folder) == texts
        index(folder)
        assert held(folder) == texts


@pytest.fixture
def archive(commits: list[Path], tmp_path: Path) -> Iterator[Archive]:
    """The archive after its last commit, also the working directory."""
    shutil.copytree(commits[-1], tmp_path / "archive")
    with Archive.open(tmp_path / "archive", today=TODAY) as archive:
        yield archive


def test_an_index_of_as_many_commits_that_went_another_way(archive: Archive) -> None:
    """The number of a generation says nothing where an index was begun anew."""
    kept = (archive.home / "index" / "manifest.sqlite").read_bytes()
    generation = archive.stats().generation
    shutil.rmtree(archive.home / "index")
    for number in range(generation):
        write(archive.folder, {"2": f"harbour {number}"})
        index(archive.folder)
    (archive.home / "index" / "manifest.sqlite").write_bytes(kept)
    write(archive.folder, STAGES[-1])
    index(archive.folder)
    assert held(archive.folder) == STAGES[-1]


@pytest.mark.parametrize("kept", [("manifest.sqlite",), ()])
def test_an_index_without_its_files_is_damaged(
    archive: Archive, newsgrep: Callable[..., Ran], kept: tuple[str, ...]
) -> None:
    for path in (archive.home / "index").iterdir():
        if path.name not in kept:
            path.unlink()
    for command in (["search", "harbour"], ["stats"], ["skipped"], ["show", "seeds/1.txt"]):
        ran = newsgrep(*command, cwd=archive.folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("newsgrep: ")
        assert (ran.err.count("\n"), "files are missing; newsgrep index" in ran.err) == (1, True)
    ran = newsgrep("index", cwd=archive.folder)
    assert ran.code == 0
    assert ran.out.startswith("4 articles added, 0 updated, 0 removed, 0 unchanged;")
    assert held(archive.folder) == STAGES[-1]


def test_before_the_first_commit_nothing_is_indexed_yet(tmp_path: Path, newsgrep: Callable[..., Ran]) -> None:
    Archive.create(tmp_path).close()
    ran = newsgrep("search", "harbour", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "newsgrep: nothing is indexed yet; newsgrep index FOLDER does it\n"
    assert newsgrep("search", "-c", "harbour", cwd=tmp_path).out == "0\n"
    several = ["-e", "harbour", "-e", "strike"]
    assert newsgrep("search", *several, cwd=tmp_path).err == ran.err
    assert newsgrep("timeline", *several, cwd=tmp_path).err == ran.err


def test_when_all_is_forgotten_nothing_is_indexed_yet(tmp_path: Path, newsgrep: Callable[..., Ran]) -> None:
    write(tmp_path, STAGES[0])
    assert newsgrep("index", "seeds", cwd=tmp_path).code == 0
    assert newsgrep("forget", "seeds", cwd=tmp_path).code == 0
    ran = newsgrep("search", "harbour", cwd=tmp_path)
    assert (ran.code, ran.err) == (1, "newsgrep: nothing is indexed yet; newsgrep index FOLDER does it\n")


@pytest.mark.parametrize("rebuild", [[], ["--rebuild"]])
@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_lost_index_of_no_articles_is_empty_after_a_run(
    tmp_path: Path, newsgrep: Callable[..., Ran], rebuild: list[str], *, is_forgotten: bool
) -> None:
    write(tmp_path, STAGES[0])
    assert newsgrep("index", "seeds", cwd=tmp_path).code == 0
    if is_forgotten:
        assert newsgrep("forget", "seeds", cwd=tmp_path).code == 0
    write(tmp_path, {})
    (tmp_path / "seeds" / "empty.txt").touch()
    shutil.rmtree(tmp_path / ".newsgrep" / "index")
    assert newsgrep("search", "harbour", cwd=tmp_path).code == 2
    assert newsgrep("index", *rebuild, cwd=tmp_path).code == 0
    ran = newsgrep("search", "harbour", cwd=tmp_path)
    assert (ran.code, ran.err) == (1, "newsgrep: nothing is indexed yet; newsgrep index FOLDER does it\n")
    write(tmp_path, STAGES[1])
    assert newsgrep("index", "seeds", cwd=tmp_path).code == 0
    assert held(tmp_path) == STAGES[1]
    assert not (tmp_path / ".newsgrep" / "index" / "new").exists()


def delete_segments(archive: Archive) -> None:
    """Delete those of the newest commit, and of the one before."""
    for path in (archive.home / "index").glob("*.newsgrep"):
        path.unlink()


def test_a_segment_that_is_missing_is_made_anew(archive: Archive) -> None:
    delete_segments(archive)
    with pytest.raises(IndexIncompleteError, match="newsgrep index makes the index anew"):
        held(archive.folder)
    plan, _ = archive.plan()
    assert len(plan.read) == 4
    index(archive.folder)
    assert held(archive.folder) == STAGES[-1]


def test_a_segment_that_is_missing_is_not_given_up_while_articles_are_not_there(archive: Archive) -> None:
    delete_segments(archive)
    (archive.folder / "seeds").rename(archive.folder / "elsewhere")
    before = sorted((archive.home / "index").iterdir())
    with pytest.raises(UsageError, match="its articles would be lost"):
        archive.index()
    assert sorted((archive.home / "index").iterdir()) == before


def change_manifest(archive: Archive, statement: str) -> Archive:
    """The archive opened anew, its manifest changed."""
    archive.close()
    with closing(sqlite3.connect(archive.home / "index" / "manifest.sqlite")) as database:
        database.execute(statement)
        database.commit()
    return Archive.open(archive.folder, today=TODAY)


@pytest.mark.parametrize(
    "statement",
    ["delete from files where path like '%2.txt'", "update files set keys = '#1', digests = zeroblob(8)"],
)
def test_a_rebuild_compares_what_the_index_holds_with_what_the_manifest_knows(
    archive: Archive, statement: str
) -> None:
    archive = change_manifest(archive, statement)
    (archive.folder / "seeds" / "2.txt").unlink()
    archive.index(rebuild=True)
    assert held(archive.folder) == {name: text for name, text in STAGES[-1].items() if name != "2"}
    assert archive.index().unchanged == 3


def test_files_in_no_root_are_known_after_the_catalogue_was_lost(archive: Archive) -> None:
    single = archive.folder / "single.txt"
    empty = archive.folder / "empty.txt"
    single.write_text("single")
    empty.touch()
    archive.index(files=[single, empty])
    for path in (archive.home / "index").glob("catalogue-*"):
        path.unlink()
    index(archive.folder)
    assert held(archive.folder) == {**STAGES[-1], "single": "single"}
    assert [part.path for part in archive.skipped()] == ["empty.txt"]


def test_a_manifest_cut_short_is_restored(archive: Archive) -> None:
    """As a copy that was taken while it was written."""
    change_manifest(archive, "insert into settings values ('long', hex(zeroblob(50000)))")
    path = archive.home / "index" / "manifest.sqlite"
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 8192):
        content[start : start + 4096] = bytes(4096)
    path.write_bytes(content)
    (archive.folder / "seeds" / "1.txt").write_text("harbour changed")
    index(archive.folder)
    assert held(archive.folder) == {**STAGES[-1], "1": "harbour changed"}


def test_nothing_is_read_and_nothing_written_where_both_are_of_one_commit(archive: Archive) -> None:
    archive.index()
    before = {path: path.read_bytes() for path in (archive.home / "index").iterdir()}
    assert archive.index().unchanged == 4
    assert {path: path.read_bytes() for path in (archive.home / "index").iterdir()} == before
