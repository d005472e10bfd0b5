"""The progress of indexing: files, bytes and articles that agree, within one large file too."""

import io
import itertools
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import TODAY

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.cli.progress import counts, progress_bar
from newsgrep.engines.contract import Segment
from newsgrep.engines.whoosh.writer import WhooshWriter
from newsgrep.index_report import IndexProgress
from newsgrep.indexing import batches, reading, update, workers

ARTICLES = 300


@pytest.fixture(params=["here", "two workers", "in parts"])
def seen(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[IndexProgress]:
    """All that is said while a large file, and two small ones, are read: in this process, in two others, in parts by these."""
    record = json.dumps({"text": "oil " * 500}) + "\n"
    (tmp_path / "a.jsonl").write_text(record * ARTICLES)
    for name in "bc":
        (tmp_path / f"{name}.txt").write_text("gas")
    monkeypatch.setattr(update, "_TICK_EVERY", 0.0)
    monkeypatch.setattr(workers, "_POLL_SECONDS", 0.001)
    monkeypatch.setattr(reading, "SEGMENT_BYTES", 100_000)  # segments are written within the file
    if request.param == "in parts":
        monkeypatch.setattr(batches, "_SMALLEST_BATCH", 100_000)
        monkeypatch.setattr(batches, "_LARGEST_BATCH", 100_000)
    seen: list[IndexProgress] = []
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([tmp_path], jobs=1 if request.param == "here" else 2, progress=seen.append)
    return seen


def test_it_grows_and_ends_with_all_there_is(seen: list[IndexProgress], tmp_path: Path) -> None:
    size = sum((tmp_path / name).stat().st_size for name in ("a.jsonl", "b.txt", "c.txt"))
    assert seen[0] == IndexProgress(0, 3, 0, 0, size)
    assert seen[-1] == IndexProgress(3, 3, ARTICLES + 2, size, size)
    for before, after in itertools.pairwise(seen):
        assert all(one <= other for one, other in zip(before, after, strict=True)), (before, after)


def test_within_a_large_file_its_bytes_and_articles_agree(seen: list[IndexProgress]) -> None:
    for now in (now for now in seen if 2 < now.articles < ARTICLES):
        assert now.files < 3
        # Lines are taken from a block that was read before.
        assert abs(now.articles / ARTICLES - now.bytes / now.all_bytes) < 0.2


@pytest.mark.parametrize("seen", ["here", "in parts"], indirect=True)  # other processes are seen now and then
def test_a_large_file_is_seen_to_be_read(seen: list[IndexProgress]) -> None:
    assert len({now.bytes for now in seen if now.files < 3}) > 4


def test_what_is_said_of_it() -> None:
    now = IndexProgress(1_234, 19_043, 1, 12_345_678, 1_234_567_890)
    assert counts(now, 0.5) == "12.3 of 1,234.6 MB\n1,234 of 19,043 files · 1 article"
    assert counts(now, 10.0) == "12.3 of 1,234.6 MB · 1.2 MB/s\n1,234 of 19,043 files · 1 article"


@pytest.mark.skipif(sys.platform != "linux", reason="a worker is a copy of this process on Linux alone")
@pytest.mark.parametrize("jobs", [1, 2])
def test_it_says_that_a_cluster_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """Stands in for a cluster: each segment waits until that has been seen."""
    monkeypatch.setattr(update, "_TICK_EVERY", 0.0)
    monkeypatch.setattr(workers, "_POLL_SECONDS", 0.001)
    monkeypatch.setattr(workers, "may_fork", lambda: True)  # a copy has the writer below
    was_seen = multiprocessing.get_context("fork").Event()
    write = WhooshWriter.write

    def wait_and_write(
        writer: WhooshWriter, articles: Iterable[Article], on_wait: Callable[[], None] = lambda: None
    ) -> Segment | None:
        on_wait()
        assert jobs == 1 or not articles or was_seen.wait(60)
        return write(writer, articles)

    said: list[bool] = []

    def progress(now: IndexProgress) -> None:
        said.append(now.waits)
        if now.waits:
            was_seen.set()

    monkeypatch.setattr(WhooshWriter, "write", wait_and_write)
    (tmp_path / "a.txt").write_text("oil")
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([tmp_path], jobs=jobs, progress=progress)
    assert True in said
    assert not said[-1]
    screen = _Screen()
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar(screen, quiet=False) as show:
        show(IndexProgress(0, 1, 0, 0, 3, waits=True))
    assert "waiting, the cluster is busy" in screen.getvalue()


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_never_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = _Screen()
    with progress_bar(screen, quiet=False) as show:
        show(IndexProgress(0, 1, 1, 50, 100))
        show(IndexProgress(1, 1, 2, 100, 100))
    last = screen.getvalue().rpartition("writing")[2]
    assert "╸" in last or "╺" in last  # the end of a bar that is not full
    assert "1 of 1 file · 2 articles" in last
    quiet = _Screen()
    with progress_bar(quiet, quiet=True) as show:
        show(IndexProgress(0, 1, 1, 50, 100))
    with progress_bar(io.StringIO(), quiet=False) as show:
        show(IndexProgress(0, 1, 1, 50, 100))
    assert quiet.getvalue() == ""
