"""Several segments to one, their postings renumbered, deleted articles left out; no article is analysed again.

Terms are taken in their order, so many at a time that memory stays bounded whatever the segments' size.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.inversion import Numbers, PostingColumns, packed
from newsgrep.engines.whoosh.layout import SectionFileWriter
from newsgrep.engines.whoosh.lexicon import Lexicon, Strings
from newsgrep.engines.whoosh.lexicon_writer import LexiconShape, LexiconWriter
from newsgrep.engines.whoosh.posting_arrays import array_of, articles_of, counts_of, positions_of
from newsgrep.engines.whoosh.schema import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.segment_writer import (
    new_segment_name,
    write_days,
    write_hashes,
    write_path_numbers,
    write_strings,
    write_surfaces,
)
from newsgrep.text.runs import ranges_of, starts_of

_POSTINGS_AT_ONCE = 1 << 20
_TERMS_AT_ONCE = 1 << 16
_RUNS_AT_ONCE = 1 << 18
_STRINGS_AT_ONCE = 1 << 12
_BYTES_AT_ONCE = 1 << 20
GONE = 0xFFFFFFFF
"""In place of a number: it is no more."""


@dataclass(slots=True)
class Source:
    """A segment to be merged, and which of its articles are left out.

    `numbers` are, for each of its articles, its number in the merged segment, or GONE.
    """

    reader: SegmentReader
    deleted: frozenset[int]
    numbers: Numbers = field(default_factory=lambda: np.zeros(0, np.uint32))

    @property
    def live(self) -> Numbers:
        """The numbers of the articles that are kept."""
        return np.flatnonzero(self.numbers != GONE).astype(np.uint32)


class _Merged(NamedTuple):
    """A lexicon after merging: how many terms it has, and for each source the new numbers of its terms, or GONE."""

    numbers: list[Numbers]
    terms: int


def merge_segments(folder: Path, sources: Sequence[Source]) -> str:
    """Write one segment of the articles of several; gives its file's name. Raises StorageError."""
    articles = _number_articles(sources)
    name = new_segment_name()
    with SectionFileWriter(folder / name) as file:
        for value_field in VALUE_FIELDS:
            _merge_value_field(file, value_field, articles, sources)
        for text_field in TEXT_FIELDS:
            _merge_text_field(file, text_field, articles, sources)
        _merge_articles(file, articles, sources)
        _release(sources)
        _merge_stored(file, articles, sources)
    return name


def _number_articles(sources: Sequence[Source]) -> int:
    """Give the articles their numbers, in the order of a segment; gives how many there are."""
    for source in sources:
        source.numbers = np.full(len(source.reader), GONE, np.uint32)
    articles = 0
    for _, _, place, number in heapq.merge(
        *(_ordered(place, source) for place, source in enumerate(sources))
    ):
        sources[place].numbers[number] = articles
        articles += 1
    _release(sources)
    return articles


def _release(sources: Sequence[Source]) -> None:
    for source in sources:
        source.reader.file.release()


def _ordered(place: int, source: Source) -> Iterator[tuple[int, bytes, int, int]]:
    """(day, id, the source's place, the article's number) of the live articles."""
    reader = source.reader
    numbers = np.setdiff1d(np.arange(len(reader), dtype=np.uint32), list(source.deleted), assume_unique=True)
    days = array_of(reader.first_days.all())[numbers]
    return zip(map(int, days), _strings_at(reader.ids, numbers), repeat(place), map(int, numbers))


def _merge_text_field(file: SectionFileWriter, name: str, articles: int, sources: Sequence[Source]) -> None:
    fields = [source.reader.text_field(name) for source in sources]
    lengths = _merged_numbers(articles, sources, [one.lengths.all() for one in fields])
    file.add(f"{name}.lengths", "I", packed(lengths, "I"))
    words = [one.words for one in fields]
    wide = any(lexicon.column("positions").typecode == "I" for lexicon in words)
    shape = LexiconShape(articles, counted=True, positioned=True, wide=wide, signed=True)
    merged_words = _merge_lexicon(file, f"{name}.words", shape, words, sources)
    stems = [one.stems for one in fields]
    stem_shape = LexiconShape(articles, counted=True, lengths=lengths)
    merged_stems = _merge_lexicon(file, f"{name}.stems", stem_shape, stems, sources)
    _merge_surfaces(file, f"{name}.stems", stems, merged_stems, merged_words)


def _merge_value_field(file: SectionFileWriter, name: str, articles: int, sources: Sequence[Source]) -> None:
    fields = [source.reader.value_field(name) for source in sources]
    shape = LexiconShape(articles)
    values = [one.values for one in fields]
    merged_values = _merge_lexicon(file, name, shape, values, sources)
    if VALUE_FIELDS[name].written:
        written = [one.written for one in fields]
        merged_written = _merge_lexicon(file, f"{name}.written", shape, written, sources)
        _merge_surfaces(file, name, values, merged_values, merged_written)


def _merge_surfaces(
    file: SectionFileWriter, name: str, lexicons: Sequence[Lexicon], terms: _Merged, surfaces: _Merged
) -> None:
    """Write which surfaces the terms of a merged lexicon have."""
    term_of_surface = np.zeros(surfaces.terms, np.uint32)
    for lexicon, new_terms, new_surfaces in zip(lexicons, terms.numbers, surfaces.numbers, strict=True):
        ends = array_of(lexicon.column("surfaces_ends").all())
        new_of_surface = new_surfaces[array_of(lexicon.column("surfaces").all())]
        new_of_term = np.repeat(new_terms, np.diff(ends, prepend=0))
        kept = new_of_surface != GONE
        term_of_surface[new_of_surface[kept]] = new_of_term[kept]
    write_surfaces(file, name, term_of_surface, terms.terms)


def _merge_lexicon(
    file: SectionFileWriter,
    name: str,
    shape: LexiconShape,
    lexicons: Sequence[Lexicon],
    sources: Sequence[Source],
) -> _Merged:
    """Write the merged lexicon."""
    renumbered = [np.full(len(lexicon), GONE, np.uint32) for lexicon in lexicons]
    written = 0
    with LexiconWriter(file, name, shape) as writer:
        for begins, ends in pairwise(_bounds(lexicons)):
            ranges = [range(begin, end) for begin, end in zip(begins, ends, strict=True)]
            terms, ranks = _common_order(
                [
                    lexicon.terms.slice(part.start, part.stop)
                    for lexicon, part in zip(lexicons, ranges, strict=True)
                ]
            )
            columns = _merged_postings(lexicons, ranges, ranks, sources, len(terms))
            kept = np.flatnonzero(columns.frequencies)
            numbers = np.full(len(terms), GONE, np.uint32)
            numbers[kept] = np.arange(written, written + len(kept))
            for of_source, part, of_terms in zip(renumbered, ranges, ranks, strict=True):
                of_source[part.start : part.stop] = numbers[of_terms]
            written += len(kept)
            frequencies = columns.frequencies[kept]
            kept_terms = terms if len(kept) == len(terms) else [terms[number] for number in kept.tolist()]
            _release(sources)
            writer.add(
                kept_terms, PostingColumns(frequencies, columns.articles, columns.counts, columns.positions)
            )
    return _Merged(renumbered, written)


def _bounds(lexicons: Sequence[Lexicon]) -> Iterator[list[int]]:
    """Where to cut the lexicons so that the same terms lie between the cuts, and not too many of them or of postings."""
    places = [0] * len(lexicons)
    yield places
    share = max(1, _POSTINGS_AT_ONCE // max(1, len(lexicons)))
    terms = max(1, _TERMS_AT_ONCE // max(1, len(lexicons)))
    while any(place < len(lexicon) for place, lexicon in zip(places, lexicons, strict=True)):
        cuts = [_cut(lexicon, place, share, terms) for lexicon, place in zip(lexicons, places, strict=True)]
        least = min(
            (
                lexicon.terms.encoded(cut)
                for lexicon, cut in zip(lexicons, cuts, strict=True)
                if cut < len(lexicon)
            ),
            default=None,
        )
        if least is not None:
            cuts = [
                bisect_left(range(cut), least, place, cut, key=lexicon.terms.encoded)
                for lexicon, place, cut in zip(lexicons, places, cuts, strict=True)
            ]
        places = cuts
        yield places


def _cut(lexicon: Lexicon, place: int, postings: int, terms: int) -> int:
    """The number of the term before which so many postings or terms lie, from a place on; of the next one at least."""
    last = min(place + terms, len(lexicon))
    return min(bisect_left(lexicon.starts, lexicon.starts[place] + postings, place + 1, last), last)


def _common_order(parts: Sequence[list[bytes]]) -> tuple[list[bytes], list[NDArray[np.int64]]]:
    """All terms, sorted, each once; and for each part the ranks of its terms among them."""
    terms = sorted(set().union(*parts))
    rank_of = {term: rank for rank, term in enumerate(terms)}
    return terms, [np.fromiter(map(rank_of.__getitem__, part), np.int64, len(part)) for part in parts]


def _merged_postings(
    lexicons: Sequence[Lexicon],
    ranges: Sequence[range],
    ranks: Sequence[NDArray[np.int64]],
    sources: Sequence[Source],
    terms: int,
) -> PostingColumns:
    """The lists of terms, each given by its range in each lexicon, and their ranks among all of them."""
    parts = [_read_lists(lexicon, part) for lexicon, part in zip(lexicons, ranges, strict=True)]
    keys = np.concatenate(
        [
            np.repeat(of_terms << 32, part.frequencies) | source.numbers[part.articles]
            for part, of_terms, source in zip(parts, ranks, sources, strict=True)
        ]
    )
    live = keys & GONE != GONE
    order = np.argsort(keys, kind="stable")
    order = order[live[order]]
    keys = keys[order]
    counts = positions = None
    if all(part.counts is not None for part in parts):
        all_counts = np.concatenate([part.counts for part in parts if part.counts is not None])
        counts = all_counts[order]
        if all(part.positions is not None for part in parts):
            all_positions = np.concatenate([part.positions for part in parts if part.positions is not None])
            positions = _runs_in_order(all_positions, starts_of(all_counts)[order], counts)
    return PostingColumns(
        np.bincount(keys >> 32, minlength=terms), (keys & GONE).astype(np.uint32), counts, positions
    )


def _runs_in_order(
    values: NDArray[np.unsignedinteger], starts: NDArray[np.int64], lengths: NDArray[np.integer]
) -> NDArray[np.unsignedinteger]:
    """Runs of values, given by where they start, one after the other: so many at a time, for a place takes 8 bytes."""
    runs = np.empty(int(lengths.sum(dtype=np.int64)), values.dtype)
    end = 0
    for first in range(0, len(lengths), _RUNS_AT_ONCE):
        part = slice(first, first + _RUNS_AT_ONCE)
        places = ranges_of(starts[part], lengths[part])
        runs[end : end + len(places)] = values[places]
        end += len(places)
    return runs


def _read_lists(lexicon: Lexicon, terms: range) -> PostingColumns:
    """The lists of terms that follow each other."""
    runs = list(lexicon.runs(terms))
    starts = array_of(lexicon.starts[terms.start : terms.stop + 1]).astype(np.int64)
    counts = positions = None
    if lexicon.has("counts"):
        counts = np.concatenate([np.zeros(0, np.uint32), *map(counts_of, runs)])
    if lexicon.has("positions"):
        positions = np.concatenate([np.zeros(0, np.uint16), *map(positions_of, runs)])
    return PostingColumns(
        starts[1:] - starts[:-1],
        np.concatenate([np.zeros(0, np.int64), *map(articles_of, runs)]),
        counts,
        positions,
    )


def _merged_numbers(
    articles: int, sources: Sequence[Source], columns: Sequence[memoryview | Numbers]
) -> Numbers:
    """One number an article, from a column of each source."""
    merged = np.zeros(articles, np.uint32)
    for source, column in zip(sources, columns, strict=True):
        live = source.live
        merged[source.numbers[live]] = np.asarray(column)[live]
    return merged


def _merge_articles(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    readers = [source.reader for source in sources]
    first, last = (
        _merged_numbers(articles, sources, [reader.file.section(name).all() for reader in readers])
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
    """The ids in the order of the merged segment. A source's keep their order, so each is read through once."""
    source_of = np.zeros(articles, np.uint16)
    for place, source in enumerate(sources):
        source_of[source.numbers[source.live]] = place
    ids = [_strings_at(source.reader.ids, source.live) for source in sources]
    return (next(ids[place]) for place in map(int, source_of))


def _merge_paths(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    own_numbers = [array_of(source.reader.path_numbers.all()) for source in sources]
    renumbered = [np.zeros(len(source.reader.paths), np.uint32) for source in sources]

    def merged() -> Iterator[bytes]:
        used = (np.unique(numbers[source.live]) for numbers, source in zip(own_numbers, sources, strict=True))
        in_order = heapq.merge(
            *(
                zip(_strings_at(source.reader.paths, numbers), repeat(place), map(int, numbers))
                for place, (source, numbers) in enumerate(zip(sources, used, strict=True))
            )
        )
        for number, (path, alike) in enumerate(groupby(in_order, key=itemgetter(0))):
            for _, place, own in alike:
                renumbered[place][own] = number
            yield path

    write_strings(file, "paths", merged())
    columns = [numbers[own] for numbers, own in zip(renumbered, own_numbers, strict=True)]
    write_path_numbers(file, _merged_numbers(articles, sources, columns))


def _strings_at(strings: Strings, numbers: Numbers) -> Iterator[bytes]:
    """The strings of ascending numbers."""
    for first in range(0, len(strings), _STRINGS_AT_ONCE):
        stop = min(first + _STRINGS_AT_ONCE, len(strings))
        begin, end = np.searchsorted(numbers, (first, stop))
        if begin < end:
            texts = strings.slice(first, stop)
            yield from (texts[number - first] for number in numbers[begin:end].tolist())


def _merge_stored(file: SectionFileWriter, articles: int, sources: Sequence[Source]) -> None:
    """The records as they are, source after source; those of deleted articles left out."""
    starts, lengths = np.zeros(articles, np.uint64), np.zeros(articles, np.uint32)
    dictionary = np.zeros(articles, np.uint16)
    dictionaries: list[memoryview] = []
    written = 0
    for source in sources:
        live = source.live
        numbers = source.numbers[live]
        stored = source.reader.stored
        own_lengths = array_of(stored.lengths.all())[live]
        # In the order of their places: what is read and written runs on.
        places = np.argsort(array_of(stored.starts.all())[live], kind="stable")
        starts[numbers[places]] = starts_of(own_lengths[places])[:-1] + written
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
    """The records of the live articles, in the order of their places; those that follow each other as one."""
    for source in sources:
        stored = source.reader.stored
        live = source.live
        if not len(live):
            continue
        starts = array_of(stored.starts.all())[live]
        places = np.argsort(starts, kind="stable")
        starts = starts[places]
        ends = starts + array_of(stored.lengths.all())[live][places]
        breaks = np.flatnonzero(starts[1:] != ends[:-1]) + 1
        for first, last in zip([0, *breaks.tolist()], [*breaks.tolist(), len(starts)], strict=True):
            for begin in range(int(starts[first]), int(ends[last - 1]), _BYTES_AT_ONCE):
                yield stored.records[begin : min(begin + _BYTES_AT_ONCE, int(ends[last - 1]))]
                source.reader.file.release()
