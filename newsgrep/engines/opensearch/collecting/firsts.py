"""The first match of each value of a facet."""

from collections.abc import Iterator, Mapping
from itertools import islice

from newsgrep.engines.opensearch.collecting.facet_fields import facet_field, spellings
from newsgrep.engines.opensearch.documents import value_of
from newsgrep.engines.opensearch.view import PAGE_HITS, Query, View
from newsgrep.facets import Facet, FacetValue
from newsgrep.results import Answer, Match


def first(view: View, matching: Query, answer: Answer, facet: Facet) -> Mapping[FacetValue, Match]:
    """The first match of each value: takes matches in order until each value has one."""
    field = facet_field(facet)
    sources = [{"field": field, "missing_bucket": True}]
    missing = {bucket["key"]["0"] for bucket in view.buckets(matching, sources)}
    found: dict[FacetValue, Match] = {}
    for match, values in _with_values(view, answer, field):
        found |= dict.fromkeys((value for value in values if value in missing), match)
        missing.difference_update(values)
        if not missing:
            break
    written = spellings(view, facet, found)
    return {written.get(value, value): match for value, match in found.items()}


def _with_values(view: View, answer: Answer, field: str) -> Iterator[tuple[Match, list[FacetValue]]]:
    """Each match with its values, folded and sorted by code point."""
    matches = iter(answer)
    while page := list(islice(matches, PAGE_HITS)):
        ids = {"terms": {"id": [value_of(match.id) for match in page]}}
        values = {
            hit["sort"][0]: sorted(hit.get("fields", {}).get(field, ()))
            for hit in view.hits(ids, docvalue_fields=[field])
        }
        for match in page:
            yield match, values[value_of(match.id)] or [None]
