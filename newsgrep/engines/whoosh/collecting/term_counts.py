"""Term counts: document frequencies and occurrences of all words, on numpy, in one pass over the postings."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.collectors import TermCount
from newsgrep.engines.whoosh.collecting.facets import split_by_segment
from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of, articles_of, counts_of
from newsgrep.engines.whoosh.searching.segments import Segments

_POSTINGS_AT_ONCE = 1 << 22
"""The number of postings in memory at once, at about 16 bytes each."""


def term_counts(segments: Segments, matching: Numbers, least: int) -> dict[str, TermCount]:
    """The result of `TermCounts` over the articles of these numbers in the generation: ascending, int64."""
    articles: dict[bytes, int] = {}
    occurrences: dict[bytes, int] = {}
    for segment, numbers in split_by_segment(segments, matching):
        reader = segments.readers[segment]
        is_match = np.zeros(len(reader), np.bool_)
        is_match[numbers] = True
        lexicon = reader.text_field("body").words
        for columns in _counts(lexicon, is_match):
            for term, frequency, times in zip(*columns, strict=True):
                articles[term] = articles.get(term, 0) + frequency
                occurrences[term] = occurrences.get(term, 0) + times
    return {
        decode_term(term): TermCount(frequency, occurrences[term])
        for term, frequency in articles.items()
        if frequency >= least
    }


def _counts(
    lexicon: Lexicon, is_match: NDArray[np.bool_]
) -> Iterator[tuple[list[bytes], list[int], list[int]]]:
    """(terms, document frequencies, occurrences) among the matches, batch by batch.

    `is_match`: bool, for each article.
    """
    starts = array_of(lexicon.starts.all()).astype(np.int64)
    first = 0
    while first < len(lexicon):
        stop = max(first + 1, int(np.searchsorted(starts, starts[first] + _POSTINGS_AT_ONCE, "right")) - 1)
        runs = list(lexicon.runs(range(first, stop)))
        matching = np.concatenate([is_match[articles_of(run)] for run in runs])
        counts = np.concatenate([counts_of(run) for run in runs])
        begins = starts[first:stop] - starts[first]  # each term has a posting
        frequencies = np.add.reduceat(matching, begins, dtype=np.int64)
        occurrences = np.add.reduceat(counts * matching, begins, dtype=np.int64)
        found = np.flatnonzero(frequencies)
        yield (
            list(lexicon.terms.several((found + first).tolist())),
            frequencies[found].tolist(),
            occurrences[found].tolist(),
        )
        first = stop
