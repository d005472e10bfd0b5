"""Where articles are, from wherever one stands."""

import os
from pathlib import Path

import pytest

from newsgrep.archive.locations import Locations
from newsgrep.article import ArticleId
from newsgrep.results import Match

PATHS = ("a.txt", "x/b.txt", "x/y/c.txt", "../d.txt", "../other/e.txt", "x/\udcff.txt", "x y/ f.txt")


@pytest.mark.parametrize("here", ["/news", "/news/x", "/news/x/y/z", "/", "/elsewhere", "/other"])
def test_paths_are_relative_to_here(here: str) -> None:
    locations = Locations(Path("/news"), Path(here))
    for path in PATHS * 2:
        match = Match(ArticleId(f"{path}#1"), path, 0.0)
        assert locations.path(match) == os.path.relpath(f"/news/{path}", here)
        assert locations.location(match) == os.path.relpath(f"/news/{path}", here) + "#1"
