"""The articles that are indexed: Reuters' 19,043 as text files and as JSON Lines, and fifty times as many."""

import gzip
import json
from enum import StrEnum
from functools import cache
from pathlib import Path

from benchmarks.cache import PROJECT, digest, entry
from benchmarks.record_files import write_json_lines, write_texts
from benchmarks.varying import Record, shifted, varied_copies

REUTERS = PROJECT / ".." / "shared" / "data" / "reuters.jsonl.gz"
COPIES = 50


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class MissingArticlesError(Exception):
    """There is nothing to measure with."""


@cache
def reuters() -> tuple[Record, ...]:
    """The articles as they are. Raises MissingArticlesError."""
    if not REUTERS.exists():
        raise MissingArticlesError(
            "the Reuters articles, shared/data/reuters.jsonl.gz, are not beside this checkout"
        )
    with gzip.open(REUTERS, "rt", encoding="utf-8") as file:
        values = map(json.loads, file)
        return tuple(Record(value["id"], value["date"], value["title"], value["body"]) for value in values)


def articles(size: Size) -> int:
    return len(reuters()) * _copies(size)


def dates(size: Size) -> list[int]:
    """The day, YYYYMMDD, of every article, in order."""
    days = (shifted(record.date, copy) for copy in range(_copies(size)) for record in reuters())
    return sorted(int(day.replace("-", "")) for day in days)


def text_files() -> Path:
    """The folder of the small corpus as text files: headers, an empty line, the text."""
    return entry("files-small", _key(), lambda folder: write_texts(folder, reuters()))


def json_lines(size: Size) -> Path:
    """The folder of a corpus as files of JSON Lines, ten thousand articles each."""
    return entry(
        f"jsonl-{size}",
        _key(),
        lambda folder: write_json_lines(folder, varied_copies(reuters(), _copies(size))),
    )


def _copies(size: Size) -> int:
    return COPIES if size is Size.LARGE else 1


def _key() -> str:
    if not REUTERS.exists():
        reuters()
    sources = [PROJECT / "benchmarks" / name for name in ("corpora.py", "record_files.py", "varying.py")]
    return digest(sources, str(REUTERS.stat().st_size))
