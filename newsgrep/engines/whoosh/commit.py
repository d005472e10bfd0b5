"""Commits: segments made visible, articles deleted, small segments merged, old files removed.

Every step before the catalogue's rename only adds files that no reader knows; every step after it can be done
again by the next writer. The caller holds the index's lock.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.catalogue import (
    Catalogue,
    SegmentEntry,
    catalogue_path,
    commit_catalogue,
    generations,
    load_catalogue,
)
from newsgrep.engines.whoosh.segment_reader import SegmentReader, write_deleted
from newsgrep.engines.whoosh.segment_writer import write_segment
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.engines.whoosh.toc import write_toc
from newsgrep.errors import NewsgrepError, StorageError
from newsgrep.text import Analyzer

MERGED_AT_ONCE = 8
"""So many segments of one tier become one."""
_TIER = 8
_SMALLEST_TIER = 1_000
_LARGEST_MERGED = 100_000
_OURS = re.compile(r"MAIN_[0-9a-f]{32}(-[0-9]+\.deleted|\.newsgrep)|catalogue-[0-9]+(\.new)?")


@dataclass(slots=True)
class _Pending:
    """A segment on its way into the next generation, with the articles to be deleted from it."""

    file: str
    deleted_file: str | None
    reader: SegmentReader
    deleted: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        return len(self.reader) - len(self.reader.deleted) - len(self.deleted)

    def articles(self) -> Iterator[Article]:
        return (self.reader.article(number) for number in self.reader.live() if number not in self.deleted)


def commit(
    folder: Path, snapshot: Snapshot, files: Sequence[str], removed: Collection[ArticleId], analyzer: Analyzer
) -> int:
    """Make segment files, written before, part of the index; gives the new generation.

    An article of `files` takes the place of one of the same id in the snapshot or in an earlier of the files.
    """
    generation = snapshot.catalogue.generation + 1
    pending = [
        _Pending(entry.file, entry.deleted, reader)
        for entry, reader in zip(snapshot.catalogue.segments, snapshot.readers, strict=True)
    ]
    _delete(pending, removed)
    for file in files:
        reader = SegmentReader(folder / file, None)
        _delete(pending, (reader.id(number) for number in reader.live()))
        pending.append(_Pending(file, None, reader))
    pending = [segment for segment in pending if segment.live]
    pending = _merge(folder, pending, analyzer)
    entries = tuple(_entry(folder, segment, generation) for segment in pending)
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


def _delete(pending: Iterable[_Pending], ids: Iterable[ArticleId]) -> None:
    segments = list(pending)
    if not segments:
        return
    for identifier in ids:
        for segment in segments:
            number = segment.reader.find(identifier)
            if number is not None:
                segment.deleted.add(number)


def _merge(folder: Path, pending: list[_Pending], analyzer: Analyzer) -> list[_Pending]:
    """Rebuild from their articles, as one, the segments of every tier that has gathered too many.

    Each tier holds segments up to eight times larger than those of the tier below: an article is written
    again as often as there are tiers, and a search meets few segments.
    """
    tiers: dict[int, list[_Pending]] = {}
    for segment in pending:
        tiers.setdefault(_tier(segment.live), []).append(segment)
    for tier in sorted(tiers):
        gathered = tiers[tier]
        if len(gathered) < MERGED_AT_ONCE or sum(segment.live for segment in gathered) > _LARGEST_MERGED:
            continue
        articles = (article for segment in gathered for article in segment.articles())
        name = write_segment(folder, analyzer, articles)
        if name is not None:
            merged = _Pending(name, None, SegmentReader(folder / name, None))
            pending = [segment for segment in pending if segment not in gathered] + [merged]
    return pending


def _tier(articles: int) -> int:
    tier, size = 0, _SMALLEST_TIER
    while articles > size:
        tier, size = tier + 1, size * _TIER
    return tier


def _entry(folder: Path, segment: _Pending, generation: int) -> SegmentEntry:
    reader = segment.reader
    deleted = reader.deleted | segment.deleted
    deleted_file = segment.deleted_file
    if segment.deleted:
        deleted_file = f"{segment.file.removesuffix('.newsgrep')}-{generation}.deleted"
        write_deleted(folder / deleted_file, deleted)
    live = [number for number in range(len(reader)) if number not in deleted]
    bodies = reader.text_field("body").lengths
    titles = reader.text_field("title").lengths
    return SegmentEntry(
        file=segment.file,
        deleted=deleted_file,
        written=len(reader),
        articles=len(live),
        tokens=sum(bodies[number] for number in live),
        titles=sum(1 for number in live if titles[number]),
        title_tokens=sum(titles[number] for number in live),
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
