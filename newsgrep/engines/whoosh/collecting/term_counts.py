"""In how many articles each word stands, and how often, on numpy: one pass over the postings."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.collectors import TermCount
from newsgrep.engines.whoosh.collecting.facets import of_segments
from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of, articles_of, counts_of
from newsgrep.engines.whoosh.searching.segments import Segments

_POSTINGS_AT_ONCE = 1 << 22
"""Of about 16 bytes each, while they are looked at."""


def term_counts(segments: Segments, matching: Numbers, least: int) -> dict[str, TermCount]:
    """`TermCounts` of articles, given by their numbers in the segments together: ascending, int64."""
    articles: dict[bytes, int] = {}
    occurrences: dict[bytes, int] = {}
    for segment, numbers in of_segments(segments, matching):
        reader = segments.readers[segment]
        among = np.zeros(len(reader), np.bool_)
        among[numbers] = True
        lexicon = reader.text_field("body").words
        for terms, in_articles, times in _counts(lexicon, among):
            for term, some, often in zip(terms, in_articles, times, strict=True):
                articles[term] = articles.get(term, 0) + some
                occurrences[term] = occurrences.get(term, 0) + often
    return {
        decode_term(term): TermCount(some, occurrences[term])
        for term, some in articles.items()
        if some >= least
    }


def _counts(lexicon: Lexicon, among: NDArray[np.bool_]) -> Iterator[tuple[list[bytes], list[int], list[int]]]:
    """Terms of a segment that stand in articles of a set, in how many, and how often. `among`: for each article, bool."""
    starts = array_of(lexicon.starts.all()).astype(np.int64)
    first = 0
    while first < len(lexicon):
        stop = max(first + 1, int(np.searchsorted(starts, starts[first] + _POSTINGS_AT_ONCE, "right")) - 1)
        runs = list(lexicon.runs(range(first, stop)))
        held = np.concatenate([among[articles_of(run)] for run in runs])
        counts = np.concatenate([counts_of(run) for run in runs])
        begins = starts[first:stop] - starts[first]  # no term is without an article
        in_articles = np.add.reduceat(held, begins, dtype=np.int64)
        times = np.add.reduceat(counts * held, begins, dtype=np.int64)
        found = np.flatnonzero(in_articles)
        yield (
            list(lexicon.terms.several((found + first).tolist())),
            in_articles[found].tolist(),
            times[found].tolist(),
        )
        first = stop
