"""Refreshing: indexing when nothing has changed, beside `git status` in a repository of the same files."""

import subprocess
from functools import partial
from pathlib import Path

from benchmarks.cache import entry
from benchmarks.corpora import Size, articles, text_files
from benchmarks.indexes import index_of
from benchmarks.processes import environment, newsgrep, run
from benchmarks.rounds import best_ratio, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Table, figure, milliseconds
from benchmarks.trees import trees

SIZES = (Size.SMALL,)
_ROUNDS = 9
OURS, GIT = "newsgrep index", "git status"


def measure(size: Size, rounds: int | None) -> Raw:
    git = _git(entry("git-small", text_files().name, _commit))
    actions = {GIT: partial(run, [*git, "status"])}
    for ending, tree in trees().items():
        ours = [newsgrep(), "index", "--index", str(index_of("newsgrep", size, tree))]
        run(ours, tree=tree)  # files as young as the index are read once more
        actions[OURS + ending] = partial(run, ours, tree=tree)
    took = take_turns(actions, rounds or _ROUNDS)
    return {
        "articles": articles(size),
        "seconds": {name: [one.seconds for one in turns] for name, turns in took.items()},
    }


def _git(folder: Path) -> list[str]:
    """git, its repository in a folder and its files in the corpus, where nothing of git's is left."""
    return ["git", f"--git-dir={folder / 'git'}", f"--work-tree={text_files()}"]


def _commit(folder: Path) -> None:
    person = ["-c", "user.name=bench", "-c", "user.email=bench"]
    for arguments in (["init"], ["add", "-A"], ["commit", "-m", "all"], ["status"]):
        command = [*_git(folder), *person, *arguments]
        subprocess.run(command, check=True, capture_output=True, env=environment(), cwd=text_files())


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    seconds = raw["seconds"]
    pair = (seconds, OURS, GIT)
    best = ", ".join(f"{name} {milliseconds(min(times))}" for name, times in seconds.items())
    rows = [figure(f"{OURS} by {GIT}", best_ratio(*pair), median_ratio(*pair), most=3)]
    return [Table(f"Refreshing {raw['articles']:,} files, none changed ({best})", FIGURE, rows)]
