"""A segment is written before its articles need too much memory, whatever their texts are."""

from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from newsgrep.indexing import reading
from newsgrep.indexing.reading import FileTask, read_batch
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.readers import ReadOptions


def _articles_of_segments(folder: Path, rules: Rules, text: str, files: int) -> list[int]:
    for number in range(files):
        (folder / f"{number}.txt").write_text(text.replace("#", str(number)), encoding="utf-8")
    paths = [f"{number}.txt" for number in range(files)]
    tasks = [FileTask(path, path, (folder / path).stat().st_size, 1) for path in paths]
    written: list[int] = []
    writer = Mock()
    writer.write.side_effect = lambda articles: written.append(len(articles))
    read_batch(writer, tasks, rules, lambda _: None)
    return written


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    return Rules(str(tmp_path), (Rule("", ReadOptions(date(2025, 5, 6)), "1"),))


def test_text_counts_as_its_bytes(tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SEGMENT_BYTES", 10_000)
    assert _articles_of_segments(tmp_path, rules, "\u65b0\u805e\n" * 600, 6) == [3, 3, 0]


def test_text_of_different_words_is_cut_sooner(
    tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MOST_WORDS_SAMPLED", 200)
    different = " ".join(f"word{number}of#" for number in range(1600))
    assert max(_articles_of_segments(tmp_path, rules, different, 6)) < 6
    assert _articles_of_segments(tmp_path, rules, "the same words again " * 400, 6) == [6]
