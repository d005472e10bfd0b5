"""Few long articles beside many short ones of the same texts: indexing them, and showing ten of each with excerpts."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.cache import fresh
from benchmarks.corpora import Size
from benchmarks.measures.cold import search
from benchmarks.measures.pipe import WORD
from benchmarks.peers import peer
from benchmarks.processes import Took, run
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.shapes import LONG_ARTICLES, LONG_BYTES, long_articles, short_articles
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, milliseconds
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
_ROUNDS, _ROUNDS_OF_SEARCHES = 1, 7
LONG, SHORT = "index, long", "index, short"
SHOWN_LONG, SHOWN_SHORT = "ten with excerpts, long", "ten with excerpts, short"
_CORPORA = {LONG: long_articles, SHORT: short_articles}
_SHOWN = {LONG: SHOWN_LONG, SHORT: SHOWN_SHORT}


def measure(size: Size, rounds: int | None) -> Raw:
    del size
    builds: dict[str, Callable[[], Took]] = {}
    searches: dict[str, Callable[[], Took]] = {}
    for ending, tree in trees().items():
        for name, corpus in _CORPORA.items():
            folder = fresh(f"shapes-{len(builds)}")
            builds[name + ending] = partial(_index, corpus(), folder, tree)
            searches[_SHOWN[name] + ending] = partial(run, search(folder, WORD), tree=tree)
    took = take_turns(builds, rounds or _ROUNDS)
    took |= take_turns(searches, _ROUNDS_OF_SEARCHES)
    return {
        "articles": {name: len(list(corpus().iterdir())) for name, corpus in _CORPORA.items()},
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
    }


def _index(corpus: Path, folder: Path, tree: Path) -> Took:
    fresh(folder.name.removeprefix("fresh-"))
    os.sync()  # what an earlier turn wrote is no later one's burden
    return run(peer("newsgrep").build_command(corpus, folder), tree=tree)


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    rows: list[Row] = [
        (name, milliseconds(min(times)), megabytes(raw["peak_bytes"][name]))
        for name, times in raw["seconds"].items()
    ]
    title = f"{LONG_ARTICLES} articles of {megabytes(LONG_BYTES)} and {raw['articles'][SHORT]:,} of the same texts"
    return [Table(title, ("", "best", "memory"), rows), Table(f"{title}: targets", FIGURE, _figures(raw))]


def _figures(raw: Raw) -> list[Row]:
    pairs = ((LONG, SHORT, 1.5), (SHOWN_LONG, SHOWN_SHORT, 2))
    return [
        figure(
            f"{ours} by {theirs}",
            best_ratio(raw["seconds"], ours, theirs),
            median_ratio(raw["seconds"], ours, theirs),
            most=most,
        )
        for ours, theirs, most in pairs
    ]
