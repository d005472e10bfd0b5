"""A command that refreshes an index in a cluster is killed before one of its requests: readers see what was there, or what is to be.

The next command ends what it began, and nothing is left of it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import killed_shared_index
import pytest
import shared_cluster
from conftest import PROJECT, SCALE, environment
from stepped_cluster import leftovers

from newsgrep.archive import Archive
from newsgrep.cluster_address import ClusterAddress

MOST_REQUESTS = 60
"""A run has hardly more."""
KILLS = 4 if SCALE == 1 else MOST_REQUESTS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """An index of what `write` writes first."""
    address = shared_cluster.address_of(folder)
    write(folder, 0)
    with Archive.create(address, shards=2, replicas=0) as archive:
        archive.index([folder / "news"])
    yield address
    shared_cluster.delete_index(address)


def write(folder: Path, number: int) -> dict[str, str]:
    """Files of a round: some change, one comes, one goes. Gives the texts of all articles by their ids."""
    news = folder / "news"
    news.mkdir(exist_ok=True)
    texts = {"always.txt": "always", "changes.txt": f"oil of round {number}", f"round-{number}.txt": "new"}
    (news / f"round-{number - 1}.txt").unlink(missing_ok=True)
    for name, text in texts.items():
        (news / name).write_text(text)
    records = {f"r{record}": f"record {record} of round {number}" for record in range(number % 3, 5)}
    lines = [json.dumps({"id": name, "text": text}) for name, text in records.items()]
    (news / "lines.jsonl").write_text("\n".join(lines))
    return {f"news/{name}": text for name, text in texts.items()} | {
        f"news/lines.jsonl#{name}": text for name, text in records.items()
    }


def held(address: str) -> dict[str, str]:
    """The texts of all articles by their ids; asserts that none is there twice."""
    with Archive.open(address) as archive:
        found = list(archive.search("*").matches())
        texts = {str(match.id): archive.show(match.id)[0].text for match in found}
        assert len(found) == len(texts) == archive.stats().articles
        assert archive.count("oil") == sum("oil" in text for text in texts.values())
    return texts


def test_a_killed_run_is_seen_whole_or_not_at_all_and_the_next_ends_it(
    folder: Path, address: str, seed: int
) -> None:
    ended = 0
    for round_number, at in enumerate(Random(seed).sample(range(1, MOST_REQUESTS + 1), KILLS), 1):  # noqa: S311  a repeatable draw
        before = held(address)
        after = write(folder, round_number)
        run = subprocess.run(
            [sys.executable, killed_shared_index.__file__, address, str(at)],
            cwd=folder,
            env=environment(folder, PYTHONPATH=str(PROJECT)),
            check=False,
        )
        ended += not run.returncode
        assert held(address) in ([after] if run.returncode == 0 else [before, after]), at
        with Archive.open(address) as archive:
            archive.index()
        assert held(address) == after, at
        with Archive.open(address) as archive:
            report = archive.index()
        assert (report.added, report.updated, report.removed) == (0, 0, 0), at
        assert leftovers(ClusterAddress.parse(address)) == {}, at
    assert ended <= KILLS // 2
