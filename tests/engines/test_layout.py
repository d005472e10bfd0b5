"""Sections of an index file: looked at a number at a time, verified by blocks, or whole where that costs less."""

from pathlib import Path

import pytest

from newsgrep.engines.whoosh.format.layout import BLOCK, MAGIC, Section, SectionFile, SectionFileWriter
from newsgrep.errors import IndexDamagedError

NUMBERS = 3 * BLOCK
OFTEN = 1000


@pytest.fixture
def damaged(tmp_path: Path) -> SectionFile:
    """A file whose one section is damaged in its last number."""
    path = tmp_path / "file"
    with SectionFileWriter(path) as writer:
        writer.add("numbers", "B", bytes(NUMBERS))
    data = bytearray(path.read_bytes())
    data[len(MAGIC) + NUMBERS - 1] ^= 1
    path.write_bytes(data)
    return SectionFile(path)


def look_often(section: Section) -> list[int]:
    """Look at the first number again and again."""
    return [section.at(0) for _ in range(OFTEN)]


def test_a_look_sees_damage_in_its_own_block_alone(damaged: SectionFile) -> None:
    section = damaged.section("numbers")
    assert section.at(0) == 0
    with pytest.raises(IndexDamagedError):
        section.at(NUMBERS - 1)
    assert section.at(1) == 0


def test_what_is_looked_at_often_is_verified_whole_and_stays_damaged(damaged: SectionFile) -> None:
    section = damaged.section("numbers")
    with pytest.raises(IndexDamagedError):
        look_often(section)
    with pytest.raises(IndexDamagedError):
        section.at(0)


def test_a_large_section_is_never_verified_whole(
    damaged: SectionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgrep.engines.whoosh.format.layout._MAX_BYTES_VERIFIED_AT_ONCE", NUMBERS - 1)
    section = damaged.section("numbers")
    assert look_often(section) == [0] * OFTEN


def test_many_numbers_are_read_from_what_is_verified_whole_and_few_are_not(damaged: SectionFile) -> None:
    section = damaged.section("numbers")
    assert section.for_reads(2)[0] == 0
    with pytest.raises(IndexDamagedError):
        section.for_reads(OFTEN)
