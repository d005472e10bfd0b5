"""How many articles of a query there are by the values of their fields and by their dates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.lexicon import Lexicon
from newsgrep.engines.whoosh.matching import Matching
from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.posting_arrays import array_of, articles_of
from newsgrep.engines.whoosh.schema import VALUE_FIELDS
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import Node
from newsgrep.results import Facet, FacetValue, Period
from newsgrep.text import QueryTerms
from newsgrep.text.runs import ranges_of

_NONE = -1
_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Column:
    """A facet of a segment's articles: `values[starts[n]:starts[n + 1]]` are the codes of article n."""

    starts: _Numbers
    values: _Numbers

    def of(self, articles: _Numbers) -> tuple[_Numbers, _Numbers]:
        """The codes of articles, one after the other, and how many each has."""
        lengths = self.starts[articles + 1] - self.starts[articles]
        return self.values[ranges_of(self.starts[articles], lengths)], lengths


def count_by(
    query: Node, snapshot: Snapshot, terms: QueryTerms, facets: Sequence[Facet]
) -> Counter[tuple[FacetValue, ...]]:
    """`Engine.counts` over a snapshot."""
    segments = snapshot.segments
    occurrences = Occurrences(segments, terms, lambda: snapshot.vector_kernels, vector_terms=True)
    matching: _Numbers = occurrences.kernels.numbers(Matching(segments, occurrences).articles(query))
    counts: Counter[tuple[FacetValue, ...]] = Counter()
    of_segments = np.split(matching, np.searchsorted(matching, segments.firsts[1:]))
    for reader, first, articles in zip(segments.readers, segments.firsts, of_segments, strict=False):
        if len(articles):
            _count(reader, articles - first, facets, counts)
    for place, facet in enumerate(facets):
        if not isinstance(facet, Period):
            counts = _spelled(counts, place, _spellings(snapshot, facet))
    return counts


def _count(
    reader: SegmentReader,
    articles: _Numbers,
    facets: Sequence[Facet],
    counts: Counter[tuple[FacetValue, ...]],
) -> None:
    """Add a segment's counts, values written as in the lexicon."""
    table = [articles]
    for facet in facets:
        column = _days(reader, facet) if isinstance(facet, Period) else _values(reader.values(facet), reader)
        codes, lengths = column.of(table[0])
        table = [*(np.repeat(known, lengths) for known in table), codes]
    rows, numbers = np.unique(np.stack(table[1:]), axis=1, return_counts=True)
    for row, number in zip(rows.T.tolist(), numbers.tolist(), strict=True):
        named = (
            _period(code) if isinstance(facet, Period) else _value(reader, facet, code)
            for facet, code in zip(facets, row, strict=True)
        )
        counts[tuple(named)] += number


def _values(lexicon: Lexicon, reader: SegmentReader) -> _Column:
    """The numbers of the articles' values in a lexicon; `_NONE` for an article that has none."""
    lists = [articles_of(lexicon.postings(number)) for number in range(len(lexicon))]
    having = np.concatenate([*lists, np.zeros(0, np.int64)])
    values = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    lacking = np.flatnonzero(np.bincount(having, minlength=len(reader)) == 0)
    of_article = np.concatenate([having, lacking])
    values = np.concatenate([values, np.full(len(lacking), _NONE)])
    starts = np.concatenate([[0], np.cumsum(np.bincount(of_article, minlength=len(reader)))])
    return _Column(starts, values[np.argsort(of_article, kind="stable")])


def _days(reader: SegmentReader, period: Period) -> _Column:
    """The periods of the articles' dates, YYYY, YYYYMM or YYYYMMDD, as far as they are known; 0 where undated."""
    first, last = (array_of(days.all()).astype(np.int64) for days in (reader.first_days, reader.last_days))
    month_known = first // 100 == last // 100
    codes = first // 10000
    if period is not Period.YEAR:
        codes = np.where(month_known, first // 100, codes)
    if period is Period.DAY:
        codes = np.where(first == last, first, codes)
    return _Column(np.arange(len(reader) + 1), codes)


def _period(code: int) -> FacetValue:
    text = str(code)
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part) if code else None


def _value(reader: SegmentReader, field: str, code: int) -> FacetValue:
    return None if code == _NONE else reader.values(field).terms[code]


def _spellings(snapshot: Snapshot, field: str) -> dict[FacetValue, str]:
    """Each value of a field, case folded, as the article of the least id writes it."""
    first: dict[str, tuple[ArticleId, SegmentReader, int]] = {}
    for reader in snapshot.readers:
        lexicon = reader.values(field)
        live = np.ones(len(reader), np.bool_)
        live[list(reader.deleted)] = False
        by_id = reader.kept(_by_id)
        articles = by_id[live[by_id]]
        codes, lengths = _values(lexicon, reader).of(articles)
        numbers, places = np.unique(codes, return_index=True)  # where each stands first
        for number, article in zip(
            numbers.tolist(), np.repeat(articles, lengths)[places].tolist(), strict=True
        ):
            if number != _NONE:
                value, identifier = lexicon.terms[number], ArticleId(reader.ids[article])
                if value not in first or identifier < first[value][0]:
                    first[value] = (identifier, reader, article)
    written = VALUE_FIELDS[field].values
    return {
        folded: next(value for value in written(reader.article(number)) if value.casefold() == folded)
        for folded, (_, reader, number) in first.items()
    }


def _by_id(reader: SegmentReader) -> _Numbers:
    """The articles in the order of their ids."""
    ids = reader.ids.slice(0, len(reader))  # encoded, which leaves their order as it is
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)


def _spelled(
    counts: Counter[tuple[FacetValue, ...]], place: int, spellings: dict[FacetValue, str]
) -> Counter[tuple[FacetValue, ...]]:
    return Counter(
        {
            (*row[:place], spellings.get(row[place], row[place]), *row[place + 1 :]): number
            for row, number in counts.items()
        }
    )
