"""Streams and places as a shell may hand them over: names that are no UTF-8, closed streams, a folder that is gone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a folder and a file whose names are not UTF-8."""
    folder = tmp_path_factory.mktemp("odd")
    inside = os.fsencode(folder) + b"/caf\xff"
    try:
        os.mkdir(inside)  # noqa: PTH102  a path of bytes
    except OSError:
        pytest.skip("this file system takes no such name")
    with open(inside + b"/\xe9.txt", "w") as file:  # noqa: PTH123  a path of bytes
        file.write("latin oil")
    (folder / "other.txt").write_text("oil too")
    index(folder, ".")
    return folder


def test_the_locale_does_not_change_ids(newsgrep: Run, tmp_path: Path) -> None:
    (tmp_path / "caf\u00e9.txt").write_text("oil")
    ascii_names = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert newsgrep("index", "caf\u00e9.txt", cwd=tmp_path, **ascii_names).code == 0
    ids = newsgrep("search", "--ids", "oil", cwd=tmp_path).out
    assert ids == "caf\u00e9.txt\n"
    assert newsgrep("search", "--ids", "oil", cwd=tmp_path, **ascii_names).out == ids
    assert "0 articles added, 0 updated, 0 removed, 1 unchanged" in newsgrep("index", cwd=tmp_path).out


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_names_that_are_not_utf8_go_through_pipes(shell: Run, odd: Path, locale: str) -> None:
    for listing in ("-l", "--ids"):
        said = f"export LC_ALL={locale}; newsgrep search {listing} latin"
        shown = shell(f"{said} | newsgrep show --json -", cwd=odd)
        assert (shown.code, shown.err) == (0, "")
        assert [hit["text"] for hit in json.loads(shown.out)] == ["latin oil"]
        within = shell(f"{said} | newsgrep search oil --within - -c", cwd=odd)
        assert (within.code, within.out, within.err) == (0, "1\n", "")
        listed = shell(f"{said} > ../list; newsgrep search oil --within ../list -c", cwd=odd)
        assert (listed.code, listed.out, listed.err) == (0, "1\n", "")


@pytest.mark.parametrize(
    ("line", "code", "out"),
    [
        ("newsgrep search -c tariffs 2>&-", 0, None),
        ("newsgrep search titel:x 2>&-", 2, ""),
        ("newsgrep search --format text tariffs >&-", 0, ""),
        ("newsgrep show - <&-", 0, ""),
        ("newsgrep search -c tariffs --within - <&-", 1, "0\n"),
        ("newsgrep index --rebuild <&- >&- 2>&-", 0, ""),
        (f"newsgrep show --raw {CARNEY} <&- 2>&-", 0, None),
    ],
)
def test_a_closed_stream_is_an_empty_one(
    shell: Run, folder: Path, line: str, code: int, out: str | None
) -> None:
    ran = shell(line, cwd=folder)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out == out if out is not None else ran.out


def test_a_working_directory_that_is_gone_is_said(shell: Run, tmp_path: Path) -> None:
    for verb in ("search oil", "index", "show x"):
        ran = shell(f"mkdir gone; cd gone; rmdir ../gone; newsgrep {verb}", cwd=tmp_path)
        assert ran.code == 2
        assert ran.err == "newsgrep: the working directory is gone; go to one that is there\n"


def test_a_number_too_long_to_be_one_is_a_key(newsgrep: Run, tmp_path: Path) -> None:
    keys = ["1" + "0" * 5000, "10", "9" * 4999, "9", "x", "07"]
    (tmp_path / "a.jsonl").write_text("".join(f'{{"text": "oil", "id": "{key}"}}\n' for key in keys))
    index(tmp_path, "a.jsonl")
    listed = json.loads(newsgrep("show", "a.jsonl", "--json", cwd=tmp_path).out)
    assert [hit["id"].partition("#")[2] for hit in listed] == ["x", "07", "9", "10", keys[2], keys[0]]
    last = f"a.jsonl#{keys[0]}"
    assert newsgrep("search", "oil", "--within", "-", "-c", cwd=tmp_path, stdin=last).out == "1\n"
