"""The segments to merge, and the numbers of their articles in the merged segment."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from newsgrep.engines.whoosh.format.posting_arrays import array_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.format.strings import Strings
from newsgrep.engines.whoosh.writing.inversion import Numbers

_BATCH_STRINGS = 1 << 12
GONE = 0xFFFFFFFF
"""The new number of an article or a term that is not in the merged segment."""


@dataclass(slots=True)
class Source:
    """A segment to merge, and the numbers of its deleted articles.

    `numbers` has for each article its number in the merged segment, or GONE: uint32. `number_articles` sets
    it.
    """

    reader: SegmentReader
    deleted: frozenset[int]
    numbers: Numbers = field(default_factory=lambda: np.zeros(0, np.uint32))

    @property
    def live(self) -> Numbers:
        """The numbers of the articles that are kept: ascending, uint32."""
        return np.flatnonzero(self.numbers != GONE).astype(np.uint32)


def number_articles(sources: Sequence[Source]) -> int:
    """Set `numbers` of each source, in the order of a segment; returns the number of articles."""
    for source in sources:
        source.numbers = np.full(len(source.reader), GONE, np.uint32)
    articles = 0
    for _, _, index, number in heapq.merge(
        *(_ordered(index, source) for index, source in enumerate(sources))
    ):
        sources[index].numbers[number] = articles
        articles += 1
    release(sources)
    return articles


def _ordered(index: int, source: Source) -> Iterator[tuple[int, bytes, int, int]]:
    """(day, id, index of the source, number of the article) of the articles that are kept."""
    reader = source.reader
    numbers = np.setdiff1d(np.arange(len(reader), dtype=np.uint32), list(source.deleted), assume_unique=True)
    days = array_of(reader.first_days.all())[numbers]
    return zip(map(int, days), strings_at(reader.ids, numbers), repeat(index), map(int, numbers))


def release(sources: Sequence[Source]) -> None:
    """Release the memory of the sources' mapped files."""
    for source in sources:
        source.reader.file.release()


def merged_numbers(
    articles: int, sources: Sequence[Source], columns: Sequence[memoryview | Numbers]
) -> Numbers:
    """A column of the merged segment, uint32 of shape (articles,), from the columns of the sources."""
    merged = np.zeros(articles, np.uint32)
    for source, column in zip(sources, columns, strict=True):
        live = source.live
        merged[source.numbers[live]] = np.asarray(column)[live]
    return merged


def strings_at(strings: Strings, numbers: Numbers) -> Iterator[bytes]:
    """The strings with these ascending numbers, read in batches."""
    for first in range(0, len(strings), _BATCH_STRINGS):
        stop = min(first + _BATCH_STRINGS, len(strings))
        begin, end = np.searchsorted(numbers, (first, stop))
        if begin < end:
            texts = strings.slice(first, stop)
            yield from (texts[number - first] for number in numbers[begin:end].tolist())
