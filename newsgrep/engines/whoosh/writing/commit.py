"""Commits: add segments, delete articles, merge segments, remove old files.

Every step before the catalogue's rename only adds files that no reader uses. Every step after it can be
repeated by the next writer. The caller holds the index's lock.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from uuid import uuid4

import numpy as np

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.format.catalogue import Catalogue, SegmentEntry, commit_catalogue
from newsgrep.engines.whoosh.format.deletions import write_deletions
from newsgrep.engines.whoosh.format.names import SEGMENT_SUFFIX
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.interop.toc import write_toc
from newsgrep.engines.whoosh.writing.deleted_terms import count_terms
from newsgrep.engines.whoosh.writing.leftovers import remove_superseded
from newsgrep.engines.whoosh.writing.merge_policy import SegmentSize, merges
from newsgrep.engines.whoosh.writing.merge_sources import Source
from newsgrep.engines.whoosh.writing.segment_merging import merge_segments
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter
from newsgrep.errors import StorageError


@dataclass(slots=True, eq=False)
class _Pending:
    """A segment of the next generation, with the articles to be deleted from it.

    `entry` is its entry in the previous catalogue, or that of a segment without deletions if it is new.
    """

    entry: SegmentEntry
    reader: SegmentReader
    deleted: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        return self.entry.articles - len(self.deleted)

    @property
    def size(self) -> SegmentSize:
        return SegmentSize(self.live, self.entry.written, self.entry.tokens)


def commit(
    folder: Path,
    previous: Catalogue,
    readers: Sequence[SegmentReader],
    files: Mapping[str, Sequence[str]],
    removed: Collection[ArticleId],
    writer: SegmentWriter,
    label: str,
) -> int:
    """Add segment files to the index and remove articles; returns the new generation.

    `files` are segments, of each also the files that it was merged of. `label` is kept in the catalogue. `readers` are the segments of the previous catalogue. An article of `files` replaces one with the same id
    in the previous generation or in an earlier file.
    """
    generation = previous.generation + 1
    pending = [_Pending(entry, reader) for entry, reader in zip(previous.segments, readers, strict=True)]
    _remove(pending, removed)
    _add(folder, pending, files)
    pending = _merge(folder, [segment for segment in pending if segment.live])
    entries = tuple(_entry(folder, segment, writer) for segment in pending)
    catalogue = Catalogue(generation, previous.language, previous.analysis, entries, label)
    commit_catalogue(folder, catalogue)
    with suppress(StorageError):  # the commit is done; the next writer repeats the rest
        write_toc(folder, catalogue)
        remove_superseded(folder, catalogue, previous, merged=chain(files, *files.values()))
    return generation


def merge_new(folder: Path, files: Sequence[str]) -> str:
    """Merge segment files that are not committed yet; gives the new file. An article replaces one with the same id in an earlier file."""
    pending: list[_Pending] = []
    _add(folder, pending, files)
    return merge_segments(folder, [Source(one.reader, frozenset(one.deleted)) for one in pending])


def _add(folder: Path, pending: list[_Pending], files: Iterable[str]) -> None:
    """Add segments that were just written; their articles replace those that are there."""
    for file in files:
        added = _new_segment(folder, file)
        for segment in pending:
            _delete_replaced(segment, added.reader)
        added.reader.file.release()
        pending.append(added)


def _new_segment(folder: Path, file: str) -> _Pending:
    """A segment that was just written."""
    reader = SegmentReader(folder / file, None)
    bodies, titles = (np.asarray(reader.text_field(name).lengths.all()) for name in ("body", "title"))
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


def _delete_replaced(old: _Pending, new: SegmentReader) -> None:
    """Delete the articles of a segment whose ids are in a newer one."""
    hashes, others = (np.asarray(reader.file.section("ids.hashes").all()) for reader in (old.reader, new))
    if not len(others):
        return
    indexes = np.searchsorted(others, hashes)
    indexes[indexes == len(others)] = 0
    candidates = np.asarray(old.reader.file.section("ids.hashed").all())[others[indexes] == hashes]
    for number in candidates.tolist():
        if number not in old.reader.deleted and new.find(ArticleId(old.reader.ids[number])) is not None:
            old.deleted.add(number)


def _merge(folder: Path, pending: Sequence[_Pending]) -> list[_Pending]:
    kept = list(pending)
    for group in merges([segment.size for segment in pending]):
        chosen = [pending[index] for index in group]
        sources = [Source(one.reader, one.reader.deleted | one.deleted) for one in chosen]
        merged = _new_segment(folder, merge_segments(folder, sources))
        kept = [segment for segment in kept if segment not in chosen] + [merged]
    return kept


def _entry(folder: Path, segment: _Pending, writer: SegmentWriter) -> SegmentEntry:
    """The catalogue's entry of a segment. Writes a file of deletions if articles are to be deleted."""
    if not segment.deleted:
        return segment.entry
    reader, entry = segment.reader, segment.entry
    deleted = sorted(segment.deleted)
    bodies, titles = ([reader.text_field(name).lengths[one] for one in deleted] for name in ("body", "title"))
    frequencies = count_terms(writer, reader, deleted)
    for lexicon, counts in frequencies.items():
        counts.update(reader.deletions.frequencies(lexicon))
    file = f"{entry.file.removesuffix(SEGMENT_SUFFIX)}-{uuid4().hex}.deleted"
    write_deletions(folder / file, reader.deleted | segment.deleted, frequencies)
    return entry._replace(
        deleted=file,
        articles=entry.articles - len(deleted),
        tokens=entry.tokens - sum(bodies),
        titles=entry.titles - sum(1 for length in titles if length),
        title_tokens=entry.title_tokens - sum(titles),
    )
