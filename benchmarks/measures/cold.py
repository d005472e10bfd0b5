"""Cold starts: a search as a whole command, piped and on a terminal, beside Python importing Click and nothing else."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.cache import PROJECT
from benchmarks.corpora import Size, articles
from benchmarks.indexes import index_of
from benchmarks.peers.newsgrep import query_text
from benchmarks.processes import Took, environment, newsgrep, run
from benchmarks.questions import TOP, Kind, questions
from benchmarks.rounds import Samples, best_ratio, geometric_mean, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, milliseconds, number
from benchmarks.trees import BEFORE, trees

SIZES = (Size.SMALL, Size.LARGE)
_ROUNDS = 15
_CLICK = "import click"
_KINDS = (Kind.RARE, Kind.COMMON, Kind.TWO, Kind.PHRASE)
_PIPED, _SHOWN = "piped", "on a terminal"
_MOST: Mapping[Size, Mapping[str, float | None]] = {
    Size.SMALL: {_PIPED: 1.7, _SHOWN: 3.2},
    Size.LARGE: {_PIPED: 2.5, _SHOWN: None},
}


def measure(size: Size, rounds: int | None) -> Raw:
    folder = index_of("newsgrep", size)
    actions: dict[str, Callable[[], Took]] = {_CLICK: partial(run, [sys.executable, "-c", _CLICK])}
    for query in _queries(size):
        for way in (_PIPED, _SHOWN):
            actions[f"{way}: {query}"] = partial(run, search(folder, query), terminal=way == _SHOWN)
    took = take_turns(actions, rounds or _ROUNDS)
    return {
        "articles": articles(size),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
        "instructions": _instructions(size) if shutil.which("valgrind") else {},
    }


def _instructions(size: Size) -> dict[str, int]:
    """What piped searches cost, and the import alone, as valgrind counts: the same on a busy machine as on a quiet one."""
    costs = {_CLICK: _cost([sys.executable, "-c", _CLICK], PROJECT)}
    for ending, tree in trees().items():
        for query in _queries(size):
            command = search(index_of("newsgrep", size, tree), query)
            costs[f"{_PIPED}: {query}{ending}"] = _cost([sys.executable, *command], tree)
    return costs


def _cost(command: list[str], tree: Path) -> int:
    """The instructions of a command that has run before. Raises ValueError where valgrind does not say them."""
    run(command, tree=tree)
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command]
    done = subprocess.run(counting, env=environment(tree), capture_output=True, text=True, check=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found:
        raise ValueError(done.stderr)
    return int(found[1])


def search(folder: Path, query: str) -> list[str]:
    """The command that prints the first hits."""
    return [newsgrep(), "search", "--index", str(folder), "-n", str(TOP), query]


def _queries(size: Size) -> list[str]:
    """The first question of each of some kinds."""
    first = {question.kind: question for question in reversed(questions(size))}
    return [query_text(first[kind]) for kind in _KINDS]


def tables(size: Size, raw: Raw) -> list[Table]:
    seconds: Samples = raw["seconds"]
    rows = [
        (
            name,
            milliseconds(min(times)),
            milliseconds(median(times)),
            number(best_ratio(seconds, name, _CLICK)),
            megabytes(raw["peak_bytes"][name]),
        )
        for name, times in seconds.items()
    ]
    title = f"Cold starts, {raw['articles']:,} articles"
    columns = ("", "best", "median", f"by {_CLICK}", "memory")
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, _figures(size, raw))]


def instructions(raw: Raw, ending: str = "") -> float | None:
    """The instructions of piped searches by those of the import; of the earlier code with its ending. None if not counted."""
    costs: Mapping[str, int] = raw.get("instructions", {})
    ratios = [
        cost / costs[_CLICK]
        for name, cost in costs.items()
        if name.startswith(_PIPED) and (BEFORE in name) == bool(ending)
    ]
    return geometric_mean(ratios) if ratios else None


def _figures(size: Size, raw: Raw) -> list[Row]:
    seconds: Samples = raw["seconds"]
    rows = []
    counted = instructions(raw)
    if counted:
        rows.append(figure(f"{_PIPED}, instructions by those of {_CLICK}", counted, most=1.5))
    for way, most in _MOST[size].items():
        names = [name for name in seconds if name.startswith(way)]
        best, middle = (
            geometric_mean(ratio(seconds, name, _CLICK) for name in names)
            for ratio in (best_ratio, median_ratio)
        )
        rows.append(figure(f"{way}, by {_CLICK}", best, middle, most=most))
    peak = max(bytes_ for name, bytes_ in raw["peak_bytes"].items() if name.startswith(_PIPED))
    rows.append(figure("memory, piped", peak / 1e6, most=120 if size is Size.LARGE else None, unit=" MB"))
    return rows
