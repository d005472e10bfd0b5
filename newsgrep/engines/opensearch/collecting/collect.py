"""Collectors, each computed over the same view."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from newsgrep.engines.collectors import Collector, Count, First, StemFrequencies, Tally, TermCounts, TermTable
from newsgrep.engines.opensearch.collecting.firsts import first
from newsgrep.engines.opensearch.collecting.tallies import tally
from newsgrep.engines.opensearch.collecting.term_counts import term_counts
from newsgrep.engines.opensearch.searching.translation import Translation
from newsgrep.engines.opensearch.view import Query, View
from newsgrep.results import Answer, Order
from newsgrep.text import AnalysedQuery

Search = Callable[[Order, int], Answer]
"""All matches in an order, with the seed of the random one."""


def collect(
    query: AnalysedQuery,
    view: View,
    translation: Translation,
    search: Search,
    collectors: Sequence[Collector[Any]],
) -> tuple[Any, ...]:
    """`Snapshot.collect` over a view of at least one commit; `search` answers the query."""
    matching = translation.query(query.node)
    return tuple(_collect(query, view, matching, search, collector) for collector in collectors)


def _collect(
    query: AnalysedQuery, view: View, matching: Query, search: Search, collector: Collector[Any]
) -> object:
    if isinstance(collector, Count):
        return view.counts([matching])[0]
    if isinstance(collector, Tally):
        return tally(view, matching, query, collector)
    if isinstance(collector, First):
        return first(view, matching, search(collector.order, collector.seed), collector.facet)
    if isinstance(collector, StemFrequencies):
        lexicon = Translation(query, view).lexicon
        found = dict(lexicon.frequencies(collector.stems, "body", matching, part="stems"))
        return {stem: found.get(stem, 0) for stem in collector.stems}
    if isinstance(collector, TermCounts):
        there = Translation(collector.there, view).query(collector.there.node)
        return term_counts(view, matching, there, collector)
    raise TypeError(f"unknown collector: {collector!r}")


def nothing(collector: Collector[Any]) -> object:
    """The result of a collector if there are no articles."""
    if isinstance(collector, Count):
        return 0
    if isinstance(collector, StemFrequencies):
        return dict.fromkeys(collector.stems, 0)
    if isinstance(collector, TermCounts):
        none = np.zeros(0, np.int64)
        return TermTable([], none, none, 0, 0)
    return {}
