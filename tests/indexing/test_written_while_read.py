"""Files that are written to while they are read: whatever a run has seen, the next one sees what is there."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import parsed_lines
import pytest

from newsgrep.archive import Archive
from newsgrep.indexing import content, found
from newsgrep.readers import plain, record_lines

TODAY = date(2025, 5, 6)
LONG_AGO = 10**18
RECORDS = 400


@pytest.fixture(autouse=True)
def _smaller_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "LARGE", 1 << 12)
    monkeypatch.setattr(content, "_READ_WHOLE", 1 << 12)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path, today=TODAY) as archive:
        yield archive


def records(first: int, end: int, word: str = "oil") -> str:
    numbers = range(first, end)
    return "".join(
        json.dumps({"id": str(number), "text": f"{word} {number}".ljust(400)}) + "\n" for number in numbers
    )


def write(path: Path, text: str) -> None:
    """Write a file in place, with the time that it always has."""
    path.write_text(text, "utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))


def when_called(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, what: Callable[[], None]) -> None:
    """Do something once, when a function is called for the first time."""
    function, waiting = getattr(module, name), [what]

    def called(*arguments: Any, **named: Any) -> Any:
        if waiting:
            waiting.pop()()
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, called)


def when_parsed(monkeypatch: pytest.MonkeyPatch, what: Callable[[], None]) -> None:
    """Do it when the first record is parsed, long after the file was hashed."""
    when_called(monkeypatch, record_lines, "_parsed", what)


def texts(archive: Archive) -> dict[str, str]:
    ids = [match.id for match in archive.search("*").matches()]
    return {identifier: archive.show(identifier)[0].text.strip() for identifier in ids}


def expected(first: int, end: int, word: str = "oil") -> dict[str, str]:
    return {f"a.jsonl#{number}": f"{word} {number}" for number in range(first, end)}


@pytest.mark.parametrize("meanwhile", [records(0, 5), records(0, RECORDS, "tin"), ""])
def test_a_large_file_that_is_as_it_was_in_the_end(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    file = tmp_path / "a.jsonl"
    write(file, records(0, RECORDS))
    when_parsed(monkeypatch, lambda: write(file, meanwhile))
    archive.index([tmp_path])
    assert texts(archive) != expected(0, RECORDS)
    write(file, records(0, RECORDS))
    archive.index()
    assert texts(archive) == expected(0, RECORDS)
    assert archive.index().updated == 0


def test_an_article_that_is_a_large_file(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    write(file, "Oil rose. " * 1000)
    when_called(monkeypatch, plain, "read_document", lambda: write(file, "Tin fell. " * 1000))
    archive.index([tmp_path])
    assert archive.count("tin") == 1
    write(file, "Oil rose. " * 1000)
    archive.index()
    assert (archive.count("tin"), archive.count("oil")) == (0, 1)


@pytest.fixture
def growing(archive: Archive, tmp_path: Path) -> Path:
    """A file that is indexed, and to which something was appended since."""
    file = tmp_path / "a.jsonl"
    write(file, records(0, RECORDS))
    archive.index([tmp_path])
    write(file, records(0, RECORDS + 2))
    return file


@pytest.mark.parametrize("then", [RECORDS, RECORDS + 1, RECORDS + 2, RECORDS + 3])
def test_what_was_known_of_a_file_that_grows_is_known_still(
    archive: Archive, growing: Path, monkeypatch: pytest.MonkeyPatch, then: int
) -> None:
    """Whatever is written behind it while what was appended is read: only this is read again."""
    with monkeypatch.context() as patched:
        when_parsed(patched, lambda: write(growing, records(0, RECORDS + 9)))
        archive.index()
    write(growing, records(0, then))
    lines = parsed_lines.watched(monkeypatch)
    archive.index()
    assert texts(archive) == expected(0, then)
    assert len(lines) == then - RECORDS
    assert archive.index().updated == 0


def test_what_was_known_of_a_file_that_grows_is_not_believed_of_another(
    archive: Archive, growing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    when_parsed(monkeypatch, lambda: write(growing, records(0, RECORDS + 9)))
    archive.index()
    write(growing, records(0, RECORDS + 9, "tin"))
    archive.index()
    assert texts(archive) == expected(0, RECORDS + 9, "tin")
