"""A folder of another user's that stands for an index in a cluster: nobody's credentials are sent where it says, unasked."""

import os
from pathlib import Path

import pytest

from newsgrep.archive import Archive
from newsgrep.archive.copying import copy_index
from newsgrep.archive.shared_home import find_home_of
from newsgrep.config import ArchiveConfig, save_archive_config
from newsgrep.errors import UsageError

ADDRESS = "opensearch://127.0.0.1:1/news"
MORE_NODES = "opensearch://127.0.0.1:1,stranger:9200/news"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that another user has made, above the working directory."""
    home = tmp_path / ".newsgrep"
    home.mkdir()
    save_archive_config(home / "config.toml", ArchiveConfig(cluster=MORE_NODES))
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    make_anothers(home, monkeypatch)
    return home


def make_anothers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        os.chown(home / "config.toml", 54_321, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 54_321)


@pytest.mark.parametrize("named", [None, ".."])
def test_it_is_not_used_unless_its_address_is_named(home: Path, named: str | None) -> None:
    said = f"^{home} is another user's, and stands for an index in a cluster; if it is the one you want: --index {MORE_NODES}$"
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


def test_ones_own_has_the_nodes_that_it_names(home: Path) -> None:
    config = home / "config.toml"
    config.unlink()
    save_archive_config(config, ArchiveConfig(cluster=MORE_NODES))
    if os.geteuid() == 54_321:
        pytest.skip("only root can make a file of another user's")
    assert find_home_of(ADDRESS, Path.cwd()) == (MORE_NODES, home)
