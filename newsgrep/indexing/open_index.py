"""An index that is open for writing: its articles and its manifest, committed together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.engines.contract import Index, Segment, Snapshot, Writer
from newsgrep.errors import NewsgrepError
from newsgrep.home import mark_as_indexed
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.file_states import FileState
from newsgrep.indexing.held import HeldHome
from newsgrep.indexing.last_scan import discard_last_scan
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.manifest_database import manifest_path
from newsgrep.query.nodes import Everything
from newsgrep.results import Match, Order
from newsgrep.text import AnalysedQuery, Analyzer

if TYPE_CHECKING:
    from newsgrep.indexing.shared_rows import SharedRows


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """Open it with `open_for_writing`. `shared` are the rows as other machines see them, if they do."""

    index: Index
    writer: Writer
    manifest: Manifest
    shared: "SharedRows | None" = None

    def write_ahead(self, rows: Sequence[FileRow], label: str) -> None:
        """Write rows to the manifest that do not count before the next commit, which has this label, and segments or removals."""
        if self.shared:
            self.shared.write(rows, self.manifest)
        self.manifest.write(rows, self.index.snapshot().generation + 1, label)

    def write_states(self, states: Mapping[str, FileState]) -> None:
        """Write the states of files whose content is as it was when they were read."""
        self.manifest.write_states(states)
        if self.shared:
            rows = filter(None, map(self.manifest.row, states))
            self.shared.write(rows, self.manifest)

    def commit(
        self,
        segments: Sequence[Segment],
        rows: Sequence[FileRow],
        removed: Collection[ArticleId],
        label: str = "",
    ) -> None:
        """Write the files' rows to the manifest, then commit segments and removals, which makes them count.

        `label` is that of rows that were written ahead.
        """
        snapshot = self.index.snapshot()
        label = label or new_label()
        if self.shared:
            self.shared.write(rows, self.manifest)
            mark = self.shared.to_commit(label, is_needed=bool(segments or removed))
            segments = [*segments, *mark]
        if segments or removed:
            self.manifest.write(rows, snapshot.generation + 1, label)
            self.manifest.committed(self.writer.commit(segments, removed, label), label)
            if self.shared:
                self.shared.committed()
        elif rows:
            self.manifest.write(rows, snapshot.generation, snapshot.label)
            self.manifest.committed(snapshot.generation, snapshot.label)

    def finish(self, rules: str, mounts: Iterable[str]) -> None:
        """Save, at the end of a run, the rules that it read by, and its mounts."""
        if self.shared and self.manifest.rules != rules:
            self.shared.write_rules(rules)
            self.commit((), (), ())
        self.manifest.finish(rules, mounts)

    def restore_manifest(self, language: str) -> None:
        """See the function of this name."""
        restore_manifest(self.manifest, self.index.snapshot(), language)
        if self.shared:
            self.shared.rewrite(self.manifest.rows())


def has_every_article(manifest: Manifest, snapshot: Snapshot, language: str) -> bool:
    """Say whether an index holds the articles that a manifest knows of, and no others; their content is not compared."""
    held = sorted(hash(match.id) for match in every_article(snapshot, language))
    return held == sorted(map(hash, manifest.ids()))


def restore_manifest(manifest: Manifest, snapshot: Snapshot, language: str) -> None:
    """Let a manifest know of every file, its own and those that the index has articles of, as one to be read again."""
    keys: dict[tuple[str, str], list[str]] = {}
    for match in every_article(snapshot, language):
        file_id, sign, key = match.id.partition("#")
        keys.setdefault((match.path, file_id), []).append(sign + key)
    rows = (FileRow(*file).with_articles(unknown_digests(of_file)) for file, of_file in keys.items())
    manifest.restore(rows, snapshot.label)


def new_label() -> str:
    """The label of a commit, which no other has."""
    return uuid4().hex


def every_article(snapshot: Snapshot, language: str) -> Iterable[Match]:
    """All that an index holds. Raises IndexDamagedError, StorageError."""
    if not snapshot.generation:
        return ()
    return snapshot.search(AnalysedQuery(Everything(), Analyzer(language)), order=Order.ID)


@contextmanager
def open_for_writing(
    held: HeldHome, config: ArchiveConfig, *, compares_all: bool = False
) -> Iterator[OpenIndex]:
    """Open the index; deletes what a killed writer has left.

    A manifest that is lost, or of another commit than the index, is restored. With `compares_all` so is one that, though it is
    of the same commit, does not know of the same articles. Raises IndexDamagedError, IndexFormatError, StorageError.
    """
    home = held.path
    with closing(held.open_index(config.language)) as index:
        writer = index.writer()
        writer.discard_uncommitted()
        discard_last_scan(home)
        snapshot = index.snapshot()
        if snapshot.generation:
            mark_as_indexed(home)
        shared = _shared_rows(held)
        try:
            with closing(open_manifest(manifest_path(home), snapshot.generation)) as manifest:
                opened = OpenIndex(index, writer, manifest, shared)
                is_current = manifest.settle(snapshot.label)
                if shared and not is_current:
                    is_current = shared.catch_up(manifest, snapshot.generation, snapshot.label)
                if not is_current or (
                    compares_all and not has_every_article(manifest, snapshot, config.language)
                ):
                    opened.restore_manifest(config.language)
                yield opened
        except NewsgrepError:
            # A full disk needs its space back; if not now, the next run does it.
            with suppress(NewsgrepError):
                writer.discard_uncommitted()
            raise


def _shared_rows(held: HeldHome) -> "SharedRows | None":
    if held.place is None:
        return None
    from newsgrep.indexing.shared_rows import SharedRows  # noqa: PLC0415  most indexes are in a folder

    return SharedRows(held.place.entries)
