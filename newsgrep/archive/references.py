"""References to articles: an id, a location, a file's path, the name of piped input."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from newsgrep.article import Article, ArticleId, article_path, encode_id
from newsgrep.engines.contract import Snapshot
from newsgrep.home import absolute, piped_path
from newsgrep.query import nodes
from newsgrep.query.globs import escape_glob
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery


class References:
    """Resolves references in a snapshot.

    Paths are relative to `cwd`, or else to the folder that holds `home`.
    """

    def __init__(
        self, snapshot: Snapshot, analyse: Callable[[nodes.Node], AnalysedQuery], cwd: Path, home: Path
    ) -> None:
        self._snapshot = snapshot
        self._analyse = analyse
        self._cwd = cwd
        self._home = home
        self._folder = home.parent
        self._files: dict[str, dict[str, list[ArticleId]]] = {}

    def articles(self, reference: str) -> list[Article]:
        """The articles that a reference names; those of a container in its order."""
        by_id = next(self._snapshot.articles([ArticleId(reference)]))
        if by_id:
            return [by_id]
        ids = self._ids_by_path(reference)
        return [article for article in self._snapshot.articles(ids) if article]

    def ids(self, references: Iterable[str]) -> frozenset[ArticleId]:
        """The ids of all articles that `articles` would find for any of the references."""
        unresolved = set(references)
        ids = set(self._paths_of(unresolved))
        unresolved -= ids
        # Most references are locations, as a search prints them: two searches resolve all of these.
        locations = {reference: self._location_from_here(reference) for reference in unresolved}
        path_of = self._paths_of(identifier for identifier, _ in locations.values())
        for reference, (identifier, path) in locations.items():
            if path_of.get(identifier) == path:
                ids.add(identifier)
            else:
                ids.update(self._ids_by_path(reference))
        return frozenset(ids)

    def _paths_of(self, ids: Iterable[str]) -> dict[ArticleId, str]:
        """The articles that have one of the ids: {id: path}."""
        query = self._analyse(nodes.Ids(frozenset(map(ArticleId, ids))))
        return {match.id: match.path for match in self._snapshot.search(query, order=Order.NEWEST)}

    def _location_from_here(self, location: str) -> tuple[ArticleId, str]:
        """The id that an article of a location has in most cases, and its `Article.path`."""
        file, sign, key = location.partition("#")
        absolute_path = os.path.abspath(os.path.join(self._cwd, file))  # noqa: PTH100, PTH118  many thousands of them
        path = absolute_path.removeprefix(f"{self._folder}{os.sep}")
        return ArticleId(f"{encode_id(path)}{sign}{key}"), path

    def _ids_by_path(self, reference: str) -> list[ArticleId]:
        """The ids of a file's articles, or of the one with a key; both the path and the key may hold a `#`."""
        path, sign, key = reference, "", ""
        while True:
            by_key = self._of_file(path)
            if by_key:
                return by_key.get(key, []) if sign else [one for ids in by_key.values() for one in ids]
            path, sign, rest = path.rpartition("#")
            if not sign:
                return []
            key = f"{rest}#{key}" if key else rest

    def _of_file(self, path: str) -> dict[str, list[ArticleId]]:
        """The ids of a file's articles by their keys, in the file's order; looked for once."""
        if path not in self._files:
            ids = sorted(self._of_path(path), key=_order_in_container)
            by_key: dict[str, list[ArticleId]] = {}
            for identifier in ids:
                by_key.setdefault(identifier.partition("#")[2], []).append(identifier)
            self._files[path] = by_key
        return self._files[path]

    def _of_path(self, path: str) -> list[ArticleId]:
        for file in (self._cwd / path, self._folder / path, piped_path(self._home, path)):
            exact = article_path(self._folder, absolute(file))
            query = self._analyse(nodes.Value("path", escape_glob(exact)))
            ids = [match.id for match in self._snapshot.search(query, order=Order.ID) if match.path == exact]
            if ids:
                return ids
        return []


def _order_in_container(identifier: ArticleId) -> tuple[int, str]:
    """A sort key: by number if the article's key is a number, else by id."""
    key = identifier.partition("#")[2]
    if not (key.isascii() and key.isdigit()):
        return 0, identifier
    digits = key.lstrip("0")
    return len(digits), digits  # in the order of the numbers, which may be too long for `int`
