"""The articles that are indexed: Reuters' 19,043 as text files and as JSON Lines, and fifty times as many."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from itertools import count, islice
from pathlib import Path

from benchmarks.cache import PROJECT, digest, entry
from benchmarks.varying import Record, shifted, varied_copies

REUTERS = PROJECT / ".." / "shared" / "data" / "reuters.jsonl.gz"
COPIES = 50
ARTICLES_PER_FILE = 10_000


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
    return entry("files-small", _key(), _write_files)


def json_lines(size: Size) -> Path:
    """The folder of a corpus as files of JSON Lines, ten thousand articles each."""
    return entry(f"jsonl-{size}", _key(), lambda folder: _write_json_lines(folder, _copies(size)))


def read(folder: Path) -> Iterator[Record]:
    """The articles of a corpus's folder, in either form."""
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".jsonl"}):
        with path.open(encoding="utf-8", newline="") as file:
            if path.suffix == ".txt":
                head, _, body = file.read().partition("\n\n")
                title, _, date = head.removeprefix("Title: ").partition("\nDate: ")
                yield Record(path.stem, date, title, body)
            else:
                yield from (Record(**json.loads(line)) for line in file)


def text_of(record: Record) -> str:
    """An article as a text file: headers, an empty line, the text."""
    return f"Title: {' '.join(record.title.split())}\nDate: {record.date}\n\n{record.body}"


def _copies(size: Size) -> int:
    return COPIES if size is Size.LARGE else 1


def _key() -> str:
    if not REUTERS.exists():
        reuters()
    return digest([Path(__file__), Path(__file__).with_name("varying.py")], str(REUTERS.stat().st_size))


def _write_files(folder: Path) -> None:
    for record in reuters():
        (folder / f"{record.id}.txt").write_text(text_of(record), encoding="utf-8", newline="")


def _write_json_lines(folder: Path, copies: int) -> None:
    records = varied_copies(reuters(), copies)
    for number in count():
        part = list(islice(records, ARTICLES_PER_FILE))
        if not part:
            return
        with (folder / f"{number:04}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(record)) + "\n" for record in part)
