"""A night of an archive: rounds of edits, moves and deletions, runs that are killed, copies taken in the middle of a commit.

After each round the index holds what plain Python finds in the files. At length: 300 rounds over 20,000 files.
"""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import PROJECT, SCALE, environment

from newsgrep.archive import Archive
from newsgrep.engines.whoosh.format.catalogue import commit_catalogue
from newsgrep.engines.whoosh.writing import commit
from newsgrep.engines.whoosh.writing.leftovers import remove_superseded
from newsgrep.indexing.manifest import Manifest

FILES, ROUNDS = (2_000 * SCALE, 30 * SCALE) if SCALE >= 10 else (200, 15)
WORDS = (
    *("oil", "grain", "harbour", "strike", "tariff", "minister", "vote", "rain", "wheat", "port"),
    *("ship", "bank", "rate", "bond", "mill", "copper", "quota", "treaty", "famine", "flood"),
)
LATEST_CALL = 60
"""A run that commits once makes about so many calls that change the disk."""


@dataclass
class Night:
    """An archive in the making; `texts` are those of its files, by path."""

    folder: Path
    draw: random.Random
    texts: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def write(self, path: str) -> None:
        """Write a new text, often under a time that says nothing of it."""
        self.written += 1
        text = " ".join(self.draw.choices(WORDS, k=12)) + f" number{self.written}"
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if self.draw.random() < 0.7:
            os.utime(file, (self.draw.randrange(10**9), self.draw.randrange(10**9)))
        self.texts[path] = text

    def any_file(self) -> str:
        return self.draw.choice(list(self.texts))

    def new_path(self) -> str:
        return f"news/{self.draw.randrange(50):02}/{self.written}-{self.draw.randrange(10**6)}.txt"

    def edit(self) -> None:
        """Let happen to some files what happens to files."""
        for _ in range(self.draw.randrange(1, 40)):
            self.draw.choice((self.add, self.change, self.move, self.delete))()
        if self.draw.random() < 0.2:
            self.move_folder()

    def add(self) -> None:
        self.write(self.new_path())

    def change(self) -> None:
        self.write(self.any_file())

    def move(self) -> None:
        """Move a file, perhaps over another one, with its time."""
        old = self.any_file()
        new = self.draw.choice((self.new_path(), self.any_file()))
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).replace(self.folder / new)
        self.texts[new] = self.texts.pop(old)

    def delete(self) -> None:
        if len(self.texts) > FILES // 2:
            path = self.any_file()
            (self.folder / path).unlink()
            del self.texts[path]

    def move_folder(self) -> None:
        old = Path(self.any_file()).parent
        new = Path("news", f"moved-{self.written}-{self.draw.randrange(10**6)}")
        (self.folder / old).rename(self.folder / new)
        for path in [path for path in self.texts if Path(path).parent == old]:
            self.texts[(new / Path(path).name).as_posix()] = self.texts.pop(path)

    def check(self) -> None:
        """Compare what the index holds with the texts."""
        with Archive.open(self.folder) as archive:
            assert sorted(match.path for match in archive.search("*").matches()) == sorted(self.texts)
            wanted = Counter(word for text in self.texts.values() for word in set(text.split()))
            newest = [f"number{self.written - number}" for number in range(20)]
            found = {word: archive.count(word) for word in (*WORDS, *newest)}
            assert found == {word: wanted[word] for word in found}

    def index(self) -> None:
        with Archive.open(self.folder) as archive:
            archive.index(rebuild=self.draw.random() < 0.02)

    def index_after_kills(self) -> None:
        """Kill run upon run, with edits between."""
        for _ in range(self.draw.randrange(1, 3)):
            calls = self.draw.randrange(LATEST_CALL)
            subprocess.run(
                [sys.executable, PROJECT / "tests" / "killed_index.py", self.folder, str(calls)],
                env=environment(self.folder.parent),
                check=False,
            )
            if self.draw.random() < 0.5:
                self.edit()
        self.index()

    def index_from_a_copy(self) -> None:
        """Go on with a copy of the index whose files were taken one by one, while a run went on."""
        home = self.folder / ".newsgrep" / "index"
        with moments(home, self.folder.parent / "moments") as taken:
            self.index()
        times = taken()
        names = sorted({file.name for moment in times for file in moment.iterdir()})
        if self.draw.random() < 0.5:  # of a copier that has listed the names before
            names = sorted(file.name for file in times[0].iterdir())
        self.draw.shuffle(names)
        when = sorted(self.draw.choices(range(len(times)), k=len(names)))
        shutil.rmtree(home)
        home.mkdir()
        for name, moment in zip(names, when, strict=True):
            if (times[moment] / name).exists():
                shutil.copy(times[moment] / name, home)
        shutil.rmtree(self.folder.parent / "moments")
        if self.draw.random() < 0.5:
            self.edit()
        self.index()


@contextmanager
def moments(home: Path, copies: Path) -> Iterator[Callable[[], list[Path]]]:
    """Copy an index before and after each step of a commit; gives the copies, the earliest first."""
    taken: list[Path] = []

    def take() -> None:
        taken.append(copies / str(len(taken)))
        shutil.copytree(home, taken[-1])

    def taking(step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def stepped(*arguments: Any, **named: Any) -> Any:
            done = step(*arguments, **named)
            take()
            return done

        return stepped

    take()
    with (
        patch.object(Manifest, "write", taking(Manifest.write)),
        patch.object(Manifest, "committed", taking(Manifest.committed)),
        patch.object(commit, "commit_catalogue", taking(commit_catalogue)),
        patch.object(commit, "remove_superseded", taking(remove_superseded)),
    ):
        yield lambda: taken
    take()


@pytest.fixture
def night(tmp_path: Path, seed: int) -> Night:
    night = Night(tmp_path / "archive", random.Random(seed))  # noqa: S311  not a secret
    for number in range(FILES):
        night.write(f"news/{number % 50:02}/{number}.txt")
    with Archive.create(night.folder) as archive:
        archive.index([night.folder / "news"])
    return night


def test_a_night_of_an_archive(night: Night) -> None:
    for _ in range(ROUNDS):
        night.edit()
        night.draw.choice((night.index, night.index_after_kills, night.index_from_a_copy))()
        night.check()
    with Archive.open(night.folder) as archive:
        archive.index(rebuild=True)
    night.check()
