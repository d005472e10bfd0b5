"""From a thousand articles to a million, as text files and as JSON Lines: indexing, memory, refreshing, cold and warm searches."""

import os
from functools import partial
from pathlib import Path

from benchmarks.cache import fresh
from benchmarks.corpora import Size, articles
from benchmarks.measures.cold import search
from benchmarks.measures.pipe import WORD
from benchmarks.peers import MATCHES, peer
from benchmarks.processes import Took, newsgrep, run
from benchmarks.questions import questions
from benchmarks.resident import resident
from benchmarks.rounds import geometric_mean, take_turns
from benchmarks.runs import Raw
from benchmarks.shapes import json_tree, text_tree
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, milliseconds, number
from benchmarks.trees import BEFORE, trees

SIZES = (Size.LARGE,)
ONE_FOLDER = 200_000
_ROUNDS = 3
_TEXT, _JSON, _FOLDER = "text files", "JSON Lines", "text files in one folder"
_BASE = 19_043
_MOST_MEMORY = 400


def measure(size: Size, rounds: int | None) -> Raw:
    rounds = rounds or _ROUNDS
    largest = articles(size)
    measured = [
        _measure(_FOLDER + ending, text_tree(count, one_folder=True), count, tree, rounds)
        for ending, tree in trees().items()
        for count in (_BASE, ONE_FOLDER)
    ]
    for count in (1_000, _BASE, largest // 5, largest):
        measured.append(_measure(_TEXT, text_tree(count), count, trees()[""], rounds))
        measured.append(_measure(_JSON, json_tree(count), count, trees()[""], rounds))
    return {"archives": measured}


def _measure(form: str, corpus: Path, count: int, tree: Path, rounds: int) -> Raw:
    folder = fresh("scaling")
    os.sync()  # what an earlier turn wrote is no later one's burden
    built = run(peer("newsgrep").build_command(corpus, folder), tree=tree)
    refresh = [newsgrep(), "index", "--quiet", "--index", str(folder)]
    run(refresh, tree=tree)  # files as young as the index are read once more
    short = take_turns(
        {
            "refresh": partial(run, refresh, tree=tree),
            "search": partial(run, search(folder, WORD), tree=tree),
        },
        rounds,
    )
    return {
        "form": form,
        "articles": count,
        "index_seconds": built.seconds,
        "index_peak_bytes": built.peak,
        "refresh_seconds": [one.seconds for one in short["refresh"]],
        "search_seconds": [one.seconds for one in short["search"]],
        "peak_bytes": _peak(short["refresh"] + short["search"]),
        "warm_seconds": _warm(corpus, folder, tree),
    }


def _peak(took: list[Took]) -> int:
    return max(one.peak for one in took)


def _warm(corpus: Path, folder: Path, tree: Path) -> list[float]:
    """The time of each question of the small corpus, in a process that stays."""
    with resident("newsgrep", corpus, folder, tree) as staying:
        return [float(staying.ask(question, MATCHES)["seconds"]) for question in questions(Size.SMALL)]


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    rows: list[Row] = [
        (
            f"{one['articles']:,} {one['form']}",
            f"{number(one['index_seconds'])} s",
            f"{number(1e6 * one['index_seconds'] / one['articles'])} µs",
            megabytes(max(one["index_peak_bytes"], one["peak_bytes"])),
            milliseconds(min(one["refresh_seconds"])),
            milliseconds(min(one["search_seconds"])),
            milliseconds(geometric_mean(one["warm_seconds"])),
        )
        for one in raw["archives"]
    ]
    columns = (
        "",
        "index",
        "an article",
        "largest process",
        "refresh",
        f"search -n 10 {WORD}",
        "warm questions",
    )
    title = "Archives of many sizes"
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, _figures(raw))]


def folder_ratio(raw: Raw, ending: str = "") -> float | None:
    """The time to index an article of 200,000 in one folder, by that of 19,043 in one. None if it was not measured."""
    costs = {
        one["articles"]: one["index_seconds"] / one["articles"]
        for one in raw["archives"]
        if one["form"] == _FOLDER + ending
    }
    return costs[ONE_FOLDER] / costs[_BASE] if costs else None


def _figures(raw: Raw) -> list[Row]:
    ours = [one for one in raw["archives"] if BEFORE not in one["form"]]
    peak = max(max(one["index_peak_bytes"], one["peak_bytes"]) for one in ours)
    return [
        figure(
            f"index {ONE_FOLDER:,} files in one folder, an article by that of {_BASE:,}",
            folder_ratio(raw) or 0,
            most=1.1,
        ),
        figure("largest process", peak / 1e6, most=_MOST_MEMORY, unit=" MB"),
    ]
