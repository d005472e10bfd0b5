"""Manifests of answers: which articles matched a query, and what their texts were, to be verified later or elsewhere.

A manifest is JSON, which is written and read piece by piece, for it may have millions of articles.
docs/verify.md describes it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, TextIO

import ijson

from newsgrep.archive.search import Query
from newsgrep.article import ArticleId
from newsgrep.errors import QueryError, StorageError, UsageError
from newsgrep.query import combine, nodes, parse
from newsgrep.query.printer import to_text
from newsgrep.query.rewriting import walk
from newsgrep.readers.json_nesting import Nesting
from newsgrep.reports.digests import Digest

_MARK = "newsgrep_manifest"
_VERSION = 1
_ARTICLES = "queries.item.articles"
_ARTICLE = f"{_ARTICLES}.item"
_INSIDE = frozenset({"map_key", "end_map", "end_array"})
"""Events at the place of a value that is there already."""
_ANY_DAY = date(2000, 1, 1)
"""For a query in which no date is relative."""


class Answered(NamedTuple):
    """A query and its matches, to be kept in a manifest. `of` is the number of articles that pass its filters."""

    label: str
    query: Query
    matches: int
    of: int
    digests: Iterable[Digest]


class KeptQuery(NamedTuple):
    """A query in a manifest.

    `text` is the whole of it, filters included and dates resolved, but for `within`: the ids among which alone it was
    looked for, None for all. `sure` is as for `Archive.parse`.
    """

    text: str
    sure: bool
    within: frozenset[ArticleId] | None

    @classmethod
    def of(cls, node: nodes.Node) -> "KeptQuery":
        """A tree to be kept. Raises UsageError for one that is too long."""
        parts = node.parts if isinstance(node, nodes.And) else (node,)
        restrictions = [part.ids for part in parts if isinstance(part, nodes.Ids)]
        text = to_text(combine(None, [part for part in parts if not isinstance(part, nodes.Ids)]))
        sure = any(isinstance(part, nodes.Dates) and part.sure for _, part in walk(node))
        kept = cls(text, sure, frozenset.intersection(*restrictions) if restrictions else None)
        try:
            kept.node()
        except QueryError as error:
            raise UsageError(f"a manifest cannot keep this query: {error}") from error
        return kept

    def node(self) -> nodes.Node:
        """The tree. Raises QueryError."""
        whole = parse(self.text, today=_ANY_DAY, sure=self.sure)
        return combine(whole, [] if self.within is None else [nodes.Ids(self.within)])


def write_manifest(file: TextIO, about: Mapping[str, object], answers: Iterable[Answered]) -> None:
    """Write a manifest; `about` says what else is to be known of it. Raises UsageError for a query that it cannot keep."""
    file.writelines(_pieces(about, answers))


def _pieces(about: Mapping[str, object], answers: Iterable[Answered]) -> Iterator[str]:
    yield f'{{\n "{_MARK}": {_VERSION},\n'
    for name, value in about.items():
        yield f" {json.dumps(name)}: {json.dumps(value)},\n"
    yield ' "queries": ['
    for number, answer in enumerate(answers):
        yield ",\n  {" if number else "\n  {"
        for name, value in _facts(answer).items():
            yield f"\n   {json.dumps(name)}: {json.dumps(value)},"
        yield '\n   "articles": ['
        for place, digest in enumerate(answer.digests):
            yield f"{',' if place else ''}\n    {json.dumps(digest._asdict())}"
        yield "\n   ]\n  }"
    yield "\n ]\n}\n"


def _facts(answer: Answered) -> dict[str, object]:
    """What a manifest says of a query beside its articles."""
    text, sure, within = KeptQuery.of(answer.query.node)
    return {
        "label": answer.label,
        "typed": answer.query.text,
        "query": text,
        "filters": KeptQuery.of(answer.query.whole.node).text,
        "sure": sure,
        "within": None if within is None else sorted(within),
        "matches": answer.matches,
        "of": answer.of,
    }


def open_manifest(path: Path) -> BinaryIO:
    """A file, or a copy of what comes out of a pipe, for it is read twice. Raises StorageError."""
    try:
        file = path.open("rb")
        if file.seekable():
            return file
        with file:
            copy = TemporaryFile()  # noqa: SIM115  the caller closes it
            copyfileobj(file, copy)
            copy.seek(0)
            return copy
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error


class Manifest:
    """A manifest in a file that `open_manifest` has opened. Raises UsageError for one that is none, StorageError.

    `about` is what it says beside its queries.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        with self._reading():
            header, self._sizes = _header(_Shallow(self._file))
            if not isinstance(header, dict) or header.get(_MARK) != _VERSION:
                raise ValueError(f'no "{_MARK}": {_VERSION}')
            self.queries = [_kept_query(entry) for entry in header.pop("queries", ())]
            if not self.queries:
                raise ValueError("it has no query")
            if len(self._sizes) != len(self.queries):
                raise ValueError("a query without its list of articles")
        self.about: Mapping[str, Any] = header

    def answers(self) -> Iterator[tuple[KeptQuery, Iterator[Digest]]]:
        """The queries, each with its articles by id, which are read as they are asked for, and before the next query."""
        self._file.seek(0)
        entries = ijson.items(_Shallow(self._file), _ARTICLE)
        for query, size in zip(self.queries, self._sizes, strict=True):
            yield query, self._digests(islice(entries, size))

    def _digests(self, entries: Iterable[dict[str, Any]]) -> Iterator[Digest]:
        last = ""
        with self._reading():
            for entry in entries:
                digest = Digest(ArticleId(entry["id"]), entry["sha256"])
                if not digest.id > last:
                    raise ValueError("its articles are not in the order of their ids")
                yield digest
                last = digest.id

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"cannot read {self._path}: {error.strerror}") from error
        except (ijson.JSONError, ValueError) as error:
            reason = next(iter(str(error).splitlines()), "broken off")
            raise UsageError(f"{self._path} is no manifest of newsgrep's: {reason}") from error
        except (TypeError, KeyError, AttributeError, OverflowError) as error:
            reason = "a value is missing, or of another form"
            raise UsageError(f"{self._path} is no manifest of newsgrep's: {reason}") from error


class _Shallow:
    """A file that refuses deep nesting, on which a parser would spend all memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._nesting = Nesting()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if self._nesting.is_too_deep(data):
            raise ValueError("nested too deeply")
        return data


def _header(file: _Shallow) -> tuple[Any, list[int]]:
    """A manifest without its articles, and how many each of its queries has."""
    builder, sizes = ijson.ObjectBuilder(), []
    for place, event, value in ijson.parse(file, use_float=True):
        if place == _ARTICLES and event == "start_array":
            sizes.append(0)
        if place.startswith(_ARTICLE):
            sizes[-1] += place == _ARTICLE and event not in _INSIDE
        else:
            builder.event(event, value)
    return builder.value, sizes


def _kept_query(entry: dict[str, Any]) -> KeptQuery:
    text, sure, within = entry["query"], entry["sure"], entry["within"]
    if not isinstance(text, str) or not isinstance(sure, bool) or not isinstance(within, list | None):
        raise TypeError("a query of another form")
    return KeptQuery(text, sure, None if within is None else frozenset(map(ArticleId, within)))
