"""Files and folders that are whole or not there."""

import os
from pathlib import Path

import pytest

from newsgrep.atomic import atomic_file, atomic_folder
from newsgrep.errors import StorageError, UsageError


class Stop(BaseException):
    """As Ctrl-C is one."""


def write_file(path: Path, error: BaseException) -> None:
    with atomic_file(path) as file:
        file.write("new")
        raise error


def write_folder(path: Path, error: BaseException) -> None:
    with atomic_folder(path) as folder:
        (folder / "c.txt").write_text("new")
        raise error


@pytest.mark.parametrize("error", [Stop(), ValueError("bug")])
def test_an_error_while_it_is_written_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "a.txt").write_text("older")
    with pytest.raises(type(error)):
        write_file(tmp_path / "a.txt", error)
    with pytest.raises(type(error)):
        write_folder(tmp_path / "b", error)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]
    assert (tmp_path / "a.txt").read_text() == "older"


def test_a_file_keeps_the_permissions_of_the_older_one_and_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(mode=0o640)
    (tmp_path / "a.txt").chmod(0o640)
    with atomic_file(tmp_path / "a.txt") as file:
        file.write("caf\u00e9\n")
    assert (tmp_path / "a.txt").read_bytes() == b"caf\xc3\xa9\n"
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("place", ["folder", "none/a.txt"])
def test_what_is_no_place_for_a_file_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError), atomic_file(tmp_path / place):
        pytest.fail("it was not refused")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="pipe is no file"), atomic_file(tmp_path / "pipe"):
        pytest.fail("it was not refused")
    assert (tmp_path / "pipe").is_fifo()


def write_where_others_write(path: Path) -> None:
    with atomic_folder(path) as folder:
        (folder / "a.txt").write_text("ours")
        path.mkdir()
        (path / "theirs.txt").write_text("theirs")


def test_a_folder_that_is_filled_meanwhile_is_kept(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot write .*corpus"):
        write_where_others_write(tmp_path / "corpus")
    assert [path.name for path in tmp_path.rglob("*")] == ["corpus", "theirs.txt"]


def test_a_link_to_an_empty_folder_leads_to_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    with atomic_folder(tmp_path / "link") as folder:
        (folder / "a.txt").write_text("ours")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "empty" / "a.txt").read_text() == "ours"
