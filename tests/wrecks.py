"""An archive whose runs are ended early, or fail: what it must hold before and after, and what must not be left."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import faulty_disk
from conftest import environment

from newsgrep.archive import Archive
from newsgrep.engines.whoosh.format.catalogue import load_catalogue, newest_generation
from newsgrep.errors import NoIndexError
from newsgrep.index_report import IndexReport

TODAY = date(2025, 5, 6)
ROOT = "seeds"
_HOME = {"CACHEDIR.TAG", "README", "config.toml", "state", "index", "lock", "lock.holder", "last-run"}


def build(folder: Path, *, indexed: bool) -> None:
    """An archive; its index has as many segments as are left unmerged, and deletions: after `change` they merge."""
    for number in range(7):
        (folder / ROOT).mkdir(parents=True, exist_ok=True)
        for name in (number, f"{number}-more"):
            (folder / ROOT / f"{name}.txt").write_text(f"text {name} of oil")
        lines = [json.dumps({"id": str(n), "text": f"line {n} of round {number}"}) for n in range(number, 8)]
        (folder / ROOT / "lines.jsonl").write_text("\n".join(lines))
        if indexed:
            update(folder)


def change(folder: Path) -> None:
    """Add a file, change one and a part of one, remove one."""
    (folder / ROOT / "new.txt").write_text("new oil")
    (folder / ROOT / "1.txt").write_text("text 1 is another")
    (folder / ROOT / "2.txt").unlink()
    (folder / ROOT / "lines.jsonl").write_text('{"id": "6", "text": "six"}\n{"id": "9", "text": "nine"}\n')


def update(folder: Path) -> IndexReport:
    """Index, in this process."""
    with Archive.create(folder, today=TODAY) as archive:
        return archive.index([folder / ROOT])


def held(folder: Path) -> dict[str, str]:
    """Id to text of all articles, found and read; none of them twice."""
    try:
        archive = Archive.open(folder, today=TODAY)
    except NoIndexError:
        return {}
    with archive:
        found = list(archive.search("*").matches())
        held = {str(match.id): archive.show(match.id)[0].text for match in found}
        assert len(found) == len(held) == archive.stats().articles
        assert archive.count("oil") == sum("oil" in text for text in held.values())
    return held


def leftovers(folder: Path) -> set[str]:
    """What is in the index's folder and serves nothing: no reader of the newest commit, or of the one before."""
    home = folder / ".newsgrep"
    if not home.exists():
        return set()
    index = home / "index"
    newest = newest_generation(index)
    kept = {"manifest.sqlite", "last-scan", f"_MAIN_{newest}.toc"}
    for generation in (newest, newest - 1):
        if (index / f"catalogue-{generation}").exists():
            kept |= {f"catalogue-{generation}", *load_catalogue(index, generation).files}
    in_index = {path.name for path in index.iterdir()} - kept if index.exists() else set()
    return in_index | {path.name for path in home.iterdir()} - _HOME


@dataclass(frozen=True, slots=True)
class Waiting:
    """An archive that waits for a run, with what its index holds, and what it is to hold."""

    folder: Path
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that met a fault: what it said, what the index holds and what lies about after it, and after the next runs.

    `changes` is how many articles the second of these still finds new, changed or gone.
    """

    number: int
    status: int
    err: str
    held: dict[str, str]
    leftovers: set[str]
    held_by_next: dict[str, str]
    changes: int
    leftovers_at_last: set[str]


def outcomes(fault: str, step: int, waiting: Waiting) -> list[Outcome]:
    """What comes of a run, and of the next, where the disk fails ever later (see `faulty_disk`), before it fails no more."""
    *failed, fine = _outcomes(fault, step, waiting)
    assert failed
    assert (fine.status, fine.err, fine.held) == (0, "", waiting.after)
    return failed


def _outcomes(fault: str, step: int, waiting: Waiting) -> Iterator[Outcome]:
    folder = waiting.folder
    script = [sys.executable, faulty_disk.__file__, fault, str(step), str(folder)]
    arguments = ["index", "--quiet", "--jobs", "1", ROOT]
    with subprocess.Popen(script + arguments, env=environment(folder), stdout=subprocess.PIPE) as process:
        assert process.stdout
        for number, line in enumerate(process.stdout):
            ran = faulty_disk.Ran(*json.loads(line))
            copy = folder.with_name(ran.folder)
            now, left = held(copy), leftovers(copy)
            update(copy)
            next_held, last = held(copy), update(copy)
            changes = last.added + last.updated + last.removed
            yield Outcome(number * step, ran.status, ran.err, now, left, next_held, changes, leftovers(copy))
            shutil.rmtree(copy)
    assert process.returncode == 0
