"""Files that the user names for output: whole or not at all, whatever lies there, whatever the disk does."""

import os
import stat
import threading
from pathlib import Path

import pytest

from newsgrep.cli.output_file import check_output_file, write_output_file
from newsgrep.errors import StorageError, UsageError


def test_a_file_is_written_in_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 250 + ".html")
    for text in ("one \u95a2\n", "", "two"):
        write_output_file(str(file), text)
        assert file.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_known_of_the_older_file_stays(tmp_path: Path) -> None:
    file, link = tmp_path / "page.html", tmp_path / "link.html"
    file.touch(mode=0o640)
    link.symlink_to(file)
    write_output_file(str(link), "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_rights_that_the_shell_gives(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_output_file(str(tmp_path / "page.html"), "new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o640


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_output_file(str(pipe), "through")
    reader.join()
    assert read == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_dash_is_stdout(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    check_output_file("-")
    write_output_file("-", "text")
    assert capsys.readouterr().out == "text"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, error: BaseException
) -> None:
    file = tmp_path / "page.html"
    file.write_text("old")

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, fail)
        with pytest.raises(StorageError if isinstance(error, OSError) else KeyboardInterrupt) as raised:
            write_output_file(str(file), "new")
    if isinstance(error, OSError):
        assert str(raised.value) == f"cannot write {file}: No space left on device"
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", ". is no file"),
        (".", ". is no file"),
        ("gone/page.html", "gone/page.html: there is no folder {here}/gone"),
        ("file/page.html", "file/page.html: there is no folder {here}/file"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(UsageError) as raised:
        check_output_file(name)
    assert str(raised.value) == message.format(here=tmp_path)
