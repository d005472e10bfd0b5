"""What users feel, before and now: one table out of the newest runs of several parts, nothing measured twice."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from benchmarks.corpora import Size
from benchmarks.measures import cold, growing, long, pages, pipe, queries, refresh, scaling
from benchmarks.peers import LABELS
from benchmarks.rounds import best_ratio
from benchmarks.runs import Raw
from benchmarks.tables import Row, Table, number
from benchmarks.trees import BEFORE

PART = "felt"
Runs: TypeAlias = Mapping[tuple[str, str], Raw]
Of: TypeAlias = Callable[[Raw, str], float | None]
"""Computes a figure from a part's raw run, for the code whose names have an ending; None for what was not measured."""


class Figure(NamedTuple):
    """A figure, the part and the corpus of the runs that hold it, and its target."""

    what: str
    part: str
    size: Size
    of: Of
    most: float
    unit: str = ""


def _by(ours: str, theirs: str, *, samples: str = "seconds") -> Of:
    """Our best by that of another program."""

    def of(raw: Raw, ending: str) -> float | None:
        seconds = raw.get(samples, {})
        return best_ratio(seconds, ours + ending, theirs) if {ours + ending, theirs} <= set(seconds) else None

    return of


def _by_own(ours: str, theirs: str) -> Of:
    """The best of one of our commands by that of another, both of the same code."""
    return lambda raw, ending: _by(ours, theirs + ending)(raw, ending)


def _seconds(name: str) -> Of:
    return lambda raw, ending: min(raw["seconds"].get(name + ending, ()), default=None)


def _by_before(name: str) -> Of:
    """The best now by the best before."""
    return lambda raw, ending: None if ending else _by(name, name + BEFORE)(raw, "")


def _rare(raw: Raw, ending: str) -> float | None:
    """The slowest kind of question by tantivy's time."""
    return max(queries.by_kind(raw, (queries.OURS + ending, queries.TANTIVY)), default=None)


FIGURES = (
    Figure(
        "index 100 articles of 1 MB, by the same texts in 19,000",
        "long",
        Size.SMALL,
        _by_own(long.LONG, long.SHORT),
        1.5,
    ),
    Figure(
        "index 19,043 text files, 2 jobs, by FTS5's script",
        "index",
        Size.SMALL,
        _by("newsgrep", LABELS["fts5"]),
        1.8,
    ),
    Figure(
        "index 200,000 files in one folder, an article by that of 19,043",
        "scaling",
        Size.LARGE,
        scaling.folder_ratio,
        1.1,
    ),
    Figure(
        "1,000 records appended to a file of 200,000",
        "growing",
        Size.SMALL,
        _seconds(growing.APPEND),
        2,
        " s",
    ),
    Figure(
        "one file of 200,000 records, 2 jobs by 1",
        "growing",
        Size.SMALL,
        _by_own(growing.TWO_JOBS, growing.ONE_JOB),
        0.6,
    ),
    Figure("3 changed files of 19,043", "growing", Size.SMALL, _seconds(growing.FEW_CHANGED), 0.5, " s"),
    Figure(
        "refresh, nothing changed, by `git status`", "refresh", Size.SMALL, _by(refresh.OURS, refresh.GIT), 3
    ),
    Figure(
        "cold `search -n 10`, piped, by `import click`, instructions",
        "cold",
        Size.SMALL,
        cold.instructions,
        1.5,
    ),
    Figure(
        "ten articles of 1 MB shown with excerpts, by ten short ones",
        "long",
        Size.SMALL,
        _by_own(long.SHOWN_LONG, long.SHOWN_SHORT),
        2,
    ),
    Figure(
        "warm questions at 952,150, by tantivy, geometric mean",
        "queries",
        Size.LARGE,
        queries.mean_by_tantivy,
        2,
    ),
    Figure("the slowest kind of them", "queries", Size.LARGE, _rare, 10),
    Figure(
        "every hit of `said` with excerpts in a pipe, by the time before",
        "pipe",
        Size.SMALL,
        _by_before(pipe.OURS),
        0.6,
    ),
    Figure(
        "`search -l said` by `rg -l said`, time of the processor",
        "pipe",
        Size.SMALL,
        _by(pipe.PATHS, pipe.RIPGREP_PATHS, samples="cpu"),
        1,
    ),
    Figure(
        "index 5,000 web pages, by trafilatura in 2 processes, fast",
        "pages",
        Size.SMALL,
        _by(pages.OURS, pages.TWO_FAST),
        1,
    ),
)


def table(newest: Runs) -> Table:
    """The figures of the newest runs of each part."""
    rows = [row for one in FIGURES if (row := _row(one, newest))]
    return Table("What users feel", ("figure", "before", "now", "target", ""), rows)


def _row(one: Figure, newest: Runs) -> Row | None:
    run = newest.get((one.part, one.size))
    now = one.of(run["raw"], "") if run else None
    if run is None or now is None:
        return None
    before = one.of(run["raw"], BEFORE)
    return (
        one.what,
        "-" if before is None else number(before) + one.unit,
        number(now) + one.unit,
        f"≤ {one.most:g}{one.unit}",
        "met" if now <= one.most else "missed",
    )
