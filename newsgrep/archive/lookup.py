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


class Lookup:
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

    def find(self, reference: str) -> list[Article]:
        """The articles that a reference names; those of a container in its order."""
        by_id = next(self._snapshot.articles([ArticleId(reference)]))
        if by_id:
            return [by_id]
        path, sign, key = reference, "", ""
        while True:
            articles = self._of_path(path)
            if articles:
                return [article for article in articles if not sign or article.id.partition("#")[2] == key]
            path, sign, rest = path.rpartition("#")
            if not sign:
                return []
            key = f"{rest}#{key}" if key else rest

    def ids(self, references: Iterable[str]) -> frozenset[ArticleId]:
        """The ids of all articles that `find` would find for any of the references."""
        unresolved = set(references)
        ids = set(self._paths_of(unresolved))
        unresolved -= ids
        # Most articles are files of their own, named by their paths: two searches resolve all of these.
        paths = {reference: self._path_from_here(reference) for reference in unresolved}
        path_of = self._paths_of(map(encode_id, paths.values()))
        for reference, path in paths.items():
            identifier = ArticleId(encode_id(path))
            if path_of.get(identifier) == path:
                ids.add(identifier)
            else:
                ids |= {article.id for article in self.find(reference)}
        return frozenset(map(ArticleId, ids))

    def _paths_of(self, ids: Iterable[str]) -> dict[ArticleId, str]:
        """The articles that have one of the ids: {id: path}."""
        query = self._analyse(nodes.Ids(frozenset(map(ArticleId, ids))))
        return {match.id: match.path for match in self._snapshot.search(query, order=Order.NEWEST)}

    def _path_from_here(self, path: str) -> str:
        """`Article.path` of a file, from its path relative to the working directory."""
        location = os.path.abspath(os.path.join(self._cwd, path))  # noqa: PTH100, PTH118  many thousands of them
        folder = f"{self._folder}{os.sep}"
        return location.removeprefix(folder)

    def _of_path(self, path: str) -> list[Article]:
        for file in (self._cwd / path, self._folder / path, piped_path(self._home, path)):
            exact = article_path(self._folder, absolute(file))
            query = self._analyse(nodes.Value("path", escape_glob(exact)))
            ids = [match.id for match in self._snapshot.search(query, order=Order.ID) if match.path == exact]
            if ids:
                articles = [article for article in self._snapshot.articles(ids) if article]
                return sorted(articles, key=_order_in_container)
        return []


def _order_in_container(article: Article) -> tuple[int, str]:
    """A sort key: by number if the article's key is a number, else by id."""
    key = article.id.partition("#")[2]
    if not (key.isascii() and key.isdigit()):
        return 0, article.id
    digits = key.lstrip("0")
    return len(digits), digits  # in the order of the numbers, which may be too long for `int`
