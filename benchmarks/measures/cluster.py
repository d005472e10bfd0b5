"""A cluster beside a folder: the same commands and questions, in turns. Three nodes in one process, on this machine."""

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.cache import fresh
from benchmarks.corpora import Size, articles, text_files
from benchmarks.measures.cold import search
from benchmarks.peers import MATCHES
from benchmarks.peers.newsgrep import JOBS, query_text
from benchmarks.processes import Took, newsgrep, run
from benchmarks.questions import Kind, Question, questions
from benchmarks.resident import Resident, resident
from benchmarks.rounds import Samples, best_ratio, geometric_mean, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, milliseconds, number
from cluster.nodes import LocalCluster, running

SIZES = (Size.SMALL,)
FOLDER, CLUSTER = "a folder", "a cluster"
_ROUNDS, _ROUNDS_OF_INDEXING = 7, 3
_BUDGET = 10.0
"""Seconds that a question may take in all."""
_COLD = (Kind.RARE, Kind.COMMON, Kind.PHRASE)


def measure(size: Size, rounds: int | None) -> Raw:
    with ExitStack() as stack:
        nodes = stack.enter_context(running())
        places: dict[str, Path] = {}
        indexed = take_turns(_indexing(nodes, places), rounds or _ROUNDS_OF_INDEXING)
        stays = {
            name: stack.enter_context(resident("newsgrep", text_files(), place))
            for name, place in places.items()
        }
        asked = [_ask(question, stays, rounds or _ROUNDS) for question in questions(size)]
        peaks = {f"{name}, a process that stays": peer.peak() for name, peer in stays.items()}
        cold = {name: take_turns(_cold(places, name), rounds or _ROUNDS) for name in map(str, _COLD)}
    peaks |= {f"{name}, index": max(one.peak for one in turns) for name, turns in indexed.items()}
    for name in places:
        peaks[f"{name}, search"] = max(one.peak for turns in cold.values() for one in turns[name])
    return {
        "articles": articles(size),
        "index": {name: [one.seconds for one in turns] for name, turns in indexed.items()},
        "index_cpu": {name: [one.cpu for one in turns] for name, turns in indexed.items()},
        "questions": asked,
        "cold": {
            kind: {name: [one.seconds for one in turns] for name, turns in took.items()}
            for kind, took in cold.items()
        },
        "peak_bytes": peaks,
    }


def _indexing(nodes: LocalCluster, places: dict[str, Path]) -> dict[str, Callable[[], Took]]:
    """The whole command, each time for an index that is new; `places` has the folders in which the last ones were made."""
    numbers = count()

    def in_folder() -> Took:
        places[FOLDER] = fresh("folder")
        return _index(places[FOLDER], str(places[FOLDER]))

    def in_cluster() -> Took:
        number = next(numbers)
        _delete(nodes, f"bench-{number - 1}")
        places[CLUSTER] = fresh("cluster")
        return _index(places[CLUSTER], f"opensearch://{','.join(nodes.addresses)}/bench-{number}")

    return {FOLDER: in_folder, CLUSTER: in_cluster}


def _index(place: Path, index: str) -> Took:
    """Index the articles; the folder in which that is done is then known to be the index's."""
    command = [newsgrep(), "index", "--quiet", "--index", index, "--jobs", str(JOBS), str(text_files())]
    return run(command, cwd=place)


def _delete(nodes: LocalCluster, name: str) -> None:
    url = f"http://{nodes.addresses[0]}/{name}-*"
    with urllib.request.urlopen(urllib.request.Request(url, method="DELETE")) as answer:
        answer.read()


def _ask(question: Question, stays: dict[str, Resident], rounds: int) -> Raw:
    actions = {name: partial(_seconds, peer, question) for name, peer in stays.items()}
    seconds = take_turns(actions, rounds, budget=_BUDGET)
    return {"kind": question.kind, "query": query_text(question), "seconds": seconds}


def _seconds(peer: Resident, question: Question) -> float:
    return float(peer.ask(question, MATCHES)["seconds"])


def _cold(places: dict[str, Path], kind: str) -> dict[str, Callable[[], Took]]:
    question = next(one for one in questions(Size.SMALL) if one.kind == kind)
    return {name: partial(run, search(place, query_text(question))) for name, place in places.items()}


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    title = f"A cluster of three nodes in one process, {raw['articles']:,} articles"
    columns = ("", CLUSTER, FOLDER, "ratio")
    index: Samples = raw["index"]
    rates = (f"{raw['articles'] / min(index[name]):,.0f}" for name in (CLUSTER, FOLDER))
    rows: list[Row] = [
        ("articles indexed a second", *rates, number(1 / best_ratio(index, CLUSTER, FOLDER))),
        *(_row(kind, [one["seconds"] for one in raw["questions"] if one["kind"] == kind]) for kind in Kind),
        *(_row(f"cold command, {kind}", [took]) for kind, took in raw["cold"].items()),
        *(_memory_row(what, raw["peak_bytes"]) for what in ("index", "search", "a process that stays")),
    ]
    return [Table(f"{title}: by a folder", FIGURE, _figures(raw)), Table(title, columns, rows)]


def _row(what: str, taken: list[Samples]) -> Row:
    shown = (milliseconds(geometric_mean(min(one[name]) for one in taken)) for name in (CLUSTER, FOLDER))
    return (what, *shown, number(geometric_mean(best_ratio(one, CLUSTER, FOLDER) for one in taken)))


def _memory_row(what: str, peaks: dict[str, int]) -> Row:
    cluster, folder = (peaks[f"{name}, {what}"] for name in (CLUSTER, FOLDER))
    return (f"memory: {what}", megabytes(cluster), megabytes(folder), number(cluster / folder))


def _figures(raw: Raw) -> list[Row]:
    index: Samples = raw["index"]
    asked: list[Samples] = [one["seconds"] for one in raw["questions"]]
    cold: list[Samples] = list(raw["cold"].values())
    return [
        figure(what, *_ratios(samples))
        for what, samples in (
            ("time to index", [index]),
            ("processor's time to index, without the cluster's", [raw["index_cpu"]]),
            ("warm questions, geometric mean", asked),
            ("cold command, geometric mean", cold),
        )
    ]


def _ratios(taken: list[Samples]) -> Iterator[float]:
    for ratio in (best_ratio, median_ratio):
        yield geometric_mean(ratio(samples, CLUSTER, FOLDER) for samples in taken)
