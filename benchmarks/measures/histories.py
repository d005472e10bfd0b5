"""The same articles, indexed at once, by many small runs, and refreshed many times: the index's size, and how long searches take."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.cache import fresh, size_of
from benchmarks.corpora import Size, text_files
from benchmarks.measures.cold import search
from benchmarks.measures.growing import change, date_back, index
from benchmarks.measures.pipe import WORD
from benchmarks.peers import MATCHES
from benchmarks.processes import run
from benchmarks.questions import Question, questions
from benchmarks.resident import Resident, resident
from benchmarks.rounds import geometric_mean, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, milliseconds, number
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
REFRESHES, FILES_A_REFRESH = 200, 3
FILES_A_RUN = 100
AT_ONCE = "built at once"
REFRESHED, SMALL_RUNS = f"{REFRESHES} refreshes later", f"built by runs of {FILES_A_RUN} files"
_ROUNDS = 7
_MOST = 1.3


def measure(size: Size, rounds: int | None) -> Raw:
    folders = {name: fresh(f"history-{place}") for place, name in enumerate((AT_ONCE, REFRESHED, SMALL_RUNS))}
    texts = sorted(text_files().glob("*.txt"))
    for name in (AT_ONCE, REFRESHED):
        _add(texts, folders[name])
    refreshes = list(_refresh(folders[REFRESHED]))
    for start in range(0, len(texts), FILES_A_RUN):
        _add(texts[start : start + FILES_A_RUN], folders[SMALL_RUNS])
    searches = {name: partial(run, search(folder, WORD)) for name, folder in folders.items()}
    cold = take_turns(searches, rounds or _ROUNDS)
    return {
        "files": len(texts),
        "refresh_seconds": refreshes,
        "index_bytes": {name: size_of(folder / ".newsgrep") for name, folder in folders.items()},
        "cold_seconds": {name: [one.seconds for one in turns] for name, turns in cold.items()},
        "warm_seconds": _warm(folders, size, rounds or _ROUNDS),
    }


def _add(texts: Iterable[Path], folder: Path) -> float:
    for text in texts:
        date_back(Path(shutil.copy(text, folder)))
    return index(folder, trees()[""], 2).seconds


def _refresh(folder: Path) -> Iterable[float]:
    files = sorted(folder.glob("*.txt"))
    for turn in range(REFRESHES):
        for file in files[turn * FILES_A_REFRESH :][:FILES_A_REFRESH]:
            change(file)
        yield index(folder, trees()[""], 2).seconds


def _warm(folders: dict[str, Path], size: Size, rounds: int) -> dict[str, dict[str, list[float]]]:
    """The best time of each question in a process that stays, by its kind and words, and by history."""
    with ExitStack() as stack:
        peers = {
            name: stack.enter_context(resident("newsgrep", folder, folder))
            for name, folder in folders.items()
        }
        return {
            f"{question.kind}: {' '.join(question.words)}": take_turns(
                {name: partial(_ask, peer, question) for name, peer in peers.items()}, rounds
            )
            for question in questions(size)
        }


def _ask(peer: Resident, question: Question) -> float:
    return float(peer.ask(question, MATCHES)["seconds"])


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    rows: list[Row] = [
        (
            name,
            megabytes(raw["index_bytes"][name]),
            milliseconds(min(raw["cold_seconds"][name])),
            number(_warm_ratio(raw, name)),
        )
        for name in raw["index_bytes"]
    ]
    title = f"{raw['files']:,} files, indexed in other ways"
    columns = ("", "index", f"search -n 10 {WORD}", "warm questions, by those of the index built at once")
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, _figures(raw))]


def _figures(raw: Raw) -> list[Row]:
    sizes, refreshes = raw["index_bytes"], raw["refresh_seconds"]
    early, late = (median(part) for part in (refreshes[:20], refreshes[-20:]))
    return [
        *(
            figure(f"warm questions, {name}", _warm_ratio(raw, name), most=_MOST)
            for name in (REFRESHED, SMALL_RUNS)
        ),
        *(
            figure(f"the index's size, {name}, by that {AT_ONCE}", sizes[name] / sizes[AT_ONCE], most=_MOST)
            for name in (REFRESHED, SMALL_RUNS)
        ),
        figure("the last 20 refreshes by the first 20, medians", late / early, most=_MOST),
    ]


def _warm_ratio(raw: Raw, name: str) -> float:
    """The geometric mean over the questions of their times by those on the index that was built at once."""
    return geometric_mean(min(times[name]) / min(times[AT_ONCE]) for times in raw["warm_seconds"].values())
