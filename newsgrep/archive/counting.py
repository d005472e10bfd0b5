"""Counts of queries to an archive: see `reports.counts`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsgrep.archive.search import Query, errors_refer_to
from newsgrep.reports.counts import CountRow, Known, Question, counts, facets_named, unit_named
from newsgrep.reports.timeline import finest_period
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    from newsgrep.engines.contract import Snapshot


def count(
    snapshot: "Snapshot",
    queries: Mapping[str, Query],
    by: Sequence[str] | None,
    whole: Query | None,
    unit: str,
    *,
    fold: bool,
) -> list[CountRow]:
    """`Archive.counts` of queries by their labels. Raises QueryError, with the text of the query that is at fault, and UsageError."""
    counted = unit_named(unit)
    facets = facets_named(by) if by is not None else ()
    facets = facets or (finest_period(snapshot, [query.whole for query in queries.values()]),)
    if whole:
        with errors_refer_to(whole.text):
            snapshot.search(whole.analysed, limit=0)
    rows: list[CountRow] = []
    known: Known = {}
    for label, query in queries.items():
        with errors_refer_to(query.text):
            asked = _folded(snapshot, query) if fold else query.analysed
            question = Question(label, asked, query.whole, whole.analysed if whole else query.whole)
            rows += counts(snapshot, question, facets, counted, known)
    return rows


def _folded(snapshot: "Snapshot", query: Query) -> AnalysedQuery:
    from newsgrep.reports.folding import fold  # noqa: PLC0415  imports numpy

    return fold(snapshot, query.analysed).query
