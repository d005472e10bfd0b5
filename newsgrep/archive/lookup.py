"""Articles by what people call them: an id, a location, a file's path, the name of what was piped in."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from newsgrep.article import Article, ArticleId, article_path, encode_id
from newsgrep.engines import Snapshot
from newsgrep.home import absolute, piped_path
from newsgrep.query import nodes
from newsgrep.query.globs import escape_glob
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery


class Lookup:
    """Looks in a snapshot's articles. Paths are relative to `cwd`, or else to the folder that holds the index `home`."""

    def __init__(
        self, snapshot: Snapshot, analyse: Callable[[nodes.Node], AnalysedQuery], cwd: Path, home: Path
    ) -> None:
        self._snapshot = snapshot
        self._analyse = analyse
        self._cwd = cwd
        self._home = home
        self._folder = home.parent

    def find(self, name: str) -> list[Article]:
        """The articles that are meant; those of a container in its order."""
        by_id = next(self._snapshot.articles([ArticleId(name)]))
        if by_id:
            return [by_id]
        path, sign, key = name, "", ""
        while True:
            found = self._of_path(path)
            if found:
                return [article for article in found if not sign or article.id.partition("#")[2] == key]
            path, sign, rest = path.rpartition("#")
            if not sign:
                return []
            key = f"{rest}#{key}" if key else rest

    def ids(self, names: Iterable[str]) -> frozenset[ArticleId]:
        """The ids of all articles that are meant, names of none passed over: as `find`, for many names at once."""
        unknown = set(names)
        found = set(self._paths_of(unknown))
        unknown -= found
        # Most articles are files of their own, and called by their paths: these two questions find them all.
        paths = {name: self._path_from_here(name) for name in unknown}
        path_of = self._paths_of(map(encode_id, paths.values()))
        for name, path in paths.items():
            identifier = ArticleId(encode_id(path))
            if path_of.get(identifier) == path:
                found.add(identifier)
            else:
                found |= {article.id for article in self.find(name)}
        return frozenset(map(ArticleId, found))

    def _paths_of(self, ids: Iterable[str]) -> dict[ArticleId, str]:
        """Those of the ids that articles have, with their paths."""
        wanted = self._analyse(nodes.Ids(frozenset(map(ArticleId, ids))))
        return {match.id: match.path for match in self._snapshot.search(wanted, order=Order.NEWEST)}

    def _path_from_here(self, name: str) -> str:
        """`Article.path` of a file, by its path relative to the working directory."""
        location = os.path.abspath(os.path.join(self._cwd, name))  # noqa: PTH100, PTH118  for many thousands
        folder = f"{self._folder}{os.sep}"
        return location.removeprefix(folder)

    def _of_path(self, path: str) -> list[Article]:
        for file in (self._cwd / path, self._folder / path, piped_path(self._home, path)):
            wanted = article_path(self._folder, absolute(file))
            query = self._analyse(nodes.Value("path", escape_glob(wanted)))
            ids = [match.id for match in self._snapshot.search(query, order=Order.ID) if match.path == wanted]
            if ids:
                found = [article for article in self._snapshot.articles(ids) if article]
                return sorted(found, key=_place_in_container)
        return []


def _place_in_container(article: Article) -> tuple[int, str]:
    """By number, where keys are numbers; else by id."""
    key = article.id.partition("#")[2]
    if not (key.isascii() and key.isdigit()):
        return 0, article.id
    digits = key.lstrip("0")
    return len(digits), digits  # ordered as the numbers, which may be too long for Python to make
