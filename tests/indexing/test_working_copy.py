"""The copy on a machine of what machines share: whatever each changes and misses, nothing is lost in silence."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import SCALE, contents
from memory_place import MemoryBlobs

from newsgrep.config import ArchiveConfig, Root, dump_archive_config, load_archive_config, save_archive_config
from newsgrep.errors import IndexBusyError, NewsgrepError, NoIndexError, UsageError
from newsgrep.home import SHARED, config_path, index_path
from newsgrep.indexing.working_copy import WorkingCopy, forget_copy

ADDRESS = "opensearch://cluster:9200/news"
CORRECTIONS = "state/corrections.csv"
NAMES = [
    *("last-run", CORRECTIONS, "state/new/a.seen", "state/new/b..c.seen"),
    *("state/piped/dump.jsonl.zst", "state/piped/D.jsonl.zst"),
]


@pytest.fixture
def place() -> Any:
    made = SimpleNamespace(blobs=MemoryBlobs(), newest="")
    made.label = lambda: made.newest
    made.blobs.write("config.toml", [dump_archive_config(ArchiveConfig())], 0)
    return made


class Machine:
    """A home with its copy."""

    def __init__(self, place: Any, home: Path, *, reads_only: bool = False) -> None:
        self.home = home
        self.copy = WorkingCopy(home, place, ADDRESS, reads_only=reads_only)

    def put(self, name: str, content: str) -> None:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def get(self, name: str) -> str | None:
        path = self.home / name
        return path.read_text() if path.exists() else None


@pytest.fixture
def machines(place: Any, tmp_path: Path) -> Iterator[Machine]:
    return (Machine(place, tmp_path / str(number) / ".newsgrep") for number in range(99))


def test_changes_meet_as_in_dictionaries(machines: Iterator[Machine], place: Any, seed: int) -> None:
    """Files are changed and deleted, copies are pulled and pushed, in any order."""
    draw = Random(f"{seed}")  # noqa: S311  a repeatable draw
    shared: dict[str, str] = {}
    known = [Known(next(machines), shared) for _ in range(3)]
    for step in range(400 * SCALE):
        one, name = draw.choice(known), draw.choice(Known.names)
        match draw.randrange(5):
            case 0:
                one.delete(name)
            case 1:
                one.pull()
            case 2:
                one.push()
            case _:
                one.change(name, f"{step}" + "x" * step)
        assert one.found() == one.files
        contents = {name: place.blobs.content(name) for name in Known.names if name in place.blobs.blobs}
        assert contents == {name: content.encode() for name, content in shared.items()}


class Known:
    """A machine, and what must be there: its files, what it has copied, and what is shared."""

    names = sorted({*NAMES} - {CORRECTIONS, "last-run"})

    def __init__(self, machine: Machine, shared: dict[str, str]) -> None:
        machine.copy.pull()
        self._machine = machine
        self._shared = shared
        self._copied: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def found(self) -> dict[str, str]:
        return {name: found for name in self.names if (found := self._machine.get(name))}

    def change(self, name: str, content: str) -> None:
        self._machine.put(name, content)
        self.files[name] = content

    def delete(self, name: str) -> None:
        (self._machine.home / name).unlink(missing_ok=True)
        self.files.pop(name, None)

    def pull(self) -> None:
        self._machine.copy.pull()
        for name in self.names:
            # What was deleted here, and not sent, comes back.
            is_missing = name in self._shared and name not in self.files
            if is_missing or self._shared.get(name) != self._copied.get(name):
                _set(self.files, name, self._shared.get(name))
                _set(self._copied, name, self._shared.get(name))

    def push(self) -> None:
        for name in self.names:
            if self.files.get(name) == self._copied.get(name):
                continue
            if self._shared.get(name) != self._copied.get(name):
                with pytest.raises(IndexBusyError):
                    self._machine.copy.push()
                return
            _set(self._shared, name, self.files.get(name))
            _set(self._copied, name, self.files.get(name))
        self._machine.copy.push()


def _set(files: dict[str, str], name: str, content: str | None) -> None:
    if content is None:
        files.pop(name, None)
    else:
        files[name] = content


def test_the_time_of_a_file_is_shared_and_an_empty_mark_too(machines: Iterator[Machine]) -> None:
    one, other = next(machines), next(machines)
    one.copy.pull()
    one.put("last-run", "")
    os.utime(one.home / "last-run", ns=(5, 1_234_567_890_123_456_789))
    one.copy.push()
    other.copy.pull()
    assert (other.home / "last-run").stat().st_mtime_ns == 1_234_567_890_123_456_789


def test_settings_are_shared_but_for_where_they_are(machines: Iterator[Machine], place: Any) -> None:
    one, other = next(machines), next(machines)
    one.copy.pull()
    config = ArchiveConfig(language="german", roots=(Root("news"),), cluster=ADDRESS)
    save_archive_config(config_path(one.home), config)
    one.copy.push()
    assert b"cluster" not in (place.blobs.content("config.toml") or b"cluster")
    other.copy.pull()
    assert load_archive_config(config_path(other.home)) == config


def test_a_copy_is_brought_up_once(machines: Iterator[Machine], place: Any) -> None:
    machine = next(machines)
    place.blobs.write("state/new/a.seen", [b"1"], 7)
    machine.copy.pull()
    before = contents(machine.home)
    place.blobs.read = None  # what is there is not read again
    machine.copy.pull()
    machine.copy.push()
    assert contents(machine.home) == before


def test_the_label_of_the_newest_commit_is_kept(machines: Iterator[Machine], place: Any) -> None:
    machine = next(machines)
    place.newest = "some label"
    machine.copy.pull()
    assert (index_path(machine.home) / "label").read_text() == "some label"


def test_who_reads_is_not_sent_what_was_piped_in(place: Any, tmp_path: Path) -> None:
    place.blobs.write("state/piped/dump.jsonl.zst", [b"1"], 0)
    place.blobs.write("state/new/a.seen", [b"1"], 0)
    reader = Machine(place, tmp_path / "home", reads_only=True)
    reader.copy.pull()
    assert not (reader.home / "state" / "piped").exists()
    (reader.home / "state" / "new" / "a.seen").unlink()
    reader.copy.push()
    assert set(place.blobs.blobs) == {"config.toml", "state/piped/dump.jsonl.zst"}


@pytest.mark.parametrize(
    "name",
    [
        *("../escaped", "/escaped", "state/../../escaped", "state/new/../../../escaped.seen", "escaped"),
        *("state/new/.seen", "state/new/a/b.seen", "state/new/A.seen", "state/piped/..", "state/piped/a.zst"),
        *("index/manifest.sqlite", "README", "config.toml/x", "last-run\n", "state/new/a.seen\n", "", "lock"),
        *("state/new/a\0.seen", "state/corrections.csv.new", "state/new/" + "a" * 101 + ".seen"),
    ],
)
def test_no_other_name_is_taken(machines: Iterator[Machine], place: Any, tmp_path: Path, name: str) -> None:
    machine = next(machines)
    machine.copy.pull()
    before = contents(tmp_path)
    place.blobs.write(name, [b"planted"], 0)
    machine.copy.pull()
    machine.copy.push()
    assert contents(tmp_path) == before
    assert place.blobs.content(name) == b"planted"


@pytest.mark.parametrize(
    "config", [b'language = "a\\u0000b"', b"language = 1", b"\xff", b"[" * 100_000, b'roots = ["a"]']
)
def test_settings_that_are_not_valid_are_refused(
    machines: Iterator[Machine],
    place: Any,
    config: bytes,
) -> None:
    machine = next(machines)
    place.blobs.write("config.toml", [config], 0)
    with pytest.raises(UsageError, match=r"config\.toml"):
        machine.copy.pull()
    assert not config_path(machine.home).exists()


def test_a_file_is_replaced_whole_or_not_at_all(machines: Iterator[Machine], place: Any) -> None:
    machine = next(machines)
    place.blobs.write("state/new/a.seen", [b"before"], 0)
    machine.copy.pull()

    def broken_off(_: object) -> Iterator[bytes]:
        yield b"a part"
        raise IndexBusyError("broken off")

    place.blobs.write("state/new/a.seen", [b"after"], 0)
    place.blobs.read, read = broken_off, place.blobs.read
    with pytest.raises(IndexBusyError):
        machine.copy.pull()
    assert sorted(path.name for path in (machine.home / "state" / "new").iterdir()) == ["a.seen"]
    assert machine.get("state/new/a.seen") == "before"
    place.blobs.read = read
    machine.copy.pull()
    assert machine.get("state/new/a.seen") == "after"


def test_what_is_replaced_all_the_time_is_said_to_be(machines: Iterator[Machine], place: Any) -> None:
    machine = next(machines)
    place.blobs.read = lambda _: None
    with pytest.raises(IndexBusyError):
        machine.copy.pull()


def test_where_there_is_no_index(machines: Iterator[Machine], place: Any) -> None:
    place.blobs.directory = lambda: None
    with pytest.raises(NoIndexError):
        next(machines).copy.pull()


def corrected(machines: Iterator[Machine]) -> tuple[Machine, Machine]:
    """Two machines that have the same corrections."""
    one, other = next(machines), next(machines)
    one.copy.pull()
    one.put(CORRECTIONS, "a line\n")
    one.copy.push()
    other.copy.pull()
    return one, other


def test_corrections_by_hand_that_were_changed_on_both_sides_are_kept(machines: Iterator[Machine]) -> None:
    one, other = corrected(machines)
    other.put(CORRECTIONS, "a line\nmine\n")
    one.put(CORRECTIONS, "a line\nanother's\n")
    one.copy.push()
    for _ in range(2):
        with pytest.raises(UsageError, match="was changed"):
            other.copy.pull()
        assert other.get(CORRECTIONS) == "a line\nmine\n"
    (other.home / CORRECTIONS).rename(other.home / "mine.csv")
    other.copy.pull()
    assert other.get(CORRECTIONS) == "a line\nanother's\n"


def test_corrections_by_hand_that_were_deleted_elsewhere_are_kept(machines: Iterator[Machine]) -> None:
    one, other = corrected(machines)
    other.put(CORRECTIONS, "a line\nmine\n")
    (one.home / CORRECTIONS).unlink()
    one.copy.push()
    with pytest.raises(UsageError, match="was changed"):
        other.copy.pull()
    assert other.get(CORRECTIONS) == "a line\nmine\n"


def test_corrections_that_are_the_same_are_no_conflict_where_the_index_folder_was_deleted(
    machines: Iterator[Machine],
) -> None:
    one, other = corrected(machines)
    for machine in (one, other):
        shutil.rmtree(index_path(machine.home))
        machine.copy.pull()
        assert machine.get(CORRECTIONS) == "a line\n"


def test_what_was_copied_can_be_forgotten(machines: Iterator[Machine], place: Any) -> None:
    machine = next(machines)
    config = ArchiveConfig(roots=(Root("news"),))
    place.blobs.write("config.toml", [dump_archive_config(config)], 0)
    machine.copy.pull()
    save_archive_config(config_path(machine.home), ArchiveConfig(cluster=ADDRESS))
    forget_copy(machine.home)
    machine.copy.pull()
    assert load_archive_config(config_path(machine.home)) == config._replace(cluster=ADDRESS)


@pytest.mark.parametrize(
    "memory", ["", "{", "7", "[]", '["x", {}]', '["opensearch://cluster:9200/news", {"last-run": [1]}]']
)
def test_a_memory_that_is_damaged_or_of_another_place_is_none(
    machines: Iterator[Machine],
    place: Any,
    memory: str,
) -> None:
    machine = next(machines)
    place.blobs.write("state/new/a.seen", [b"1"], 0)
    machine.copy.pull()
    (index_path(machine.home) / SHARED).write_text(memory)
    machine.put("state/new/a.seen", "changed")
    machine.copy.pull()
    assert machine.get("state/new/a.seen") == "1"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_an_error_of_the_disk(machines: Iterator[Machine]) -> None:
    machine = next(machines)
    machine.home.parent.mkdir(parents=True)
    machine.home.parent.chmod(0o500)
    with pytest.raises(NewsgrepError):
        machine.copy.pull()
