"""What articles are counted by, on numpy: the values of a facet, article by article, and how they are written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.generation import Generation
from newsgrep.engines.whoosh.posting_arrays import Numbers, array_of, articles_of
from newsgrep.engines.whoosh.schema import VALUE_FIELDS
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.segments import Segments
from newsgrep.results import Facet, FacetValue, Period
from newsgrep.text.runs import ranges_of

_NONE = -1
"""The code of no value."""


def of_segments(segments: Segments, articles: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Articles, by ascending numbers, int64, as (segment, their numbers in it) of the segments that have any."""
    parts = np.split(articles, np.searchsorted(articles, segments.firsts[1:]))
    for segment, (first, numbers) in enumerate(zip(segments.firsts, parts, strict=False)):
        if len(numbers):
            yield segment, numbers - first


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """A facet of a segment's articles: `codes[starts[n]:starts[n + 1]]` are those of article n, all int64."""

    starts: Numbers
    codes: Numbers

    def of(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """The codes of articles, one after the other, and how many each has: int64."""
        lengths = self.starts[articles + 1] - self.starts[articles]
        return self.codes[ranges_of(self.starts[articles], lengths)], lengths


class FacetReader:
    """A facet of the articles of a segment. Values are case folded, see `spelled`."""

    def __init__(self, reader: SegmentReader, facet: Facet) -> None:
        self._reader = reader
        self._facet = facet
        self.column = _periods(reader, facet) if isinstance(facet, Period) else _values(reader, facet)

    def value(self, code: int) -> FacetValue:
        """The value that a code stands for."""
        if isinstance(self._facet, Period):
            text = str(code)
            return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part) if code else None
        return None if code == _NONE else self._reader.values(self._facet).terms[code]

    def values(self, articles: Numbers) -> set[FacetValue]:
        """The values of articles, by their numbers in the segment, int64."""
        codes, _ = self.column.of(articles)
        return set(map(self.value, np.unique(codes).tolist()))


def _values(reader: SegmentReader, field: str) -> FacetColumn:
    """The numbers of the articles' values in the field's lexicon; `_NONE` for an article that has none."""
    lexicon = reader.values(field)
    starts = array_of(lexicon.starts.all()).astype(np.int64)
    runs = lexicon.runs(range(len(lexicon)))
    having = np.concatenate([np.zeros(0, np.int64), *map(articles_of, runs)])
    values = np.repeat(np.arange(len(lexicon)), np.diff(starts))
    lacking = np.flatnonzero(np.bincount(having, minlength=len(reader)) == 0)
    of_article = np.concatenate([having, lacking])
    codes = np.concatenate([values, np.full(len(lacking), _NONE)])
    counts = np.bincount(of_article, minlength=len(reader))
    return FacetColumn(np.concatenate([[0], np.cumsum(counts)]), codes[np.argsort(of_article, kind="stable")])


def _periods(reader: SegmentReader, period: Period) -> FacetColumn:
    """The periods of the articles' dates, YYYY, YYYYMM or YYYYMMDD, as far as they are known; 0 where undated."""
    first, last = (array_of(days.all()).astype(np.int64) for days in (reader.first_days, reader.last_days))
    month_known = first // 100 == last // 100
    codes = first // 10000
    if period is not Period.YEAR:
        codes = np.where(month_known, first // 100, codes)
    if period is Period.DAY:
        codes = np.where(first == last, first, codes)
    return FacetColumn(np.arange(len(reader) + 1), codes)


def spelled(generation: Generation, facet: Facet, values: Collection[FacetValue]) -> Mapping[FacetValue, str]:
    """Values, case folded, to how the live article of the least id writes each."""
    first: dict[str, tuple[ArticleId, SegmentReader, int]] = {}
    if isinstance(facet, Period):
        return {}
    for reader in generation.readers:
        lexicon = reader.values(facet)
        for value in values:
            number = None if value is None else lexicon.find(value)
            if number is None or value is None:
                continue
            postings = lexicon.postings(number)
            live = [one for one in articles_of(postings).tolist() if one not in reader.deleted]
            if live:
                least = min(live, key=lambda one: reader.ids[one])
                identifier = ArticleId(reader.ids[least])
                if value not in first or identifier < first[value][0]:
                    first[value] = (identifier, reader, least)
    written = VALUE_FIELDS[facet].values
    return {
        folded: next(value for value in written(reader.article(number)) if value.casefold() == folded)
        for folded, (_, reader, number) in first.items()
    }
