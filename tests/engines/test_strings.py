"""Strings of a section: read one by one, and all at once where many are read."""

import struct
from itertools import accumulate
from pathlib import Path

import pytest

from newsgrep.engines.whoosh.format.layout import Section, SectionFile, SectionFileWriter
from newsgrep.engines.whoosh.format.strings import Strings


def written(path: Path, texts: list[str]) -> Strings:
    encoded = [text.encode() for text in texts]
    ends = struct.pack(f"<{len(texts)}I", *accumulate(map(len, encoded)))
    with SectionFileWriter(path) as writer:
        writer.add("names", "B", *encoded)
        writer.add("names.ends", "I", ends)
    file = SectionFile(path)
    return Strings(file.section("names"), file.section("names.ends"))


@pytest.mark.parametrize("letter", ["e", "é"])
def test_strings_are_the_same_however_many_are_read(tmp_path: Path, letter: str) -> None:
    texts = [letter * (number % 5) + str(number) for number in range(500)]
    strings = written(tmp_path / "strings", texts)
    for _ in range(3):
        assert [strings[number] for number in reversed(range(500))] == texts[::-1]


def test_many_strings_of_ascii_are_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[int] = []
    part = Section.part

    def noted(section: Section, start: int, stop: int) -> memoryview:
        parts.append(start)
        return part(section, start, stop)

    monkeypatch.setattr(Section, "part", noted)
    strings = written(tmp_path / "strings", [str(number) for number in range(1000)])
    for number in range(1000):
        assert strings[number] == str(number)
    assert 0 < len(parts) < 250
    assert strings[0] == "0"
