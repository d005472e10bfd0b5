"""An oracle for lexicons: common terms are written one by one, and lists are read one by one."""

import numpy as np

from newsgrep.engines.bm25 import rate
from newsgrep.engines.whoosh.format.lexicon import COMMON_SHARE, Lexicon
from newsgrep.engines.whoosh.format.posting_arrays import articles_of, counts_of, positions_of
from newsgrep.engines.whoosh.writing.inversion import Numbers, PostingColumns
from newsgrep.engines.whoosh.writing.lexicon_writer import LexiconWriter


class OneByOneWriter(LexiconWriter):
    """A LexiconWriter that sets bit after bit, and compares posting with posting."""

    def _add_common(self, columns: PostingColumns) -> None:
        first = 0
        for number, frequency in enumerate(columns.frequencies.tolist()):
            part = slice(first, first + frequency)
            first += frequency
            if frequency * COMMON_SHARE <= self._shape.articles:
                self._put_articles(columns.articles[part])
                continue
            self._put("common", np.array([number + self._terms]))
            self._put("common_postings", np.array([self._common_postings]))
            self._common_postings += frequency
            self._put("bitmaps", self._bitmap(columns.articles[part]))
            if self._shape.lengths is not None and columns.counts is not None:
                self._put("bounds", self._bounds(columns.articles[part], columns.counts[part]))

    def _bitmap(self, articles: Numbers) -> Numbers:
        words = [0] * -(-self._shape.articles // 64)
        for article in articles.tolist():
            words[article // 64] |= 1 << article % 64
        return np.array(words, np.uint64)

    def _bounds(self, articles: Numbers, counts: Numbers) -> Numbers:
        assert self._shape.lengths is not None
        lengths = self._shape.lengths.tolist()
        mean = round(sum(lengths) / max(1, sum(1 for length in lengths if length)))
        highest = [0.0] * -(-self._shape.articles // 64)
        bounds = [0] * len(highest)
        for article, count in zip(articles.tolist(), counts.tolist(), strict=True):
            own = rate(float(count), float(lengths[article]), mean)
            if own >= highest[article // 64]:  # of equal ones the last
                highest[article // 64] = own
                bounds[article // 64] = min(count, 65535) << 16 | min(lengths[article], 65535)
        return np.array(bounds, np.uint32)


def read_lists(lexicon: Lexicon, terms: range) -> PostingColumns:
    """The postings of consecutive terms, read list by list."""
    lists = [lexicon.postings(number) for number in terms]
    none = np.zeros(0, np.uint32)
    return PostingColumns(
        np.array([one.length for one in lists], np.int64),
        np.concatenate([none, *map(articles_of, lists)]).astype(np.uint32),
        np.concatenate([none, *map(counts_of, lists)]) if lexicon.has("counts") else None,
        np.concatenate([none, *map(positions_of, lists)]) if lexicon.has("positions") else None,
    )
