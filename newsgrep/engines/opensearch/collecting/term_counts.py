"""Term counts: how often each word stands in two sets of articles."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from newsgrep.engines.collectors import TermCounts, TermTable, Unit
from newsgrep.engines.opensearch.collecting.tallies import words
from newsgrep.engines.opensearch.view import Query, View


def term_counts(view: View, here: Query, there: Query, collector: TermCounts) -> TermTable:
    """The result of `TermCounts` over these matches here and there; those in both are here."""
    only_there: Query = {"bool": {"filter": [there], "must_not": [here]}}
    rows = [
        row for row in word_counts(view, here, only_there, collector.unit) if max(row[1:]) >= collector.least
    ]
    if collector.unit is Unit.ARTICLES:
        totals = view.counts([here, only_there])
    else:
        totals = [words(view, query) for query in (here, only_there)]
    columns = np.array([row[1:] for row in rows], np.int64).reshape(len(rows), 2).T
    return TermTable([row[0] for row in rows], columns[0], columns[1], totals[0], totals[1])


def word_counts(view: View, here: Query, there: Query, unit: Unit) -> Iterator[tuple[str, int, int]]:
    """(word, its count here, its count there), by code point.

    An article holds, for each of its words, the word with its count as one value. Articles by these values
    give both units.
    """
    either: Query = {"bool": {"should": [here, there], "minimum_should_match": 1}}
    sides = {"here": {"filter": here}, "there": {"filter": there}}
    buckets = view.buckets(either, [{"field": "counts"}], sides)
    values = ((*bucket["key"]["0"].split("\0"), bucket) for bucket in buckets)
    for word, group in groupby(values, key=lambda value: value[0]):
        counts = [0, 0]
        for _, number, bucket in group:
            times = 1 if unit is Unit.ARTICLES else int(number)
            for side, name in enumerate(sides):
                counts[side] += times * bucket[name]["doc_count"]
        yield word, counts[0], counts[1]
