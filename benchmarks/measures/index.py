"""Indexing: the whole command, in an empty folder each time, beside scripts that index the same articles."""

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.cache import PROJECT, fresh, size_of
from benchmarks.corpora import Size, articles, json_lines, text_files
from benchmarks.peers import LABELS, peer
from benchmarks.processes import Took, run
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, number
from benchmarks.trees import trees

SIZES = (Size.SMALL, Size.LARGE)
_ROUNDS = {Size.SMALL: 3, Size.LARGE: 1}
_FEW = "newsgrep, few"
"""newsgrep with the small corpus in the large one's form."""


def measure(size: Size, rounds: int | None) -> Raw:
    corpus = text_files() if size is Size.SMALL else json_lines(size)
    names = (
        ("newsgrep", "fts5", "tantivy", "whoosh") if size is Size.SMALL else ("newsgrep", "fts5", "tantivy")
    )
    sizes: dict[str, int] = {}
    actions = {LABELS[name]: _indexing(name, corpus, LABELS[name], sizes) for name in names}
    if size is Size.SMALL:
        for ending, tree in trees().items():
            label = LABELS["newsgrep"] + ending
            actions[label] = _indexing("newsgrep", corpus, label, sizes, tree)
    took = take_turns(actions, rounds or _ROUNDS[size])
    few = json_lines(Size.SMALL)
    took |= take_turns({_FEW: _indexing("newsgrep", few, _FEW, sizes)}, rounds or _ROUNDS[Size.SMALL])
    return {
        "articles": articles(size),
        "few_articles": articles(Size.SMALL),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
        "index_bytes": sizes,
    }


def _indexing(
    name: str, corpus: Path, label: str, sizes: dict[str, int], tree: Path = PROJECT
) -> Callable[[], Took]:
    def index() -> Took:
        folder = fresh("index")
        os.sync()  # what an earlier turn wrote is no later one's burden
        took = run(peer(name).build_command(corpus, folder), tree=tree)
        sizes[label] = size_of(peer(name).index_files(folder))
        fresh("index")
        return took

    return index


def tables(size: Size, raw: Raw) -> list[Table]:
    seconds, peaks, sizes = raw["seconds"], raw["peak_bytes"], raw["index_bytes"]
    shown = [label for label in seconds if label != _FEW]
    form = "text files" if size is Size.SMALL else "JSON Lines"
    rows = [
        (
            label,
            f"{number(min(seconds[label]))} s",
            "-" if label == "newsgrep" else number(best_ratio(seconds, "newsgrep", label)),
            megabytes(sizes[label]),
            megabytes(peaks[label]),
        )
        for label in shown
    ]
    columns = ("", "time", "newsgrep's time by it", "index", "largest process")
    title = f"Indexing {raw['articles']:,} articles, {form}"
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, _figures(size, raw))]


def _figures(size: Size, raw: Raw) -> list[Row]:
    seconds, peaks, sizes = raw["seconds"], raw["peak_bytes"], raw["index_bytes"]
    rows = []
    if size is Size.SMALL:
        fts5, whoosh = LABELS["fts5"], LABELS["whoosh"]
        ours = (seconds, "newsgrep", fts5)
        rows.append(figure("time by FTS5's", best_ratio(*ours), median_ratio(*ours), most=1.2))
        theirs = (seconds, whoosh, "newsgrep")
        rows.append(
            figure("stock Whoosh's time by ours", best_ratio(*theirs), median_ratio(*theirs), least=12)
        )
    else:
        grown = raw["articles"] / raw["few_articles"]
        few = (seconds, "newsgrep", _FEW)
        rows.append(
            figure(
                f"time an article, by that at {raw['few_articles']:,}",
                best_ratio(*few) / grown,
                median_ratio(*few) / grown,
                most=1.3,
            )
        )
    rows.append(figure("largest process", peaks["newsgrep"] / 1e6, most=400, unit=" MB"))
    rows.append(figure("index's size by FTS5's", sizes["newsgrep"] / sizes[LABELS["fts5"]], most=1))
    return rows
