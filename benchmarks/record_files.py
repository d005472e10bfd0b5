"""Articles as files: each a text file of its own, or ten thousand in a file of JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from benchmarks.varying import Record

PER_FILE = 10_000


def read(folder: Path) -> Iterator[Record]:
    """The articles of a folder, in either form."""
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".jsonl"}):
        with path.open(encoding="utf-8", newline="") as file:
            if path.suffix == ".txt":
                head, _, body = file.read().partition("\n\n")
                title, _, date = head.removeprefix("Title: ").partition("\nDate: ")
                yield Record(path.stem, date, title, body)
            else:
                yield from (Record(**json.loads(line)) for line in file)


def write_texts(folder: Path, records: Iterable[Record]) -> None:
    """Write each article to a file named by its id: headers, an empty line, the text."""
    for record in records:
        text = f"Title: {' '.join(record.title.split())}\nDate: {record.date}\n\n{record.body}"
        (folder / f"{record.id}.txt").write_text(text, encoding="utf-8", newline="")


def write_json_lines(folder: Path, records: Iterable[Record]) -> None:
    """Write the articles to files numbered from 0."""
    for number, part in enumerate(parts(records, PER_FILE)):
        with (folder / f"{number:04}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(map(json_line, part))


def json_line(record: Record) -> str:
    return json.dumps(asdict(record)) + "\n"


def parts(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """The articles, so many at a time."""
    left = iter(records)
    return iter(lambda: list(islice(left, size)), [])
