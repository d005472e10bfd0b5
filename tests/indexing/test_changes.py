"""Which files have changed: a comparison of two tables, of which nothing is on a disk."""

from datetime import date
from pathlib import Path

import pytest

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig, DateOrder, Root
from newsgrep.indexing.changes import Changes, diff
from newsgrep.indexing.corrections import Correction, Corrections
from newsgrep.indexing.file_states import READ_AGAIN, FileState, FileStates
from newsgrep.indexing.rules import Rules
from newsgrep.indexing.scan import Scan
from newsgrep.indexing.scope import Scope

FOLDER = Path("/archive")
NOW = 10**18
OLD = (5, NOW - 10**10)
ROOTS = (Root("wire"), Root("wire/inner"), Root("/disk/clips", "clips"))


def changes(
    found: dict[str, FileState],
    known: dict[str, FileState],
    scanned: tuple[Root, ...] | None = None,
    unreadable: tuple[str, ...] = (),
) -> Changes:
    scan = Scan(str(FOLDER), files=FileStates.of(found.items()), unreadable=list(unreadable))
    return diff(Scope(FOLDER, ROOTS, scanned), scan, FileStates.of(known.items()), NOW)


def rules(date_order: DateOrder | None = None) -> Rules:
    roots = (Root("wire", date_order=date_order), *ROOTS[1:])
    return Rules.of(ArchiveConfig(roots=roots), FOLDER, date(2025, 5, 6))


def test_new_and_different_files_are_to_be_read() -> None:
    found = {"wire/a": OLD, "wire/b": (6, OLD[1]), "wire/c": (5, OLD[1] + 1), "wire/d": OLD}
    known = {"wire/a": OLD, "wire/b": OLD, "wire/c": OLD}
    compared = changes(found, known)
    assert compared.to_read(rules(), rules().versions, (), all_files=False) == ["wire/b", "wire/c", "wire/d"]
    assert compared.to_read(rules(), rules().versions, (), all_files=True) == sorted(found)
    assert compared.vanished == []


def test_files_whose_rules_have_changed_are_to_be_read() -> None:
    found = {"wire/a": OLD, "wire/inner/b": OLD, "single": OLD}
    compared = changes(found, dict(found))
    assert compared.to_read(rules("day-first"), rules().versions, (), all_files=False) == ["wire/a"]


def test_files_whose_corrections_have_changed_are_to_be_read() -> None:
    compared = changes(
        {"wire/a": OLD, "wire/b": OLD, "wire/c": OLD}, {"wire/a": OLD, "wire/b": OLD, "wire/c": OLD}
    )
    corrections = Corrections(
        [Correction(ArticleId("wire/a#1"), "date", "1987"), Correction(ArticleId("wire/b"), "title", "B")]
    )
    before = {"wire/b": corrections.versions()["wire/b"], "wire/c": "of one that is withdrawn"}
    recorrected = compared.corrected_since(before, corrections)
    assert recorrected == {"wire/a", "wire/c"}
    assert compared.to_read(rules(), rules().versions, recorrected, all_files=False) == ["wire/a", "wire/c"]


@pytest.mark.parametrize(
    ("scanned", "unreadable", "vanished"),
    [
        (None, (), ["wire/a", "wire/inner/b", "/disk/clips/c", "single"]),
        (None, ("wire",), ["/disk/clips/c", "single"]),
        (None, ("/disk/clips", "wire/inner"), ["wire/a", "single"]),
        ((ROOTS[0],), (), ["wire/a"]),
        (ROOTS[:2], (), ["wire/a", "wire/inner/b"]),
        ((ROOTS[2],), (), ["/disk/clips/c"]),
        ((), (), []),
    ],
)
def test_files_have_vanished_only_where_they_were_looked_for(
    scanned: tuple[Root, ...] | None, unreadable: tuple[str, ...], vanished: list[str]
) -> None:
    known = dict.fromkeys(("wire/a", "wire/inner/b", "/disk/clips/c", "single"), OLD)
    assert changes({}, known, scanned, unreadable).vanished == vanished


def test_a_root_without_files_that_held_some_is_warned_of() -> None:
    known = {"wire/inner/b": OLD}
    (warning,) = changes({}, known, unreadable=("wire", "wire/inner")).warnings
    assert warning.startswith("/archive/wire/inner: no files are there now")


def test_a_file_as_young_as_the_scan_is_to_be_read_again() -> None:
    compared = changes({"wire/a": OLD, "wire/b": (5, NOW - 10**9)}, {})
    assert compared.state("wire/a") == OLD
    assert compared.state("wire/b") == (5, READ_AGAIN)
