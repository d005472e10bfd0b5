"""Articles by what people call them: an id, a location, a file's path, the name of what was piped in."""

from pathlib import Path

from newsgrep.article import Article, ArticleId, article_path
from newsgrep.engines import Engine
from newsgrep.home import absolute, piped_path
from newsgrep.query import nodes
from newsgrep.query.globs import escape_glob
from newsgrep.results import Order


class Lookup:
    """Looks in an engine's articles. Paths are relative to `cwd`, or else to the folder that holds the index `home`."""

    def __init__(self, engine: Engine, cwd: Path, home: Path) -> None:
        self._engine = engine
        self._cwd = cwd
        self._home = home
        self._folder = home.parent

    def find(self, reference: str) -> list[Article]:
        """The articles that are meant; those of a container in its order."""
        by_id = next(self._engine.articles([ArticleId(reference)]))
        if by_id:
            return [by_id]
        path, sign, key = reference, "", ""
        while True:
            found = self._of_path(path)
            if found:
                return [article for article in found if not sign or article.id.partition("#")[2] == key]
            path, sign, rest = path.rpartition("#")
            if not sign:
                return []
            key = f"{rest}#{key}" if key else rest

    def _of_path(self, path: str) -> list[Article]:
        for file in (self._cwd / path, self._folder / path, piped_path(self._home, path)):
            wanted = article_path(self._folder, absolute(file))
            answer = self._engine.search(nodes.Value("path", escape_glob(wanted)), order=Order.ID)
            found = [answer.article(match) for match in answer if match.path == wanted]
            if found:
                return sorted(found, key=_place_in_container)
        return []


def _place_in_container(article: Article) -> tuple[int, str]:
    """By number, where keys are numbers; else by id."""
    key = article.id.partition("#")[2]
    if not (key.isascii() and key.isdigit()):
        return 0, article.id
    digits = key.lstrip("0")
    return len(digits), digits  # ordered as the numbers, which may be too long for Python to make
