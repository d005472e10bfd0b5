"""The segments to be merged, and which number each of their articles has in the merged one."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from newsgrep.engines.whoosh.format.lexicon import Strings
from newsgrep.engines.whoosh.format.posting_arrays import array_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.writing.inversion import Numbers

_STRINGS_AT_ONCE = 1 << 12
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


def number_articles(sources: Sequence[Source]) -> int:
    """Give the articles their numbers, in the order of a segment; gives how many there are."""
    for source in sources:
        source.numbers = np.full(len(source.reader), GONE, np.uint32)
    articles = 0
    for _, _, place, number in heapq.merge(
        *(_ordered(place, source) for place, source in enumerate(sources))
    ):
        sources[place].numbers[number] = articles
        articles += 1
    release(sources)
    return articles


def _ordered(place: int, source: Source) -> Iterator[tuple[int, bytes, int, int]]:
    """(day, id, the source's place, the article's number) of the live articles."""
    reader = source.reader
    numbers = np.setdiff1d(np.arange(len(reader), dtype=np.uint32), list(source.deleted), assume_unique=True)
    days = array_of(reader.first_days.all())[numbers]
    return zip(map(int, days), strings_at(reader.ids, numbers), repeat(place), map(int, numbers))


def release(sources: Sequence[Source]) -> None:
    for source in sources:
        source.reader.file.release()


def merged_numbers(
    articles: int, sources: Sequence[Source], columns: Sequence[memoryview | Numbers]
) -> Numbers:
    """One number an article, from a column of each source."""
    merged = np.zeros(articles, np.uint32)
    for source, column in zip(sources, columns, strict=True):
        live = source.live
        merged[source.numbers[live]] = np.asarray(column)[live]
    return merged


def strings_at(strings: Strings, numbers: Numbers) -> Iterator[bytes]:
    """The strings of ascending numbers."""
    for first in range(0, len(strings), _STRINGS_AT_ONCE):
        stop = min(first + _STRINGS_AT_ONCE, len(strings))
        begin, end = np.searchsorted(numbers, (first, stop))
        if begin < end:
            texts = strings.slice(first, stop)
            yield from (texts[number - first] for number in numbers[begin:end].tolist())
