"""An index that is open for writing: its articles and its manifest, committed together."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.engines import open_index
from newsgrep.engines.contract import Index, Segment, Writer
from newsgrep.errors import NewsgrepError
from newsgrep.home import index_path
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.manifest_database import manifest_path
from newsgrep.query.nodes import Everything
from newsgrep.text import AnalysedQuery, Analyzer


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """Open it with `open_for_writing`."""

    index: Index
    writer: Writer
    manifest: Manifest

    def commit(
        self, segments: Sequence[Segment], rows: Sequence[FileRow], removed: Collection[ArticleId]
    ) -> None:
        """Write the files' rows to the manifest, then commit segments and removals, which makes them count."""
        generation = self.index.snapshot().generation
        if segments or removed:
            self.manifest.write(rows, generation + 1)
            self.manifest.committed(self.writer.commit(segments, removed))
        elif rows:
            self.manifest.write(rows, generation)
            self.manifest.committed(generation)

    def restore_manifest(self, everything: AnalysedQuery) -> None:
        """Fill an empty manifest, which was lost, with the files that the index has articles of, each to be read again."""
        keys: dict[tuple[str, str], list[str]] = {}
        for match in self.index.snapshot().search(everything):
            file_id, sign, key = match.id.partition("#")
            keys.setdefault((match.path, file_id), []).append(sign + key)
        rows = [FileRow(*file).with_articles(unknown_digests(of_file)) for file, of_file in keys.items()]
        self.commit((), rows, ())


@contextmanager
def open_for_writing(home: Path, config: ArchiveConfig) -> Iterator[OpenIndex]:
    """Open the index; deletes what a killed writer has left, and restores a lost manifest. The caller holds the writer's lock.

    Raises IndexDamagedError, IndexFormatError, StorageError.
    """
    with closing(open_index(index_path(home), config.language)) as index:
        writer = index.writer()
        writer.discard_uncommitted()
        generation = index.snapshot().generation
        try:
            with closing(open_manifest(manifest_path(home), generation)) as manifest:
                opened = OpenIndex(index, writer, manifest)
                if manifest.is_empty and generation:
                    opened.restore_manifest(AnalysedQuery(Everything(), Analyzer(config.language)))
                yield opened
        except NewsgrepError:
            # A full disk needs its space back; if not now, the next run does it.
            with suppress(NewsgrepError):
                writer.discard_uncommitted()
            raise
