"""Collocates: the words that stand near a query's words."""

from collections import Counter
from math import log2
from typing import NamedTuple

import numpy as np

from newsgrep.engines.collectors import TermCounts, Unit
from newsgrep.engines.contract import Snapshot
from newsgrep.engines.fetching import with_articles
from newsgrep.reports.terms import Choice, TermRow, listed, tested
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery, SpanFinder
from newsgrep.text.neighbours import tokens_near


class CollocateRow(NamedTuple):
    """A collocate, see `TermRow`: `here` are its occurrences near the query's, `there` all others.

    `log_dice` is 14 + log2(2a / (f + a + b)), with f the query's occurrences (Rychly 2008); None for a = 0.
    """

    term: str
    g2: float
    ratio: float
    here: int
    there: int
    here_total: int
    there_total: int
    log_dice: float | None


def collocates(
    snapshot: Snapshot, query: AnalysedQuery, others: AnalysedQuery, near: int, choice: Choice
) -> list[CollocateRow]:
    """The terms that are significantly more frequent at most `near` positions from a match than elsewhere.

    Elsewhere is everywhere else in the matching articles, and in those of `others`. Raises QueryError, and
    UsageError if there is no elsewhere.
    """
    (all_counts,) = snapshot.collect(query, TermCounts(others, Unit.WORDS))
    counts, occurrences = _near_matches(snapshot, query, near)
    here = np.array([counts[term] for term in all_counts.terms], np.int64)
    everywhere = all_counts.here_total + all_counts.there_total
    table = all_counts._replace(
        here=here,
        there=all_counts.here + all_counts.there - here,
        here_total=counts.total(),
        there_total=everywhere - counts.total(),
    )
    rows = listed(tested(table, snapshot, query, choice), choice)
    return [CollocateRow(*row, _log_dice(row, occurrences)) for row in rows]


def _near_matches(snapshot: Snapshot, query: AnalysedQuery, near: int) -> tuple[Counter[str], int]:
    """How often each surface stands near a match in its field, and how many matches there are."""
    finder = SpanFinder(query)
    counts: Counter[str] = Counter()
    occurrences = 0
    if not finder.has_words:
        return counts, occurrences
    for _, article in with_articles(snapshot, snapshot.search(query, order=Order.OLDEST)):
        spans = finder.find(article)
        for text, marked in ((article.title or "", spans.title), (article.text, spans.text)):
            if marked:
                tokens = tokens_near(query.analyzer, text, marked, near)
                counts.update(token.surface for token in tokens)
                occurrences += len(marked)
    return counts, occurrences


def _log_dice(row: TermRow, occurrences: int) -> float | None:
    return 14 + log2(2 * row.here / (occurrences + row.here + row.there)) if row.here else None
