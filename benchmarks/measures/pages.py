"""Web pages: `newsgrep index` of a folder of them, beside trafilatura that gets their texts and does nothing more."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.cache import PROJECT, fresh, size_of
from benchmarks.corpora import Size
from benchmarks.pages import PAGES, pages
from benchmarks.peers import peer
from benchmarks.processes import Took, run
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, number
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
_ROUNDS = 3
OURS = "newsgrep index, 2 jobs"
_ALONE, _FAST = "trafilatura in a loop", "trafilatura in a loop, fast"
_TWO, TWO_FAST = "trafilatura in 2 processes", "trafilatura in 2 processes, fast"


def measure(size: Size, rounds: int | None) -> Raw:
    del size
    actions: dict[str, Callable[[], Took]] = {
        **{OURS + ending: partial(_index, tree) for ending, tree in trees().items()},
        _ALONE: partial(_extract, "default", 1),
        _FAST: partial(_extract, "fast", 1),
        _TWO: partial(_extract, "default", 2),
        TWO_FAST: partial(_extract, "fast", 2),
    }
    took = take_turns(actions, rounds or _ROUNDS)
    return {
        "pages": PAGES,
        "bytes": size_of(pages()),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
    }


def _index(tree: Path = PROJECT) -> Took:
    folder = fresh("pages-index")
    os.sync()  # what an earlier turn wrote is no later one's burden
    return run(peer("newsgrep").build_command(pages(), folder), tree=tree)


def _extract(mode: str, processes: int) -> Took:
    return run([sys.executable, "-m", "benchmarks.extracting", str(pages()), mode, str(processes)])


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    seconds, peaks = raw["seconds"], raw["peak_bytes"]
    title = f"{raw['pages']:,} web pages, {megabytes(raw['bytes'])}"
    rows: list[Row] = [
        (
            name,
            f"{number(min(times))} s",
            "-" if name == OURS else number(best_ratio(seconds, OURS, name)),
            megabytes(peaks[name]),
        )
        for name, times in seconds.items()
    ]
    columns = ("", "time", "newsgrep's time by it", "largest process")
    pair = (seconds, OURS, _ALONE)
    fast = (seconds, OURS, TWO_FAST)
    targets = [
        figure("time by trafilatura's in a loop", best_ratio(*pair), median_ratio(*pair), most=1),
        figure(f"time by {TWO_FAST}", best_ratio(*fast), median_ratio(*fast), most=1),
    ]
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, targets)]
