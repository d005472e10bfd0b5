"""A run that finds nothing changed: it is sure of it, and opens neither the index nor its manifest."""

import builtins
import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from newsgrep import versions
from newsgrep.archive import Archive
from newsgrep.index_report import IndexReport
from newsgrep.indexing import last_scan, manifest, refresh, run, scanning
from newsgrep.indexing.corrections_file import load_corrections
from newsgrep.indexing.scan import Scan

TODAY = date(2025, 5, 6)
OLD = 10**18


def write(path: Path, text: str, mtime_ns: int = OLD) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, ns=(mtime_ns, mtime_ns))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Old files below `seeds`, one of them ignored and one skipped, and one that lies in no root, all indexed."""
    for name in ("a.txt", "sub/b.txt", "sub/c.png"):
        write(tmp_path / "seeds" / name, f"oil {name}")
    write(tmp_path / "seeds" / "empty.txt", "")
    write(tmp_path / "alone.txt", "oil alone")
    archive = Archive.create(tmp_path, today=TODAY)
    archive.index([tmp_path / "seeds"], files=[tmp_path / "alone.txt"])
    archive.index()
    return archive


@pytest.fixture
def longer_runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many runs since the last question could not be sure at once that nothing has changed."""
    found: list[bool] = []
    is_unchanged = refresh._unchanged  # noqa: SLF001  what is decided here

    def record(looked: refresh.Looked) -> IndexReport | None:
        report = is_unchanged(looked)
        found.append(report is None)
        return report

    def count() -> int:
        count = sum(found)
        found.clear()
        return count

    monkeypatch.setattr(refresh, "_unchanged", record)
    return count


def counts(report: IndexReport) -> tuple[int, ...]:
    return (report.added, report.updated, report.removed, report.unchanged, report.skipped, report.ignored)


UNCHANGED = (0, 0, 0, 3, 1, 1)


def test_neither_the_index_nor_its_manifest_is_opened(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, longer_runs: Callable[[], int]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr("newsgrep.engines.open_index", refuse)
    assert counts(archive.index()) == UNCHANGED
    assert longer_runs() == 0
    assert not archive.has_changed()


def test_the_report_is_that_of_a_longer_run(archive: Archive, longer_runs: Callable[[], int]) -> None:
    quick = archive.index()
    assert longer_runs() == 0
    last_scan.discard_last_scan(archive.home)
    assert counts(archive.index()) == counts(quick) == UNCHANGED
    assert longer_runs() == 1


def change_content(archive: Archive) -> None:
    write(archive.folder / "seeds" / "sub" / "b.txt", "gas")


def change_time(archive: Archive) -> None:
    os.utime(archive.folder / "seeds" / "a.txt", ns=(OLD, OLD + 1))


def change_alone(archive: Archive) -> None:
    write(archive.folder / "alone.txt", "oil alone no more")


def add_file(archive: Archive) -> None:
    write(archive.folder / "seeds" / "sub" / "new.txt", "oil")


def remove_file(archive: Archive) -> None:
    (archive.folder / "seeds" / "a.txt").unlink()


def rename_file(archive: Archive) -> None:
    (archive.folder / "seeds" / "a.txt").rename(archive.folder / "seeds" / "d.txt")


def swap_files(archive: Archive) -> None:
    """Same names, same times: the sizes alone are others."""
    write(archive.folder / "seeds" / "a.txt", "oil sub/b.txt")
    write(archive.folder / "seeds" / "sub" / "b.txt", "oil a.txt")


def ignore_file(archive: Archive) -> None:
    (archive.folder / "seeds" / ".newsgrepignore").write_text("a.txt\n")


def remove_root(archive: Archive) -> None:
    (archive.folder / "seeds").rename(archive.folder / "elsewhere")


def change_settings(archive: Archive) -> None:
    config = archive.home / "config.toml"
    config.write_text(
        config.read_text().replace('path = "seeds"', 'path = "seeds", date-order = "day-first"')
    )


def correct(archive: Archive) -> None:
    (archive.home / "state" / "corrections.csv").write_text("id,field,value\nseeds/a.txt,title,A\n")


def lose_a_segment(archive: Archive) -> None:
    next((archive.home / "index").glob("*.newsgrep")).unlink()


def leave_something(archive: Archive) -> None:
    (archive.home / "index" / f"MAIN_{'0' * 32}.newsgrep").write_bytes(b"of a killed writer")


def lose_the_manifest(archive: Archive) -> None:
    (archive.home / "index" / "manifest.sqlite").unlink()


def damage(archive: Archive) -> None:
    path = archive.home / "index" / "last-scan"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def cut_off(archive: Archive) -> None:
    path = archive.home / "index" / "last-scan"
    path.write_bytes(path.read_bytes()[:-16])


@pytest.mark.parametrize(
    "change",
    [
        *(
            change_content,
            change_time,
            change_alone,
            add_file,
            remove_file,
            rename_file,
            swap_files,
            ignore_file,
        ),
        *(remove_root, change_settings, correct, lose_a_segment, leave_something, lose_the_manifest),
        *(damage, cut_off),
    ],
)
def test_whatever_has_changed_is_left_to_a_longer_run(
    archive: Archive, longer_runs: Callable[[], int], change: Callable[[Archive], None]
) -> None:
    change(archive)
    archive.index()
    assert longer_runs() == 1


@pytest.mark.parametrize("name", ["READERS_VERSION", "ANALYSIS_VERSION", "INDEX_FORMAT", "MANIFEST_VERSION"])
def test_another_version_of_newsgrep_is_not_sure(
    archive: Archive, longer_runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(last_scan, name, getattr(versions, name) + 1)
    archive.index()
    assert longer_runs() == 1


def test_another_library_is_not_sure(
    archive: Archive, longer_runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_scan, "optional_libraries", lambda: ["another"])
    archive.index()
    assert longer_runs() == 1


def test_what_is_corrected_during_a_run_is_for_the_next(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, longer_runs: Callable[[], int]
) -> None:
    """The run has read the corrections before, and does not know of this one when it ends."""

    def correct_after(*arguments: Any) -> Any:
        corrections = load_corrections(*arguments)
        correct(archive)
        return corrections

    change_content(archive)
    with monkeypatch.context() as patch:
        patch.setattr(run, "load_corrections", correct_after)
        assert archive.index().updated == 1
    assert archive.index().updated == 1
    assert longer_runs() == 2
    assert archive.show("seeds/a.txt")[0].title == "A"


def test_a_longer_run_goes_on_with_the_scan(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked for twice."""
    scans: list[Path] = []
    scan_roots = scanning.scan_roots

    def record(folder: Path, *arguments: Any) -> Scan:
        scans.append(folder)
        return scan_roots(folder, *arguments)

    monkeypatch.setattr(scanning, "scan_roots", record)
    change_content(archive)
    assert counts(archive.index()) == (0, 1, 0, 2, 1, 1)
    assert len(scans) == 1


def test_a_young_file_is_read_again_by_the_next_run(archive: Archive, longer_runs: Callable[[], int]) -> None:
    (archive.folder / "seeds" / "a.txt").write_text("gas")  # now
    assert archive.index().updated == 1
    archive.index()
    assert longer_runs() == 2
    os.utime(archive.folder / "seeds" / "a.txt", ns=(OLD, OLD))
    archive.index()
    assert longer_runs() == 1
    archive.index()
    assert longer_runs() == 0


@pytest.mark.parametrize("few", [0, 5000])
def test_what_a_longer_run_has_read_is_known_to_the_next(
    archive: Archive, longer_runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether the manifest is asked for the states of few files, or passed through for those of many."""
    monkeypatch.setattr(manifest, "_FEW", few)
    change_content(archive)
    add_file(archive)
    assert counts(archive.index()) == (1, 1, 0, 2, 1, 1)
    assert longer_runs() == 1
    assert counts(archive.index()) == (0, 0, 0, 4, 1, 1)
    assert longer_runs() == 0


@pytest.mark.parametrize("name", ["last-scan", "last-scan.new"])
def test_a_run_that_cannot_keep_its_scan_has_done_its_work(
    archive: Archive, longer_runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A disk that is full by now takes nothing from what is committed, and the next run does not believe an older scan."""
    replace = os.replace

    def full(source: Any, target: Any) -> None:
        if str(target).endswith("last-scan"):
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    change_content(archive)
    with monkeypatch.context() as patch:
        if name == "last-scan":
            patch.setattr(os, "replace", full)
        else:
            patch.setattr(builtins, "open", refusing(open, name))
        assert counts(archive.index()) == (0, 1, 0, 2, 1, 1)
    assert list((archive.home / "index").glob("last-scan*")) == []
    assert counts(archive.index()) == UNCHANGED
    assert longer_runs() == 2
    assert counts(archive.index()) == UNCHANGED
    assert longer_runs() == 0


def refusing(opened: Any, name: str) -> Any:
    def maybe(path: Any, *arguments: Any, **named: Any) -> Any:
        if str(path).endswith(name):
            raise OSError(errno.EROFS, "Read-only file system")
        return opened(path, *arguments, **named)

    return maybe


class CountedEntries:
    """The entries of a folder, as `os.scandir` gives them; counts by their names what is asked of them."""

    def __init__(self, entries: Any, asked: Counter[tuple[str, str]]) -> None:
        self._entries, self._asked = entries, asked

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def __iter__(self) -> Iterator[Any]:
        for entry in self._entries:
            yield SimpleNamespace(
                name=entry.name,
                stat=partial(self._ask, entry, "stat"),
                is_dir=partial(self._ask, entry, "is_dir"),
                is_symlink=entry.is_symlink,  # which the folder's listing has answered
            )

    def _ask(self, entry: Any, question: str, **options: bool) -> Any:
        self._asked[question, entry.name] += 1
        return getattr(entry, question)(**options)


def test_of_each_file_the_system_is_asked_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    scandir = os.scandir

    def counted(folder: Any) -> Any:
        return CountedEntries(scandir(folder), asked) if isinstance(folder, int) else scandir(folder)

    monkeypatch.setattr(os, "scandir", counted)
    assert counts(archive.index()) == UNCHANGED
    looked_at = [("stat", name) for name in ("a.txt", "empty.txt", "sub", "b.txt")]
    assert asked == Counter([*looked_at, ("is_dir", "c.png")])


@pytest.mark.parametrize("few", [0, 5000])
def test_the_unchanged_articles_of_a_root_are_counted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(manifest, "_FEW", few)
    write(archive.folder / "more" / "d.txt", "oil")
    write(archive.folder / "more" / "e.txt", "oil")
    assert counts(archive.index([archive.folder / "more"]))[:4] == (2, 0, 0, 0)
    write(archive.folder / "more" / "d.txt", "oil and gas")
    assert counts(archive.index([archive.folder / "more"]))[:4] == (0, 1, 0, 1)
    change_content(archive)
    assert counts(archive.index([archive.folder / "seeds"]))[:4] == (0, 1, 0, 1)


def test_one_root_of_several_does_not_speak_for_the_others(
    archive: Archive, longer_runs: Callable[[], int]
) -> None:
    write(archive.folder / "more" / "d.txt", "oil")
    (archive.folder / "alone.txt").unlink()
    more, seeds = archive.folder / "more", archive.folder / "seeds"
    archive.index([more])
    archive.index()
    longer_runs()
    change_content(archive)
    assert archive.index([more]).updated == 0
    assert archive.index([more, seeds]).updated == 1
    assert longer_runs() == 2
    archive.index([seeds, more])
    assert longer_runs() == 0


def test_names_that_are_not_utf_8_are_kept(archive: Archive, longer_runs: Callable[[], int]) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(archive.folder) + b"/seeds/\xff.txt")), "oil")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert archive.index().added == 1
    longer_runs()
    assert archive.index().unchanged == 4
    assert longer_runs() == 0
