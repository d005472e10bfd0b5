"""New segments are merged by the workers that wrote them: the parent, which others would wait for, only commits."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock

import pytest

from newsgrep.archive import Archive
from newsgrep.engines.contract import Segment
from newsgrep.engines.whoosh.writing.segment_merging import merge_segments
from newsgrep.errors import StorageError
from newsgrep.indexing import batches, update
from newsgrep.indexing.merging import Merge, merged_by

TODAY = date(2025, 5, 6)


def test_of_many_segments_the_parent_merges_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even of a single file that takes longer to read than there is between two commits."""
    monkeypatch.setattr(update, "CHECKPOINT_EVERY", 0.0)
    monkeypatch.setattr(batches, "_SMALLEST_BATCH", 5_000)
    monkeypatch.setattr(batches, "_LARGEST_BATCH", 5_000)
    merging_processes = tmp_path / "processes"

    def noted(*values: Any) -> str:
        with merging_processes.open("a") as file:
            file.write(f"{os.getpid()}\n")
        return merge_segments(*values)

    monkeypatch.setattr("newsgrep.engines.whoosh.writing.commit.merge_segments", noted)
    monkeypatch.setattr(batches, "_SIZE_OF_A_FILE", 1)
    lines = [json.dumps({"text": f"oil number{number} price " + "tariff " * 100}) for number in range(40)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines))
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([tmp_path], jobs=2)
        assert archive.stats().articles == 40
        assert archive.search("oil").total == 40
        held = {path.name for path in (archive.home / "index").glob("*.newsgrep")}
        assert len(held) == 2
    pids = merging_processes.read_text().split() if merging_processes.exists() else []
    assert str(os.getpid()) not in pids


@contextmanager
def answering(*answers: Any) -> Iterator[Any]:
    """The parent's end of a connection to a worker, which gives such answers to tasks, then dies."""
    ours, theirs = Pipe()

    def work() -> None:
        with theirs:
            for answer in answers:
                task = theirs.recv()
                assert isinstance(task, Merge)
                theirs.send(answer)

    thread = Thread(target=work)
    thread.start()
    with closing(ours):
        yield ours
        thread.join()


def segments(*names: str) -> list[Segment]:
    return [Segment({"file": name}) for name in names]


def test_groups_keep_their_order_whoever_merges_them() -> None:
    groups = [segments("a", "b"), segments("c"), segments("d", "e")]
    with answering({"file": "de"}, {"file": "ab"}) as worker:
        worker.send = Mock(side_effect=worker.send)
        merged = merged_by([worker], groups)
    asked = [[one["file"] for one in call.args[0].segments] for call in worker.send.call_args_list]
    assert asked == [["a", "b"], ["d", "e"]]
    assert [one["file"] for one in merged] == ["de", "c", "ab"]


def test_what_a_worker_that_dies_should_have_merged_stays_as_it_is() -> None:
    groups = [segments("a", "b"), segments("c", "d")]
    with answering() as worker:
        assert merged_by([worker], groups) == segments("a", "b", "c", "d")
    with answering({"file": "cd"}) as one, answering() as other:
        assert merged_by([one, other], groups) == segments("a", "b", "cd")
    assert merged_by([], groups) == segments("a", "b", "c", "d")


def test_a_full_disk_ends_the_run() -> None:
    with answering(StorageError("full")) as worker, pytest.raises(StorageError, match="full"):
        merged_by([worker], [segments("a", "b")])
