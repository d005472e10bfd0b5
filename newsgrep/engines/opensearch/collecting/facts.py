"""Facts about a commit."""

from newsgrep.engines.collectors import Tally
from newsgrep.engines.opensearch.collecting.tallies import tally
from newsgrep.engines.opensearch.view import Query, View
from newsgrep.facts import IndexFacts
from newsgrep.text import AnalysedQuery

_EVERYTHING: Query = {"match_all": {}}


def facts(view: View, everything: AnalysedQuery) -> IndexFacts:
    """Facts about all articles of a commit; `bytes` is the size of one copy, and both it and `segments` are the cluster's."""
    commit = view.commit
    if not commit.generation:
        return IndexFacts(0, 0, None, None, 0, 0, 0, 0, 0)
    found = view.search(
        size=0,
        track_total_hits=False,
        aggs={
            "first": {"min": {"field": "day"}},
            "last": {"max": {"field": "day"}},
            "undated": {"missing": {"field": "day"}},
        },
    )["aggregations"]
    first, last = (
        None if found[name]["value"] is None else int(found[name]["value"]) for name in ("first", "last")
    )
    sizes = view.cluster.request("GET", f"/{view.indices.articles}/_stats/store,segments")["_all"][
        "primaries"
    ]
    words = view.buckets(None, [{"field": "counts"}])
    sources = tally(view, _EVERYTHING, everything, Tally(("source",)))
    return IndexFacts(
        articles=commit.sums.articles,
        undated=found["undated"]["doc_count"],
        first_day=first,
        last_day=last,
        words=commit.sums.tokens,
        distinct_words=len({bucket["key"]["0"].partition("\0")[0] for bucket in words}),
        segments=sizes["segments"]["count"],
        bytes=sizes["store"]["size_in_bytes"],
        generation=commit.generation,
        sources={source: number for (source,), number in sources.items() if source is not None},
    )
