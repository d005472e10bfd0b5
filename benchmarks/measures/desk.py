"""The reports as whole commands in a pipe, beside searches for the same, and beside other programs where there are any."""

import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.cache import fresh
from benchmarks.corpora import Size, articles, text_files
from benchmarks.indexes import corpus_of, index_of
from benchmarks.peers import fts5, peer
from benchmarks.peers.newsgrep import query_text
from benchmarks.processes import Took, newsgrep, run
from benchmarks.questions import TOP, Kind, Question, questions
from benchmarks.rounds import Samples, best_ratio, geometric_mean, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, number

SIZES = (Size.SMALL, Size.LARGE)
_ROUNDS = 7
_ROUNDS_OF_LONG_ONES = 3
_KINDS = (Kind.RARE, Kind.COMMON, Kind.TWO, Kind.PHRASE)
_MONTH = "date:1987-03"
"""Has 10,536 of the small corpus's articles."""


class _Report(NamedTuple):
    """A command, the search that it is measured by, and how many times that search's time it may take, by size."""

    command: tuple[str, ...]
    search: tuple[str, ...]
    most: dict[Size, float]


_COUNT, _ALL, _BEST = ("search", "-c"), ("search", "--jsonl"), ("search", "-n", str(TOP))
_REPORTS = {
    "timeline": _Report(("timeline", "--by", "month"), _COUNT, {Size.SMALL: 1.5, Size.LARGE: 3}),
    "counts": _Report(("counts", "--by", "year"), _COUNT, {Size.SMALL: 1.5, Size.LARGE: 3}),
    "kwic": _Report(("kwic",), _ALL, {Size.SMALL: 1.3, Size.LARGE: 1.3}),
    "export": _Report(("export",), _ALL, {Size.SMALL: 1.3, Size.LARGE: 1.3}),
}
_SIMILAR, _SIMILAR_BY, _MOST_SIMILAR = "similar", "search -n 10", 2
_TERMS, _MOST_TERMS = "terms", 5
_FOLD, _MOST_FOLD = f"search -c --fold {_MONTH}", 2
_DUPS, _INDEX, _MOST_DUPS = "dups of all", "index, 2 jobs", 0.5
_DATASKETCH, _RENSA = "datasketch, MinHashLSH", "rensa, RMinHashLSH"
_MOST_MEMORY = 400


def measure(size: Size, rounds: int | None) -> Raw:
    took = take_turns(dict(_short(size)), rounds or _ROUNDS)
    took |= take_turns(dict(_long(size)), rounds or _ROUNDS_OF_LONG_ONES)
    return {
        "articles": articles(size),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
        "lines": {name: turns[0].lines for name, turns in took.items()},
    }


def _short(size: Size) -> Iterator[tuple[str, Callable[[], Took]]]:
    """Commands that take no longer than a search."""
    folder = index_of("newsgrep", size)
    for question in _questions(size):
        query = query_text(question)
        for search in {report.search: None for report in _REPORTS.values()}:
            yield _named(search, query), _ours(folder, *search, query)
        for report in _REPORTS.values():
            yield _named(report.command, query), _ours(folder, *report.command, query)
        yield f"FTS5, by month: {query}", partial(run, _months(size, question))
        if size is Size.SMALL and question.kind is Kind.RARE and shutil.which("ugrep"):
            yield f"ugrep -o: {query}", partial(run, _ugrep(question.words[0]))
    common = query_text(_questions(size)[1])
    yield _SIMILAR_BY, _ours(folder, *_BEST, common)
    yield _SIMILAR, _ours(folder, "similar", "-n", str(TOP), _some_id(folder, common))


def _long(size: Size) -> Iterator[tuple[str, Callable[[], Took]]]:
    """Commands that look at many articles."""
    folder = index_of("newsgrep", size)
    for question in _questions(size):
        query = query_text(question)
        yield f"{_TERMS}: {query}", _ours(folder, _TERMS, query)
    if size is Size.SMALL:
        yield _FOLD, _ours(folder, *_FOLD.split())
        yield _DUPS, _ours(folder, "dups")
        yield _INDEX, _index
        yield _DATASKETCH, partial(run, _near_copies("datasketch"))
        yield _RENSA, partial(run, _near_copies("rensa"))


def _ours(folder: Path, verb: str, *arguments: str) -> Callable[[], Took]:
    return partial(run, [newsgrep(), verb, "--index", str(folder), *arguments])


def _index() -> Took:
    return run(peer("newsgrep").build_command(text_files(), fresh("desk-index")))


def _months(size: Size, question: Question) -> list[str]:
    folder = index_of("fts5", size)
    database = fts5.connect(folder)
    fts5.add_dates(database, corpus_of(size))
    database.close()
    return [sys.executable, "-m", "benchmarks.desk.months", str(folder), fts5.expression(question)]


def _near_copies(library: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.desk.near_copies", str(text_files()), library]


def _ugrep(word: str) -> list[str]:
    return ["ugrep", "-r", "-i", "-P", "-o", rf".{{0,60}}\b{word}\w*.{{0,60}}", str(text_files())]


def _questions(size: Size) -> list[Question]:
    """The first of each of some kinds."""
    first = {question.kind: question for question in reversed(questions(size))}
    return [first[kind] for kind in _KINDS]


def _some_id(folder: Path, query: str) -> str:
    from newsgrep import Archive

    with Archive.open(folder) as archive:
        return archive.search(query, limit=1)[0].article.id


def _named(command: tuple[str, ...], query: str) -> str:
    return f"{' '.join(command)}: {query}"


def tables(size: Size, raw: Raw) -> list[Table]:
    seconds: Samples = raw["seconds"]
    rows: list[Row] = [
        (
            name,
            f"{number(min(times))} s",
            f"{number(median(times))} s",
            f"{raw['lines'][name]:,}",
            megabytes(raw["peak_bytes"][name]),
        )
        for name, times in seconds.items()
    ]
    title = f"Reports, {raw['articles']:,} articles"
    columns = ("", "best", "median", "lines", "memory")
    return [
        Table(f"{title}: targets", FIGURE, list(_figures(size, raw))),
        Table(title, columns, rows),
    ]


def _figures(size: Size, raw: Raw) -> Iterator[Row]:
    seconds: Samples = raw["seconds"]
    queries = [query_text(question) for question in _questions(size)]
    for name, report in _REPORTS.items():
        pairs = [(_named(report.command, query), _named(report.search, query)) for query in queries]
        best, middle = (
            geometric_mean(ratio(seconds, *pair) for pair in pairs) for ratio in (best_ratio, median_ratio)
        )
        yield figure(f"{name} by {' '.join(report.search)}", best, middle, most=report.most[size])
    yield _ratio(seconds, _SIMILAR, _SIMILAR_BY, _MOST_SIMILAR)
    slowest = max((f"{_TERMS}: {query}" for query in queries), key=lambda name: min(seconds[name]))
    yield _seconds(seconds, slowest, _MOST_TERMS)
    months = [(f"timeline --by month: {query}", f"FTS5, by month: {query}") for query in queries]
    yield figure(
        "timeline by FTS5's script",
        *(geometric_mean(ratio(seconds, *pair) for pair in months) for ratio in (best_ratio, median_ratio)),
    )
    for name in seconds:
        if name.startswith("ugrep"):
            yield _ratio(seconds, f"kwic: {name.partition(': ')[2]}", name)
    if size is Size.SMALL:
        yield _seconds(seconds, _FOLD, _MOST_FOLD)
        yield _ratio(seconds, _DUPS, _INDEX, _MOST_DUPS)
        yield _ratio(seconds, _DUPS, _DATASKETCH)
        yield _ratio(seconds, _DUPS, _RENSA)
    ours = [
        name
        for name in raw["peak_bytes"]
        if not name.startswith(("FTS5", "ugrep", _DATASKETCH, _RENSA, _INDEX))
    ]
    peak = max(raw["peak_bytes"][name] for name in ours)
    yield figure("largest process", peak / 1e6, most=_MOST_MEMORY, unit=" MB")


def _ratio(seconds: Samples, ours: str, theirs: str, most: float | None = None) -> Row:
    pair = (seconds, ours, theirs)
    return figure(f"{ours} by {theirs}", best_ratio(*pair), median_ratio(*pair), most=most)


def _seconds(seconds: Samples, name: str, most: float) -> Row:
    return figure(name, min(seconds[name]), median(seconds[name]), most=most, unit=" s")
