"""`newsgrep index` and `forget` as a shell sees them, where things are not as hoped for."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import COMMAND, NEVER, environment

Run: TypeAlias = Callable[..., Any]


@pytest.mark.parametrize(
    "arguments",
    [
        ("index", "nosuch"),
        ("index", "-", "--as", "../x"),
        ("index", "--dry-run", "-", "--as", "x"),
        ("index", ".", "--exclude", "!"),
        ("index", ".", "--shards", "5"),
        ("copy", ".", "elsewhere", "--replicas", "0"),
    ],
)
def test_what_is_refused_leaves_no_index_behind(newsgrep: Run, tmp_path: Path, arguments: list[str]) -> None:
    ran = newsgrep(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_two_processes_make_at_once_has_both_roots(newsgrep: Run, tmp_path: Path) -> None:
    roots = ["one", "two", "three"]
    for root in roots:
        (tmp_path / root).mkdir()
        (tmp_path / root / "a.txt").write_text(f"oil of {root}")
    here = tmp_path / "here"
    here.mkdir()
    processes = [
        subprocess.Popen(
            [*COMMAND, "index", "-q", "--wait", str(NEVER), "--jobs", "1", f"../{root}"],
            cwd=here,
            env=environment(tmp_path),
        )
        for root in roots
    ]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert newsgrep("search", "--ids", "oil", cwd=here).out == "one/a.txt\nthree/a.txt\ntwo/a.txt\n"


def test_what_is_forgotten_below_a_root_comes_back_and_that_is_said(newsgrep: Run, folder: Path) -> None:
    file = "seeds/2025-05-06-carney-trump-oval-office.txt"
    ran = newsgrep("forget", file, cwd=folder)
    assert ran.out == "1 articles removed\n"
    assert ran.err == (
        f"newsgrep: it lies in {folder / 'seeds'}, with which newsgrep index adds it again, unless --exclude leaves it out\n"
    )
    assert newsgrep("index", cwd=folder).out.startswith(
        "1 articles added, 0 updated, 0 removed, 37 unchanged"
    )
    assert newsgrep("forget", "seeds", cwd=folder).err == ""


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="file names are UTF-8 there")
def test_names_that_are_not_utf_8(newsgrep: Run, tmp_path: Path) -> None:
    name = b"d\xff"
    os.mkdir(os.fsencode(tmp_path) + b"/" + name)  # noqa: PTH102  pathlib takes no bytes
    (tmp_path / os.fsdecode(name) / "a.txt").write_text("oil")
    ran = newsgrep("index", os.fsdecode(name), cwd=tmp_path)
    assert ran.code == 2
    assert "d%FF: its name is not UTF-8" in ran.err
    assert newsgrep("index", "--files-from", "-", cwd=tmp_path, stdin=name + b"/a.txt\n\n").code == 0
    assert newsgrep("search", "-l", "oil", cwd=tmp_path).out == os.fsdecode(name) + "/a.txt\n"
