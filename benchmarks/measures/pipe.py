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
from benchmarks.rounds import Samples, best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, milliseconds
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
WORD = "said"
_ROUNDS = 3
OURS, _WHOOSH, _RIPGREP = "newsgrep search", "stock Whoosh, with highlights", "ripgrep, lines"
_COLD = "newsgrep search -n 10"
PATHS, RIPGREP_PATHS = "newsgrep search -l", "ripgrep -l"


def measure(size: Size, rounds: int | None) -> Raw:
    whoosh = [sys.executable, "-m", "benchmarks.peers.whoosh", "print", str(index_of("whoosh", size)), WORD]
    actions: dict[str, Callable[[], Took]] = {
        _COLD: partial(run, search(index_of("newsgrep", size), WORD)),
        _WHOOSH: partial(run, whoosh),
    }
    for ending, tree in trees().items():
        command = [newsgrep(), "search", "--index", str(index_of("newsgrep", size, tree)), WORD]
        actions[OURS + ending] = partial(run, command, tree=tree)
        actions[PATHS + ending] = partial(run, [*command, "-l"], tree=tree)
    if shutil.which("rg"):
        actions[_RIPGREP] = partial(run, ["rg", "-iw", WORD, str(text_files())])
        actions[RIPGREP_PATHS] = partial(run, ["rg", "-l", WORD, str(text_files())])
    took = take_turns(actions, rounds or _ROUNDS)
    return {
        "articles": articles(size),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "cpu": {name: [one.cpu for one in turns] for name, turns in took.items()},
        "first_line": {name: [one.first_line for one in turns] for name, turns in took.items()},
        "lines": {name: turns[0].lines for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
    }


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    seconds, first, cpu = raw["seconds"], raw["first_line"], _cpu(raw)
    rows: list[Row] = [
        (
            name,
            f"{raw['lines'][name]:,}",
            *(milliseconds(min(times[name])) for times in (first, seconds)),
            milliseconds(min(cpu[name])) if cpu else "-",
        )
        for name in seconds
    ]
    title = f"Every hit of `{WORD}` in a pipe, {raw['articles']:,} articles"
    return [
        Table(title, ("", "lines", "first line", "last line", "processor"), rows),
        Table(f"{title}: targets", FIGURE, _figures(raw)),
    ]


def _cpu(raw: Raw) -> Samples:
    """Seconds of the processor; none in runs of before they were kept."""
    samples: Samples = raw.get("cpu", {})
    return samples


def _figures(raw: Raw) -> list[Row]:
    seconds, first = raw["seconds"], raw["first_line"]
    whoosh = (seconds, _WHOOSH, OURS)
    best, middle = (of(first[OURS]) / of(seconds[_COLD]) for of in (min, median))
    figures = [
        figure("stock Whoosh's time by ours", best_ratio(*whoosh), median_ratio(*whoosh), least=3),
        figure(f"first line, by `{_COLD}`", best, middle, most=2),
    ]
    if RIPGREP_PATHS in _cpu(raw):
        pair = (_cpu(raw), PATHS, RIPGREP_PATHS)
        name = f"`{PATHS}` by `rg -l`, time of the processor"
        figures.append(figure(name, best_ratio(*pair), median_ratio(*pair), most=1))
    return figures
