"""The same articles in other shapes: a hundred long ones, files of many records, trees of any number of files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from benchmarks.cache import digest, entry
from benchmarks.corpora import REUTERS, Size, json_lines, reuters
from benchmarks.record_files import PER_FILE, json_line, parts, read, write_json_lines, write_texts
from benchmarks.varying import Record, varied_copies

LONG_ARTICLES, LONG_BYTES = 100, 1_000_000
SHORT_ARTICLES = 19_000


def long_articles() -> Path:
    """The folder of a hundred text files, each one article of a megabyte: articles joined."""
    return _entry("long-articles", lambda folder: write_texts(folder, _joined(LONG_BYTES)))


def short_articles() -> Path:
    """The folder of about 19,000 text files with the same texts as the hundred long ones."""
    each = LONG_ARTICLES * LONG_BYTES // SHORT_ARTICLES
    return _entry("short-articles", lambda folder: write_texts(folder, _joined(each)))


def text_tree(articles: int, *, one_folder: bool = False) -> Path:
    """A folder of so many text files, ten thousand in each of its folders, or all in one."""
    per_folder = articles if one_folder else PER_FILE
    name = f"{'folder' if one_folder else 'tree'}-of-{articles}"
    return _entry(name, lambda folder: _write_tree(folder, islice(_many(), articles), per_folder))


def json_tree(articles: int) -> Path:
    """A folder of files of JSON Lines, ten thousand records each."""
    return _entry(f"json-of-{articles}", lambda folder: write_json_lines(folder, islice(_many(), articles)))


def json_file(records: int) -> Path:
    """The folder of one file of JSON Lines."""

    def write(folder: Path) -> None:
        with (folder / "all.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(map(json_line, islice(_many(), records)))

    return _entry(f"one-json-of-{records}", write)


def records_from(start: int, number: int) -> list[Record]:
    """Some of the many articles, by their place."""
    return list(islice(_many(), start, start + number))


def _many() -> Iterator[Record]:
    return read(json_lines(Size.LARGE))


def _entry(name: str, write: Callable[[Path], None]) -> Path:
    if not REUTERS.exists():
        reuters()
    sources = [Path(__file__).with_name(f"{one}.py") for one in ("shapes", "record_files", "varying")]
    return entry(name, digest(sources), write)


def _joined(each: int) -> Iterator[Record]:
    """The first hundred megabytes of texts, joined to articles of so many bytes."""
    left, joined, size = LONG_ARTICLES * LONG_BYTES, [], 0
    names = count()
    for record in varied_copies(reuters(), 1 + LONG_ARTICLES * LONG_BYTES // 10_000_000):
        joined.append(record)
        size += len(record.body.encode())
        if size >= min(each, left):
            body = "\n\n".join(one.body for one in joined)
            yield replace(joined[0], id=str(next(names)), body=body)
            left -= size
            joined, size = [], 0
        if left <= 0:
            return


def _write_tree(folder: Path, records: Iterator[Record], per_folder: int) -> None:
    for number, part in enumerate(parts(records, per_folder)):
        below = folder / f"{number:04}"
        below.mkdir()
        write_texts(below, part)
