"""Merges segments: renumbers postings and leaves out deleted articles. No article is analysed again."""

import heapq
from collections.abc import Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from pathlib import Path

import numpy as np

from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.engines.whoosh.format.posting_arrays import array_of
from newsgrep.engines.whoosh.writing.inversion import packed
from newsgrep.engines.whoosh.writing.lexicon_merging import merge_lexicon, merge_surfaces
from newsgrep.engines.whoosh.writing.lexicon_writer import LexiconShape
from newsgrep.engines.whoosh.writing.merge_sources import (
    GONE,
    Source,
    merged_numbers,
    number_articles,
    release,
    strings_at,
)
from newsgrep.engines.whoosh.writing.segment_writer import (
    new_segment_name,
    write_days,
    write_hashes,
    write_path_numbers,
    write_strings,
)
from newsgrep.text.runs import starts_of

_COPIED_BYTES = 1 << 20


def merge_segments(folder: Path, sources: Sequence[Source]) -> str:
    """Write one segment with the articles of all sources; returns its file name. Raises StorageError."""
    articles = number_articles(sources)
    name = new_segment_name()
    with SectionFileWriter(folder / name) as file:
        for value_field in VALUE_FIELDS:
            _merge_value_field(file, value_field, articles, sources)
        for text_field in TEXT_FIELDS:
            _merge_text_field(file, text_field, articles, sources)
        _merge_articles(file, articles, sources)
        release(sources)
        _merge_stored(file, articles, sources)
    return name


def _merge_text_field(file: SectionFileWriter, name: str, articles: int, sources: Sequence[Source]) -> None:
    fields = [source.reader.text_field(name) for source in sources]
    lengths = merged_numbers(articles, sources, [one.lengths.all() for one in fields])
    file.add(f"{name}.lengths", "I", packed(lengths, "I"))
    words = [one.words for one in fields]
    wide = any(lexicon.column("positions").typecode == "I" for lexicon in words)
    shape = LexiconShape(articles, counted=True, positioned=True, wide=wide, signed=True)
    merged_words = merge_lexicon(file, f"{name}.words", shape, words, sources)
    stems = [one.stems for one in fields]
    stem_shape = LexiconShape(articles, counted=True, lengths=lengths)
    merged_stems = merge_lexicon(file, f"{name}.stems", stem_shape, stems, sources)
    merge_surfaces(file, f"{name}.stems", stems, merged_stems, merged_words)


def _merge_value_field(file: SectionFileWriter, name: str, articles: int, sources: Sequence[Source]) -> None:
    fields = [source.reader.value_field(name) for source in sources]
    shape = LexiconShape(articles)
    folded = [one.folded for one in fields]
    merged_folded = merge_lexicon(file, name, shape, folded, sources)
    if VALUE_FIELDS[name].written:
        written = [one.written for one in fields]
        merged_written = merge_lexicon(file, f"{name}.written", shape, written, sources)
        merge_surfaces(file, name, folded, merged_folded, merged_written)


def _merge_articles(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    readers = [source.reader for source in sources]
    first, last = (
        merged_numbers(articles, sources, [reader.file.section(name).all() for reader in readers])
        for name in ("first_days", "last_days")
    )
    write_days(file, first, last)
    hashes = np.zeros(articles, np.uint32)
    for source in sources:
        numbers = source.numbers[array_of(source.reader.file.section("ids.hashed").all())]
        own = array_of(source.reader.file.section("ids.hashes").all())
        hashes[numbers[numbers != GONE]] = own[numbers != GONE]
    write_hashes(file, hashes)
    write_strings(file, "ids", _merged_ids(articles, sources))
    _merge_paths(file, articles, sources)


def _merged_ids(articles: int, sources: Sequence[Source]) -> Iterator[bytes]:
    """The ids in the order of the merged segment.

    Each source is read once, because its ids keep their order.
    """
    source_of = np.zeros(articles, np.uint16)
    for index, source in enumerate(sources):
        source_of[source.numbers[source.live]] = index
    ids = [strings_at(source.reader.ids, source.live) for source in sources]
    return (next(ids[index]) for index in map(int, source_of))


def _merge_paths(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    own_numbers = [array_of(source.reader.path_numbers.all()) for source in sources]
    renumbered = [np.zeros(len(source.reader.paths), np.uint32) for source in sources]

    def merged() -> Iterator[bytes]:
        used = (np.unique(numbers[source.live]) for numbers, source in zip(own_numbers, sources, strict=True))
        in_order = heapq.merge(
            *(
                zip(strings_at(source.reader.paths, numbers), repeat(index), map(int, numbers))
                for index, (source, numbers) in enumerate(zip(sources, used, strict=True))
            )
        )
        for number, (path, equal) in enumerate(groupby(in_order, key=itemgetter(0))):
            for _, index, own in equal:
                renumbered[index][own] = number
            yield path

    write_strings(file, "paths", merged())
    columns = [numbers[own] for numbers, own in zip(renumbered, own_numbers, strict=True)]
    write_path_numbers(file, merged_numbers(articles, sources, columns))


def _merge_stored(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    """Copy the compressed records, source by source, without those of deleted articles."""
    starts, lengths = np.zeros(articles, np.uint64), np.zeros(articles, np.uint32)
    dictionary = np.zeros(articles, np.uint16)
    dictionaries: list[memoryview] = []
    written = 0
    for source in sources:
        live = source.live
        numbers = source.numbers[live]
        stored = source.reader.stored
        own_lengths = array_of(stored.lengths.all())[live]
        # In the order of the file, so that reading and writing is sequential.
        order = np.argsort(array_of(stored.starts.all())[live], kind="stable")
        starts[numbers[order]] = starts_of(own_lengths[order])[:-1] + written
        lengths[numbers] = own_lengths
        written += int(own_lengths.sum())
        own = array_of(stored.dictionary_numbers.all())[live]
        used = np.unique(own[own > 0])
        dictionary[numbers] = np.where(own > 0, np.searchsorted(used, own) + 1 + len(dictionaries), 0)
        dictionaries += [stored.dictionary(one) for one in used.tolist()]
    file.add_parts("stored", "B", _records(sources))
    file.add("stored.starts", "Q", packed(starts, "Q"))
    file.add("stored.lengths", "I", packed(lengths, "I"))
    file.add("stored.dictionary", "H", packed(dictionary, "H"))
    file.add("stored.dictionaries", "B", *dictionaries)
    ends = np.cumsum([len(one) for one in dictionaries], dtype=np.int64)
    file.add("stored.dictionary_ends", "I", packed(ends, "I"))


def _records(sources: Sequence[Source]) -> Iterator[memoryview]:
    """The records of the articles that are kept, in the order of the file; adjacent ones are joined."""
    for source in sources:
        stored = source.reader.stored
        live = source.live
        if not len(live):
            continue
        starts = array_of(stored.starts.all())[live]
        order = np.argsort(starts, kind="stable")
        starts = starts[order]
        ends = starts + array_of(stored.lengths.all())[live][order]
        breaks = np.flatnonzero(starts[1:] != ends[:-1]) + 1
        for first, last in zip([0, *breaks.tolist()], [*breaks.tolist(), len(starts)], strict=True):
            for begin in range(int(starts[first]), int(ends[last - 1]), _COPIED_BYTES):
                yield stored.records[begin : min(begin + _COPIED_BYTES, int(ends[last - 1]))]
                source.reader.file.release()
