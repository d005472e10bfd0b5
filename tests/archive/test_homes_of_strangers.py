"""A folder of strangers that stands for an index in a cluster: nobody's credentials are sent where it says, unasked."""

import shutil
from pathlib import Path

import pytest
import shared_cluster

from newsgrep.archive import Archive
from newsgrep.archive.copying import copy_index
from newsgrep.archive.shared_home import find_home_of
from newsgrep.config import ArchiveConfig, save_archive_config
from newsgrep.engines.opensearch import connection
from newsgrep.errors import StorageError, UsageError
from newsgrep.home import remember_named, was_named

ADDRESS = "opensearch://127.0.0.1:1/news"
MORE_NODES = "opensearch://127.0.0.1:1,stranger:9200/news"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home above the working directory, as it comes out of an archive."""
    monkeypatch.setattr(connection, "_SECONDS_TO_FIND", 0.0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    home = tmp_path / ".newsgrep"
    home.mkdir()
    save_archive_config(home / "config.toml", ArchiveConfig(cluster=MORE_NODES))
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    return home


@pytest.mark.parametrize("named", [None, ".."])
def test_it_is_not_used_unless_its_address_is_named(home: Path, named: str | None) -> None:
    said = f"^{home} stands for an index in a cluster that you have not named on this computer; if it is yours: --index {MORE_NODES}$"
    archive = Archive.open(named)
    with pytest.raises(UsageError, match=said):
        archive.search("oil")
    with pytest.raises(UsageError, match=said):
        archive.index()
    with pytest.raises(UsageError, match=said):
        copy_index(str(home), str(home.parent / "copy"))


def test_its_nodes_are_not_added_to_those_that_are_named(home: Path) -> None:
    here = Path.cwd()
    assert find_home_of(ADDRESS, here) == (ADDRESS, here / ".newsgrep")
    assert find_home_of(MORE_NODES, here) == (MORE_NODES, home)


def test_it_is_used_when_its_address_was_named_once(home: Path) -> None:
    remember_named(MORE_NODES)
    assert find_home_of(ADDRESS, Path.cwd()) == (MORE_NODES, home)
    with pytest.raises(StorageError, match="no cluster answers there"):
        Archive.open(None).search("oil")


def test_to_name_an_address_where_nothing_is_keeps_nothing(home: Path) -> None:
    with pytest.raises(StorageError, match="no cluster answers there"):
        Archive.open(MORE_NODES)
    assert not was_named(MORE_NODES)
    assert not (home.parent / "state").exists()


def test_an_index_is_remembered_by_who_makes_opens_or_copies_it(home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home)
    address = shared_cluster.address_of(tmp_path)
    try:
        Archive.create(address).close()
        assert was_named(address)
        for use in (Archive.open, lambda _: copy_index(address, str(tmp_path / "copy"))):
            shutil.rmtree(tmp_path / "state")
            use(address)
            assert was_named(address)
    finally:
        shared_cluster.delete_index(address)
