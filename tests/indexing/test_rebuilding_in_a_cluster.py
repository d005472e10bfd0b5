"""An index in a cluster that another version has written, or that changes its language, is made anew from the same files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shared_cluster
from stepped_cluster import leftovers

from newsgrep.archive import Archive
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch import commits
from newsgrep.errors import IndexFormatError


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An index of two articles; the folder of their files is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name in "ab":
        (tmp_path / "news" / f"{name}.txt").write_text(f"Häuser in {name}")
    address = shared_cluster.address_of(tmp_path)
    with Archive.create(address, shards=2, replicas=0) as archive:
        archive.index(["news"])
    yield address
    shared_cluster.delete_index(address)


def is_whole(address: str) -> None:
    """Assert that both articles are there, and nothing besides."""
    with Archive.open(address) as archive:
        assert [match.id for match in archive.search("häuser").matches()] == ["news/a.txt", "news/b.txt"]
        assert archive.stats().articles == 2
        assert archive.index().unchanged == 2
    assert leftovers(ClusterAddress.parse(address)) == {}


def test_another_language(address: str) -> None:
    with Archive.open(address) as archive:
        assert archive.count("haus") == 0
        archive.index(rebuild=True, language="german")
    is_whole(address)
    with Archive.open(address) as archive:
        assert archive.count("haus") == 2


@pytest.mark.parametrize("version", ["ANALYSIS_VERSION", "FORMAT"])
def test_an_index_of_another_version(address: str, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, version, getattr(commits, version) + 1)
    with Archive.open(address) as archive:
        with pytest.raises(IndexFormatError, match="newsgrep index --rebuild"):
            archive.count("häuser")
        assert archive.index(rebuild=True).added == 2
    is_whole(address)
