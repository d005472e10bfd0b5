"""A segment is written before its articles need too much memory, whatever their texts are."""

import json
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from newsgrep.indexing import reading
from newsgrep.indexing.reading import FileTask, read_batch
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.readers import ReadOptions
from newsgrep.text import bulk

MOST_WORDS = 700_000
"""Of so many a process takes 400 MB, with all that is made of them in a segment."""


def _articles_of_segments(folder: Path, rules: Rules, text: str, files: int) -> list[int]:
    for number in range(files):
        (folder / f"{number}.txt").write_text(text.replace("#", str(number)), encoding="utf-8")
    paths = [f"{number}.txt" for number in range(files)]
    tasks = [FileTask(path, path, (folder / path).stat().st_size, 1) for path in paths]
    written: list[int] = []
    writer = Mock()
    writer.write.side_effect = lambda articles, **_: written.append(len(articles))
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


def test_words_are_written_and_forgotten_before_there_are_too_many(tmp_path: Path, rules: Rules) -> None:
    """At worst as many as are remembered, and those of one segment of texts in which no word comes twice."""
    words = [f"{number:x}#" for number in range(200_000)]
    articles = [" ".join(words[start : start + 200]) for start in range(0, len(words), 200)]
    records = "\n".join(json.dumps({"text": text}) for text in articles)
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_text(records.replace("#", "x" * number), "utf-8")
    tasks = [FileTask(f"{number}.jsonl", f"{number}", len(records), 1) for number in range(3)]
    written: list[int] = []
    writer = Mock()
    writer.write.side_effect = lambda articles, **_: written.append(len(articles) * 200)
    read_batch(writer, tasks, rules, lambda _: None)
    assert sum(written) == 600_000
    assert max(written) + bulk._PIECES_REMEMBERED <= MOST_WORDS  # noqa: SLF001  they are chosen together
