"""The same articles in other shapes: a hundred long ones, files of many records, trees of any number of files."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import count, islice
from pathlib import Path

from benchmarks.cache import digest, entry
from benchmarks.corpora import REUTERS, Size, json_lines, read, reuters, text_of
from benchmarks.varying import Record, varied_copies

LONG_ARTICLES, LONG_BYTES = 100, 1_000_000
SHORT_ARTICLES = 19_000
FILES_PER_FOLDER = 10_000


def long_articles() -> Path:
    """The folder of a hundred text files, each one article of a megabyte: articles joined."""
    return _entry("long-articles", lambda folder: _write_joined(folder, LONG_BYTES))


def short_articles() -> Path:
    """The folder of about 19,000 text files with the same texts as the hundred long ones."""
    each = LONG_ARTICLES * LONG_BYTES // SHORT_ARTICLES
    return _entry("short-articles", lambda folder: _write_joined(folder, each))


def text_tree(articles: int, *, one_folder: bool = False) -> Path:
    """A folder of so many text files, ten thousand in each of its folders, or all in one."""
    per_folder = articles if one_folder else FILES_PER_FOLDER
    name = f"{'folder' if one_folder else 'tree'}-of-{articles}"
    return _entry(name, lambda folder: _write_tree(folder, islice(_many(), articles), per_folder))


def json_tree(articles: int) -> Path:
    """A folder of files of JSON Lines, ten thousand records each."""
    return _entry(f"json-of-{articles}", lambda folder: _write_json_tree(folder, articles))


def json_file(records: int) -> Path:
    """The folder of one file of JSON Lines."""

    def write(folder: Path) -> None:
        with (folder / "all.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json_line(record) for record in islice(_many(), records))

    return _entry(f"one-json-of-{records}", write)


def json_line(record: Record) -> str:
    return json.dumps(asdict(record)) + "\n"


def records_from(start: int, number: int) -> list[Record]:
    """Some of the many articles, by their place."""
    return list(islice(_many(), start, start + number))


def _many() -> Iterator[Record]:
    return read(json_lines(Size.LARGE))


def _entry(name: str, write: Callable[[Path], None]) -> Path:
    if not REUTERS.exists():
        reuters()
    return entry(name, digest([Path(__file__), Path(__file__).with_name("varying.py")]), write)


def _write_joined(folder: Path, each: int) -> None:
    """The first hundred megabytes of texts, joined to articles of so many bytes."""
    left, parts, size = LONG_ARTICLES * LONG_BYTES, [], 0
    names = count()
    for record in varied_copies(reuters(), 1 + LONG_ARTICLES * LONG_BYTES // 10_000_000):
        parts.append(record)
        size += len(record.body.encode())
        if size >= min(each, left):
            joined = parts[0].body + "\n\n" + "\n\n".join(part.body for part in parts[1:])
            first = parts[0]
            article = Record(first.id, first.date, first.title, joined)
            (folder / f"{next(names)}.txt").write_text(text_of(article), encoding="utf-8", newline="")
            left -= size
            parts, size = [], 0
        if left <= 0:
            return


def _write_tree(folder: Path, records: Iterator[Record], per_folder: int) -> None:
    for number in count():
        part = list(islice(records, per_folder))
        if not part:
            return
        below = folder / f"{number:04}"
        below.mkdir()
        for record in part:
            (below / f"{record.id}.txt").write_text(text_of(record), encoding="utf-8", newline="")


def _write_json_tree(folder: Path, articles: int) -> None:
    records = islice(_many(), articles)
    for number in count():
        part = list(islice(records, FILES_PER_FOLDER))
        if not part:
            return
        (folder / f"{number:04}.jsonl").write_text("".join(map(json_line, part)), encoding="utf-8")
