"""The rows of the manifest that machines share: whatever each has seen and missed, all come to know the same."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from conftest import SCALE
from memory_place import MemoryEntries

from newsgrep.engines.contract import Segment
from newsgrep.engines.sharing import Entries
from newsgrep.errors import IndexDamagedError
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.open_index import new_label
from newsgrep.indexing.shared_rows import SharedRows

Rows: TypeAlias = dict[str, FileRow]

PATHS = ["a.txt", "b/c d.txt", "../above.txt", "/else/where.jsonl", "d\udcff.txt", "関税.txt", "x" * 3_000]


def test_machines_that_commit_in_turn_know_the_same(tmp_path: Path, seed: int) -> None:
    """Each has been away for some commits, lost its manifest, or was killed at one; the rows are those of a dictionary."""
    for number in range(6 * SCALE):
        with ExitStack() as stack:
            _History(stack, tmp_path / str(number), Random(f"{seed} {number}")).play(15)  # noqa: S311  a repeatable draw


class _History:
    """Three machines, one set of entries, and a dictionary of what the newest commit says."""

    def __init__(self, stack: ExitStack, folder: Path, draw: Random) -> None:
        self._stack = stack
        self._folder = folder
        self._draw = draw
        self._entries = MemoryEntries()
        self._generation, self._label = 0, ""
        self._expected: Rows = {}
        self._rules: str | None = None
        self._numbers = count()

    def play(self, steps: int) -> None:
        for _ in range(steps):
            self._step(self._draw.randrange(3))
        for machine in range(3):
            with self._manifest(machine) as manifest:
                self._catch_up(manifest)
                assert dict(_rows(manifest)) == self._expected
                assert (manifest.rules or None) == self._rules

    def _step(self, machine: int) -> None:
        if self._draw.random() < 0.1:
            for file in self._folder.glob(f"{machine}*"):
                file.unlink()
        with self._manifest(machine) as manifest:
            shared = self._catch_up(manifest)
            assert dict(_rows(manifest)) == self._expected
            match self._draw.randrange(7):
                case 6:
                    self._empty()
                case 0:
                    self._restore(manifest, shared)
                case 1:
                    self._write(manifest, shared)  # and is killed
                case 2:
                    self._commit(manifest, shared, [], removes=True)
                case 3:
                    self._finish(manifest, shared)
                case _:
                    self._commit(manifest, shared, self._write(manifest, shared))

    def _manifest(self, machine: int) -> "closing[Manifest]":
        self._folder.mkdir(exist_ok=True)
        return closing(open_manifest(self._folder / f"{machine}.sqlite", self._generation))

    def _catch_up(self, manifest: Manifest) -> SharedRows:
        shared = SharedRows(self._entries)
        if not manifest.settle(self._label) and self._generation:
            assert shared.catch_up(manifest, self._generation, self._label) == bool(self._label)
        return shared

    def _write(self, manifest: Manifest, shared: SharedRows) -> list[FileRow]:
        rows = [self._row(path) for path in self._draw.sample(PATHS, self._draw.randint(1, 4))]
        shared.write(rows, manifest)
        manifest.write(rows, self._generation + 1, "begun")
        return rows

    def _row(self, path: str) -> FileRow:
        if path in self._expected and self._draw.random() < 0.4:
            return self._expected[path].deleted()
        number = next(self._numbers)
        return FileRow(path, f"id {number}", number, -number, bytes([number % 256]), digests=bytes(16))

    def _commit(
        self, manifest: Manifest, shared: SharedRows, rows: Iterable[FileRow], *, removes: bool = False
    ) -> None:
        label = new_label()
        segments = shared.to_commit(label, is_needed=removes)
        manifest.write(rows, self._generation + 1, label)
        self._commit_segments(segments, label)
        manifest.committed(self._generation, label)
        shared.committed()
        for row in rows:
            self._expected.pop(row.path, None)
            if not row.gone:
                self._expected[row.path] = row

    def _finish(self, manifest: Manifest, shared: SharedRows) -> None:
        self._rules = f"rules {next(self._numbers)}"
        shared.write_rules(self._rules)
        self._commit(manifest, shared, ())
        manifest.finish(self._rules, ())

    def _restore(self, manifest: Manifest, shared: SharedRows) -> None:
        if self._draw.random() < 0.5:
            manifest.clear()
        manifest.restore([FileRow("found.txt", "found")], self._label)
        shared.rewrite(manifest.rows())
        self._expected = dict(_rows(manifest))
        self._commit(manifest, shared, ())

    def _empty(self) -> None:
        """Make the index anew, as a new version of newsgrep does: its first commit has no label."""
        self._entries = MemoryEntries()
        self._generation, self._label = self._generation + 1, ""
        self._expected, self._rules = {}, None

    def _commit_segments(self, segments: Iterable[Segment], label: str) -> None:
        self._entries.commit(segments)
        self._generation, self._label = self._generation + 1, label


def _rows(manifest: Manifest) -> Iterator[tuple[str, FileRow]]:
    return ((row.path, row) for row in manifest.rows())


def test_what_comes_from_afar_in_no_order_is_taken_in_batches(tmp_path: Path) -> None:
    entries = MemoryEntries()
    rows = [FileRow(f"{number}.txt", str(number), digest=b"x") for number in range(2_500)]
    with closing(open_manifest(tmp_path / "own.sqlite", 0)) as manifest:
        shared = SharedRows(entries)
        shared.write(rows, manifest)
        entries.commit(shared.to_commit("first", is_needed=False))
    with closing(open_manifest(tmp_path / "other.sqlite", 1)) as other:
        assert SharedRows(entries).catch_up(other, 1, "first")
        assert sorted(other.rows()) == sorted(rows)


def test_nothing_is_committed_for_nothing() -> None:
    shared = SharedRows(MemoryEntries())
    assert shared.to_commit("label", is_needed=False) == []
    assert len(shared.to_commit("label", is_needed=True)) == 1


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{",
        "null",
        "7",
        "[]",
        "[" * 100_000,
        '["i", "s", 0, "", false, "", 0, "", "", "", "", false]',
        '["i", 0, 0, "%", false, "", 0, "", "", "", "", false]',
        '["i", 0, 0, "", false, "{", 0, "", "", "", "", false]',
        '["i", 99999999999999999999, 0, "", false, "", 0, "", "", "", "", false]',
        '["\\ud800", 0, 0, "", false, "", 0, "", "", "", "", false]',
        '["i", 0, 0, "", false, "", 0, "", "", "", "", false, 0]',
        '["i", 0.5, 0, "", false, "", 0, "", "", "", "", false]',
    ],
)
def test_a_row_that_newsgrep_has_not_written_is_damage(tmp_path: Path, value: str) -> None:
    entries: Entries = MemoryEntries()
    assert isinstance(entries, MemoryEntries)
    entries.commit([entries.write([("a.txt", value)])])
    with (
        closing(open_manifest(tmp_path / "manifest.sqlite", 1)) as manifest,
        pytest.raises(IndexDamagedError, match=r"what the index says of a\.txt cannot be read"),
    ):
        SharedRows(entries).catch_up(manifest, 1, "label")
