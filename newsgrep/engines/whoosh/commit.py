"""Commits: segments made visible, articles deleted, segments merged, old files removed.

Every step before the catalogue's rename only adds files that no reader knows; every step after it can be done
again by the next writer. The caller holds the index's lock.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.catalogue import (
    Catalogue,
    SegmentEntry,
    catalogue_path,
    commit_catalogue,
    generations,
    load_catalogue,
)
from newsgrep.engines.whoosh.counting import count_terms
from newsgrep.engines.whoosh.deletions import write_deletions
from newsgrep.engines.whoosh.merging import Source, merge_segments
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.segment_writer import SegmentWriter
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.engines.whoosh.tiers import merges
from newsgrep.engines.whoosh.toc import write_toc
from newsgrep.errors import NewsgrepError, StorageError

_OURS = re.compile(r"MAIN_[0-9a-f]{32}(-[0-9]+\.deleted|\.newsgrep)|catalogue-[0-9]+(\.new)?")


@dataclass(slots=True, eq=False)
class _Pending:
    """A segment on its way into the next generation, with the articles to be deleted from it.

    `entry` is what the catalogue has said of it so far.
    """

    entry: SegmentEntry
    reader: SegmentReader
    deleted: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        return self.entry.articles - len(self.deleted)


def commit(
    folder: Path,
    snapshot: Snapshot,
    files: Sequence[str],
    removed: Collection[ArticleId],
    writer: SegmentWriter,
) -> int:
    """Make segment files, written before, part of the index; gives the new generation.

    An article of `files` takes the place of one of the same id in the snapshot or in an earlier of the files.
    """
    generation = snapshot.catalogue.generation + 1
    pending = [
        _Pending(entry, reader)
        for entry, reader in zip(snapshot.catalogue.segments, snapshot.readers, strict=True)
    ]
    _remove(pending, removed)
    for file in files:
        added = _written(folder, file)
        for segment in pending:
            _replace(segment, added.reader)
        pending.append(added)
    pending = _merge(folder, [segment for segment in pending if segment.live])
    entries = tuple(_entry(folder, segment, generation, writer) for segment in pending)
    catalogue = Catalogue(generation, snapshot.catalogue.language, snapshot.catalogue.analysis, entries)
    commit_catalogue(folder, catalogue)
    write_toc(folder, catalogue)
    _remove_superseded(folder, catalogue, snapshot.catalogue)
    return generation


def discard_uncommitted(folder: Path, snapshot: Snapshot) -> None:
    """Delete files that neither the newest catalogue nor the one before it names. Raises StorageError."""
    if not folder.is_dir():
        return
    newest = snapshot.catalogue.generation
    kept = set(snapshot.catalogue.files)
    for generation in generations(folder):
        if generation >= newest - 1:
            kept |= {catalogue_path(folder, generation).name, *_files_of(folder, generation)}
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in kept:
            _unlink(path)
    if newest:
        write_toc(folder, snapshot.catalogue)


def _written(folder: Path, file: str) -> _Pending:
    """A segment that has just been written."""
    reader = SegmentReader(folder / file, None)
    bodies, titles = (np.asarray(reader.text_field(name).lengths) for name in ("body", "title"))
    entry = SegmentEntry(
        file=file,
        deleted=None,
        written=len(reader),
        articles=len(reader),
        tokens=int(bodies.sum(dtype=np.int64)),
        titles=int(np.count_nonzero(titles)),
        title_tokens=int(titles.sum(dtype=np.int64)),
    )
    return _Pending(entry, reader)


def _remove(pending: Sequence[_Pending], removed: Iterable[ArticleId]) -> None:
    for identifier in removed:
        for segment in pending:
            number = segment.reader.find(identifier)
            if number is not None:
                segment.deleted.add(number)


def _replace(old: _Pending, new: SegmentReader) -> None:
    """Delete from a segment the articles whose ids stand in another."""
    hashes, others = (np.asarray(reader.file.section("ids.hashes").all()) for reader in (old.reader, new))
    if not len(others):
        return
    places = np.searchsorted(others, hashes)
    places[places == len(others)] = 0
    alike = np.asarray(old.reader.file.section("ids.hashed").all())[others[places] == hashes]
    for number in alike.tolist():
        if number not in old.reader.deleted and new.find(ArticleId(old.reader.ids[number])) is not None:
            old.deleted.add(number)


def _merge(folder: Path, pending: Sequence[_Pending]) -> list[_Pending]:
    kept = list(pending)
    for group in merges([(segment.live, segment.entry.written) for segment in pending]):
        chosen = [pending[place] for place in group]
        sources = [Source(one.reader, one.reader.deleted | one.deleted) for one in chosen]
        merged = _written(folder, merge_segments(folder, sources))
        kept = [segment for segment in kept if segment not in chosen] + [merged]
    return kept


def _entry(folder: Path, segment: _Pending, generation: int, writer: SegmentWriter) -> SegmentEntry:
    """What the catalogue says of a segment; its newly deleted articles are written down."""
    if not segment.deleted:
        return segment.entry
    reader, entry = segment.reader, segment.entry
    deleted = sorted(segment.deleted)
    bodies, titles = ([reader.text_field(name).lengths[one] for one in deleted] for name in ("body", "title"))
    frequencies = count_terms(writer, reader, [reader.article(number) for number in deleted])
    for lexicon, counts in frequencies.items():
        counts.update(reader.deletions.frequencies(lexicon))
    file = f"{entry.file.removesuffix('.newsgrep')}-{generation}.deleted"
    write_deletions(folder / file, reader.deleted | segment.deleted, frequencies)
    return entry._replace(
        deleted=file,
        articles=entry.articles - len(deleted),
        tokens=entry.tokens - sum(bodies),
        titles=entry.titles - sum(1 for length in titles if length),
        title_tokens=entry.title_tokens - sum(titles),
    )


def _remove_superseded(folder: Path, newest: Catalogue, previous: Catalogue) -> None:
    """Remove what only generations before the previous one name; readers may still be opening that one.

    Segments that workers write at this moment stand in no catalogue, and are not touched.
    """
    kept = newest.files | previous.files
    for generation in generations(folder):
        if generation < previous.generation:
            for name in _files_of(folder, generation):
                if name not in kept:
                    _unlink(folder / name)
            _unlink(catalogue_path(folder, generation))


def _files_of(folder: Path, generation: int) -> frozenset[str]:
    try:
        return load_catalogue(folder, generation).files
    except (FileNotFoundError, NewsgrepError):
        return frozenset()


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot delete {path}: {error.strerror}") from error
