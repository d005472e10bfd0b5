"""Whether an answer is still the same: manifests of it are saved, and compared with the archive as it is."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from newsgrep import __version__
from newsgrep.archive.manifests import Answered, Manifest, open_manifest, write_manifest
from newsgrep.archive.search import Query
from newsgrep.article import ArticleId
from newsgrep.atomic import atomic_file
from newsgrep.config import ArchiveConfig
from newsgrep.engines.contract import Snapshot
from newsgrep.errors import QueryError
from newsgrep.query import nodes
from newsgrep.reports.digests import KINDS, Kind, changes, digests
from newsgrep.text import AnalysedQuery
from newsgrep.versions import ANALYSIS_VERSION, INDEX_FORMAT


class Difference(NamedTuple):
    """What is no longer as a manifest says; false if all is the same. Ids are in code-point order.

    `gone` articles matched then, `added` ones match now, `changed` ones have another text. `settings` are lines about what
    differs of newsgrep and of the index's options, which may be the cause.
    """

    gone: tuple[ArticleId, ...] = ()
    added: tuple[ArticleId, ...] = ()
    changed: tuple[ArticleId, ...] = ()
    settings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether an article differs."""
        return bool(self.gone or self.added or self.changed)


def save_manifest(
    path: Path,
    about: Mapping[str, object],
    snapshot: Snapshot,
    config: ArchiveConfig,
    queries: Mapping[str, Query],
) -> None:
    """See `Archive.save_manifest`."""
    with atomic_file(path) as file:
        write_manifest(file, _settings(config) | dict(about), _answers(snapshot, queries))


def verify(
    path: Path,
    snapshot: Snapshot,
    config: ArchiveConfig,
    analyse: Callable[[nodes.Node], AnalysedQuery],
) -> Difference:
    """See `Archive.verify`."""
    found: dict[Kind, set[ArticleId]] = {kind: set() for kind in KINDS}
    with open_manifest(path) as file:
        manifest = Manifest(path, file)
        try:
            for query, before in manifest.answers():
                for kind, identifier in changes(before, digests(snapshot, analyse(query.node()))):
                    found[kind].add(identifier)
        except QueryError as error:
            message = f"{path} has a query that is not understood: {error}"
            raise QueryError(message, error.query, error.start, error.end) from error
    gone, added, changed = (tuple(sorted(ids)) for ids in found.values())
    return Difference(gone, added, changed, tuple(_differing(manifest.about, _settings(config))))


def _answers(snapshot: Snapshot, queries: Mapping[str, Query]) -> Iterator[Answered]:
    for label, query in queries.items():
        matches, of = (snapshot.search(part, limit=0).total for part in (query.analysed, query.whole))
        yield Answered(label, query, matches, of, digests(snapshot, query.analysed))


def _settings(config: ArchiveConfig) -> dict[str, Any]:
    """What an answer depends on, beside the articles. Paths outside the archive stay on their machine."""
    return {
        "newsgrep": __version__,
        "analysis": ANALYSIS_VERSION,
        "index_format": INDEX_FORMAT,
        "language": config.language,
        "roots": {
            root.name or root.path: [list(root.exclude), root.date_order, dict(root.fields)]
            for root in config.roots
        },
    }


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in ("newsgrep", "analysis", "index_format", "language"):
        if before.get(name) != now[name]:
            yield f"{name.replace('_', ' ')} {now[name]}, not {before.get(name)}"
    roots = before.get("roots")
    for root, options in now["roots"].items():
        if isinstance(roots, dict) and roots.get(root, options) != options:
            yield f"other options of {root}"
