"""An archive that grows and changes: one large file by one process and by two, records appended to it, few changed files.

Each is the whole command.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.cache import fresh
from benchmarks.corpora import Size, text_files
from benchmarks.processes import Took, newsgrep, run
from benchmarks.record_files import json_line
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.shapes import json_file, records_from
from benchmarks.tables import FIGURE, Row, Table, figure, megabytes, number
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
RECORDS, APPENDED = 200_000, 1_000
FEW = 3
_ROUNDS, _ROUNDS_OF_FEW = 1, 5
ONE_JOB, TWO_JOBS, APPEND = "one file, 1 job", "one file, 2 jobs", "records appended"
FEW_CHANGED, MORE_CHANGED = f"{FEW} files changed", "2% of the files changed"


def measure(size: Size, rounds: int | None) -> Raw:
    del size
    took: dict[str, list[Took]] = {}
    for ending, tree in trees().items():
        for name, turns in _one_file(tree, rounds or _ROUNDS):
            took[name + ending] = turns
    took |= take_turns(_changes(), rounds or _ROUNDS_OF_FEW)
    return {
        "files": len(list(text_files().iterdir())),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
        "peak_bytes": {name: max(one.peak for one in turns) for name, turns in took.items()},
    }


def _one_file(tree: Path, rounds: int) -> Iterator[tuple[str, list[Took]]]:
    """Indexing one large file by one process and by two; then once more, when records have been appended."""
    took: dict[str, list[Took]] = {ONE_JOB: [], TWO_JOBS: [], APPEND: []}
    for _ in range(rounds):
        for name, jobs in ((ONE_JOB, 1), (TWO_JOBS, 2)):
            folder = fresh("one-file")
            copy = Path(shutil.copy(json_file(RECORDS) / "all.jsonl", folder))
            os.sync()  # what an earlier turn wrote is no later one's burden
            took[name].append(index(folder, tree, jobs))
        with copy.open("a", encoding="utf-8") as file:
            file.writelines(map(json_line, records_from(RECORDS, APPENDED)))
        date_back(copy)
        took[APPEND].append(index(folder, tree, 2))
    return iter(took.items())


def _changes() -> dict[str, Callable[[], Took]]:
    actions: dict[str, Callable[[], Took]] = {}
    for ending, tree in trees().items():
        folder = fresh(f"changes-{len(ending)}")
        shutil.copytree(text_files(), folder, dirs_exist_ok=True)
        index(folder, tree, 2)
        files = sorted(folder.glob("*.txt"))
        for name, share in ((FEW_CHANGED, FEW), (MORE_CHANGED, len(files) // 50)):
            step = len(files) // share
            changed = files[::step][:share]
            actions[name + ending] = partial(_change_and_index, folder, changed, tree)
    return actions


def _change_and_index(folder: Path, files: list[Path], tree: Path) -> Took:
    for file in files:
        change(file)
    return index(folder, tree, 2)


def change(file: Path) -> None:
    """Give a file another text and size."""
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\nCorrected {time.time_ns()}.\n")
    date_back(file)


def date_back(file: Path) -> None:
    """Set a file's time of modification an hour back: a file of this second would be read once more by the next run."""
    then = time.time() - 3600
    os.utime(file, (then, then))


def index(folder: Path, tree: Path, jobs: int) -> Took:
    """Index a folder into itself, by a tree's code."""
    command = [newsgrep(), "index", "--quiet", "--index", str(folder), "--jobs", str(jobs), str(folder)]
    return run(command, tree=tree)


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    rows: list[Row] = [
        (name, f"{number(min(times))} s", f"{number(median(times))} s", megabytes(raw["peak_bytes"][name]))
        for name, times in raw["seconds"].items()
    ]
    title = f"A file of {RECORDS:,} records, {APPENDED:,} more appended; {raw['files']:,} files, some changed"
    columns = ("", "best", "median", "memory")
    return [Table(title, columns, rows), Table(f"{title}: targets", FIGURE, _figures(raw))]


def _figures(raw: Raw) -> list[Row]:
    seconds = raw["seconds"]
    pair = (seconds, TWO_JOBS, ONE_JOB)
    return [
        figure(f"{TWO_JOBS} by 1", best_ratio(*pair), median_ratio(*pair), most=0.6),
        *(
            figure(name, min(seconds[name]), median(seconds[name]), most=most, unit=" s")
            for name, most in ((APPEND, 2), (FEW_CHANGED, 0.5))
        ),
    ]
