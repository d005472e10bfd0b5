"""Every hit in a pipe: a word that most articles hold, all of them printed with excerpts, beside a script of Whoosh's."""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from statistics import median

from benchmarks.corpora import Size, articles, text_files
from benchmarks.indexes import index_of
from benchmarks.measures.cold import search
from benchmarks.processes import Took, newsgrep, run
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, milliseconds

SIZES = (Size.SMALL,)
WORD = "said"
_ROUNDS = 3
_OURS, _WHOOSH, _RIPGREP = "newsgrep search", "stock Whoosh, with highlights", "ripgrep, lines"
_COLD = "newsgrep search -n 10"


def measure(size: Size, rounds: int | None) -> Raw:
    index = index_of("newsgrep", size)
    whoosh = [sys.executable, "-m", "benchmarks.peers.whoosh", "print", str(index_of("whoosh", size)), WORD]
    actions: dict[str, Callable[[], Took]] = {
        _OURS: partial(run, [newsgrep(), "search", "--index", str(index), WORD]),
        _COLD: partial(run, search(index, WORD)),
        _WHOOSH: partial(run, whoosh),
    }
    if shutil.which("rg"):
        actions[_RIPGREP] = partial(run, ["rg", "-iw", WORD, str(text_files())])
    took = take_turns(actions, rounds or _ROUNDS)
    return {
        "articles": articles(size),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "first_line": {name: [one.first_line for one in turns] for name, turns in took.items()},
        "lines": {name: turns[0].lines for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
    }


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    seconds, first = raw["seconds"], raw["first_line"]
    rows: list[Row] = [
        (name, f"{raw['lines'][name]:,}", milliseconds(min(first[name])), milliseconds(min(seconds[name])))
        for name in seconds
    ]
    title = f"Every hit of `{WORD}` in a pipe, {raw['articles']:,} articles"
    return [
        Table(title, ("", "lines", "first line", "last line"), rows),
        Table(f"{title}: targets", FIGURE, _figures(raw)),
    ]


def _figures(raw: Raw) -> list[Row]:
    seconds, first = raw["seconds"], raw["first_line"]
    whoosh = (seconds, _WHOOSH, _OURS)
    best, middle = (of(first[_OURS]) / of(seconds[_COLD]) for of in (min, median))
    return [
        figure("stock Whoosh's time by ours", best_ratio(*whoosh), median_ratio(*whoosh), least=3),
        figure(f"first line, by `{_COLD}`", best, middle, most=2),
    ]
