"""Folding: of near copies among the matches of a query the earliest alone counts."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from newsgrep.article import ArticleId
from newsgrep.engines.contract import Snapshot
from newsgrep.query import nodes
from newsgrep.reports.copies import Collation, CopyOptions
from newsgrep.reports.copy_graph import first_copies
from newsgrep.text import AnalysedQuery


class Folded(NamedTuple):
    """A query for the first match of each cluster of copies (see `dups`), and for every match that is in none.

    `behind` has how many later copies stand behind a match, for those that have any.
    """

    query: AnalysedQuery
    behind: Mapping[ArticleId, int]


def fold(snapshot: Snapshot, query: AnalysedQuery) -> Folded:
    """Fold the matches of a query. Raises QueryError and StorageError."""
    with Collation(snapshot, query, lambda *_: None) as collation:
        firsts = first_copies(collation, CopyOptions())
        numbers = np.arange(len(firsts))
        later = set(np.flatnonzero(firsts != numbers).tolist())
        behind = np.bincount(firsts, minlength=len(firsts)) - 1
        ids = {
            number: match.id
            for number, match in collation.matches({*later, *np.flatnonzero(behind > 0).tolist()}).items()
        }
    hidden = nodes.Not(nodes.Ids(frozenset(ids[number] for number in later)))
    return Folded(
        query.with_node(nodes.And((query.node, hidden))) if later else query,
        {identifier: int(behind[number]) for number, identifier in ids.items() if number not in later},
    )
