"""An index that is open for writing: its engine and its manifest, committed together."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from newsgrep.article import ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.engines import Engine, Segment, open_engine
from newsgrep.errors import NewsgrepError
from newsgrep.home import index_path
from newsgrep.indexing.digests import unknown_digests
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.manifest_database import manifest_path
from newsgrep.query.nodes import Everything


class OpenIndex(NamedTuple):
    """Open it with `open_for_writing`."""

    engine: Engine
    manifest: Manifest

    def commit(
        self, segments: Sequence[Segment], rows: Sequence[FileRow], removed: Collection[ArticleId]
    ) -> None:
        """Write the files' rows to the manifest, then commit segments and removals to the engine, which makes them count."""
        generation = self.engine.generation
        if segments or removed:
            self.manifest.write(rows, generation + 1)
            self.manifest.committed(self.engine.commit(segments, removed))
        elif rows:
            self.manifest.write(rows, generation)
            self.manifest.committed(generation)

    def restore_manifest(self) -> None:
        """Fill an empty manifest, which was lost, with the files that the engine has articles of, each to be read again."""
        keys: dict[tuple[str, str], list[str]] = {}
        for match in self.engine.search(Everything()):
            file_id, sign, key = match.id.partition("#")
            keys.setdefault((match.path, file_id), []).append(sign + key)
        rows = [FileRow(*file).with_articles(unknown_digests(of_file)) for file, of_file in keys.items()]
        self.commit((), rows, ())


@contextmanager
def open_for_writing(home: Path, config: ArchiveConfig) -> Iterator[OpenIndex]:
    """Open the index; deletes what a killed writer has left, and restores a lost manifest. The caller holds the writer's lock.

    Raises IndexDamagedError, IndexFormatError, StorageError.
    """
    with closing(open_engine(index_path(home), config.language)) as engine:
        engine.discard_uncommitted()
        try:
            with closing(open_manifest(manifest_path(home), engine.generation)) as manifest:
                index = OpenIndex(engine, manifest)
                if manifest.is_empty:
                    index.restore_manifest()
                yield index
        except NewsgrepError:
            # A full disk needs its space back; if not now, the next run does it.
            with suppress(NewsgrepError):
                engine.discard_uncommitted()
            raise
