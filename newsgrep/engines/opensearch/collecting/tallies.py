"""Tallies: numbers of articles, words or occurrences by the values of facets."""

from collections import Counter

from newsgrep.engines.collectors import Tally, Unit
from newsgrep.engines.opensearch.collecting.facet_fields import Row, facet_field, rows_of, spelled
from newsgrep.engines.opensearch.documents import article_of
from newsgrep.engines.opensearch.view import Query, View
from newsgrep.text import AnalysedQuery, SpanFinder


def tally(view: View, matching: Query, query: AnalysedQuery, wanted: Tally) -> dict[Row, int]:
    """The result of a `Tally` over the articles of a view that match."""
    if wanted.unit is Unit.OCCURRENCES:
        counts = _occurrences(view, matching, query, wanted)
    elif wanted.facets:
        counts = _by_facets(view, matching, wanted)
    else:
        counts = _of_all(view, matching, wanted.unit)
    return spelled(counts, wanted.facets, view)


def words(view: View, matching: Query) -> int:
    """The number of tokens in the headlines and texts of the matches."""
    found = view.search(
        matching, size=0, track_total_hits=False, aggs={"words": {"sum": {"field": "body.length"}}}
    )
    return int(found["aggregations"]["words"]["value"])  # sums are exact up to 2 ** 53


def _by_facets(view: View, matching: Query, wanted: Tally) -> Counter[Row]:
    sources = [{"field": facet_field(facet), "missing_bucket": True} for facet in wanted.facets]
    of_words = wanted.unit is Unit.WORDS
    sums = {"words": {"sum": {"field": "body.length"}}} if of_words else None
    counts: Counter[Row] = Counter()
    for bucket in view.buckets(matching, sources, sums):
        row = tuple(bucket["key"][str(number)] for number in range(len(sources)))
        counts[row] += int(bucket["words"]["value"]) if of_words else bucket["doc_count"]
    return counts


def _of_all(view: View, matching: Query, unit: Unit) -> Counter[Row]:
    articles = view.counts([matching])[0]
    if not articles:
        return Counter()
    return Counter({(): words(view, matching) if unit is Unit.WORDS else articles})


def _occurrences(view: View, matching: Query, query: AnalysedQuery, wanted: Tally) -> Counter[Row]:
    """How many spans `SpanFinder` marks: found in the articles' texts."""
    finder = SpanFinder(query)
    fields = [facet_field(facet) for facet in wanted.facets]
    counts: Counter[Row] = Counter()
    for hit in view.hits(matching, _source=["article"], docvalue_fields=fields):
        spans = finder.find(article_of(hit["_source"]))
        for row in rows_of(hit, wanted.facets):
            counts[row] += len(spans.title) + len(spans.text)
    return counts
