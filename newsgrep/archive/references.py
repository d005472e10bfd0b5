"""References to articles: an id, a location, a file's path, the name of piped input."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from newsgrep.article import Article, ArticleId, article_path, encode_id
from newsgrep.config import Root
from newsgrep.engines.contract import Snapshot
from newsgrep.home import absolute, piped_path
from newsgrep.query import nodes
from newsgrep.query.globs import escape_glob
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    from newsgrep.indexing.folder_names import KnownNames


class References:
    """Resolves references in a snapshot.

    Paths are relative to `cwd`, or else to the folder that holds `home`. `roots` are the archive's: a path may also
    be another name of a file in one of them, see `KnownNames`. What is not there exactly as it is written may be
    written in another normal form, or in other case.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        analyse: Callable[[nodes.Node], AnalysedQuery],
        cwd: Path,
        home: Path,
        roots: Callable[[], Sequence[Root]],
    ) -> None:
        self._snapshot = snapshot
        self._analyse = analyse
        self._cwd = cwd
        self._home = home
        self._folder = home.parent
        self._roots = roots
        self._files: dict[str, Mapping[str, Sequence[ArticleId]]] = {}

    def find(self, reference: str) -> list[Article]:
        """The articles that a reference names; those of a container in its order."""
        by_id = next(self._snapshot.articles([ArticleId(reference)]))
        if by_id:
            return [by_id]
        (ids,) = self._resolved([reference])
        return [article for article in self._snapshot.articles(ids) if article]

    def ids(self, references: Iterable[str]) -> frozenset[ArticleId]:
        """The ids of all articles that `find` would find for any of the references."""
        return frozenset(chain.from_iterable(self._resolved(set(references))))

    def from_anywhere(self, reference: str) -> str:
        """The reference, its path relative to the archive's folder if there is such a file: it holds in any working directory."""
        path, sign, key = reference.partition("#")
        return self._path_from_here(path) + sign + key if (self._cwd / path).is_file() else reference

    def _resolved(self, references: Collection[str]) -> Iterator[Sequence[ArticleId]]:
        """For each reference the ids of its articles. One search resolves most of them, however many."""
        candidates = [self._candidates(reference) for reference in references]
        path_of = self._paths_of(identifier for ids in candidates for identifier, _ in ids)
        for reference, ids in zip(references, candidates, strict=True):
            found = next((one for one, path in ids if one in path_of and path in {None, path_of[one]}), None)
            yield self._by_path(reference) or self._alike("id", reference) if found is None else (found,)

    def _candidates(self, reference: str) -> list[tuple[ArticleId, str | None]]:
        """The ids that a reference may mean, the best first, each with the path that its article must have."""
        path = self._path_from_here(reference)
        ids = [(reference, None), (encode_id(path), path)]
        file, sign, key = reference.partition("#")
        if sign:
            path = self._path_from_here(file)
            ids.append((f"{encode_id(path)}#{key}", path))
        return [(ArticleId(identifier), path) for identifier, path in ids]

    def _paths_of(self, ids: Iterable[str]) -> dict[ArticleId, str]:
        """The articles that have one of the ids: {id: path}."""
        query = self._analyse(nodes.Ids(frozenset(map(ArticleId, ids))))
        return {match.id: match.path for match in self._snapshot.search(query, order=Order.NEWEST)}

    def _path_from_here(self, path: str) -> str:
        """`Article.path` of a file, from its path relative to the working directory."""
        location = os.path.abspath(os.path.join(self._cwd, path))  # noqa: PTH100, PTH118  many thousands of them
        folder = f"{self._folder}{os.sep}"
        return location.removeprefix(folder)

    def _by_path(self, reference: str) -> Sequence[ArticleId]:
        """The ids of a reference by its path, the longest that is one of a file."""
        path, sign, key = reference, "", ""
        while not (ids := self._ids_by_key(path)):
            path, sign, rest = path.rpartition("#")
            if not sign:
                return ()
            key = f"{rest}#{key}" if key else rest
        return ids.get(key, ()) if sign else list(chain.from_iterable(ids.values()))

    def _ids_by_key(self, path: str) -> Mapping[str, Sequence[ArticleId]]:
        """The ids of a file's articles by their keys, in the file's order; empty for no file."""
        if path not in self._files:
            ids_by_key: dict[str, list[ArticleId]] = {}
            for identifier in sorted(self._ids_of_path(path), key=_order_in_container):
                ids_by_key.setdefault(identifier.partition("#")[2], []).append(identifier)
            self._files[path] = ids_by_key
        return self._files[path]

    def _ids_of_path(self, path: str) -> list[ArticleId]:
        for is_exact in (True, False):
            for file in self._places(path):
                one = article_path(self._folder, absolute(file))
                if ids := self._alike("path", one, is_exact=is_exact):
                    return ids
        return []

    def _alike(self, field: Literal["id", "path"], value: str, *, is_exact: bool = False) -> list[ArticleId]:
        """The ids of the articles with a value: this one, else those that are canonically equivalent or differ in case."""
        query = self._analyse(nodes.Value(field, escape_glob(value)))
        matches = {match.id: getattr(match, field) for match in self._snapshot.search(query, order=Order.ID)}
        if is_exact:
            return [identifier for identifier, other in matches.items() if other == value]
        canonical = normalize("NFC", value)
        return [one for one, other in matches.items() if normalize("NFC", other) == canonical] or list(
            matches
        )

    def _places(self, path: str) -> Iterator[Path]:
        """The files that a path may mean, the best first."""
        yield from (self._cwd / path, self._folder / path, piped_path(self._home, path))
        location = absolute(self._cwd / path)
        if location.exists():
            yield self._known_names.name(location)

    @cached_property
    def _known_names(self) -> "KnownNames":
        from newsgrep.indexing.folder_names import KnownNames  # noqa: PLC0415  few references are other names

        return KnownNames(self._folder, self._roots())


def _order_in_container(identifier: ArticleId) -> tuple[int, str]:
    """A sort key: by number if the article's key is a number, else by id."""
    key = identifier.partition("#")[2]
    if not (key.isascii() and key.isdigit()):
        return 0, identifier
    digits = key.lstrip("0")
    return len(digits), digits  # in the order of the numbers, which may be too long for `int`
