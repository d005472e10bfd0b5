"""Facets as fields of documents, and how their values are written."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from newsgrep.engines.fields import VALUE_FIELDS
from newsgrep.engines.opensearch.connection import Json
from newsgrep.engines.opensearch.documents import article_of, decoded, stored_values
from newsgrep.engines.opensearch.view import View
from newsgrep.facets import Facet, FacetValue, Period

Row: TypeAlias = tuple[FacetValue, ...]
"""A value of each of several facets."""


def facet_field(facet: Facet) -> str:
    """The field that holds a facet's values, folded."""
    return f"period.{facet.value}" if isinstance(facet, Period) else f"value.{facet}"


def rows_of(hit: Json, facets: Sequence[Facet]) -> list[Row]:
    """The rows of a hit that has the facets' fields: one for each combination of its values."""
    fields = hit.get("fields", {})
    return list(product(*(fields.get(facet_field(facet)) or (None,) for facet in facets)))


def spelled(counts: Mapping[Row, int], facets: Sequence[Facet], view: View) -> dict[Row, int]:
    """The counts, with the values written as articles write them."""
    written = [spellings(view, facet, {row[column] for row in counts}) for column, facet in enumerate(facets)]
    return {
        tuple(own.get(value, value) for own, value in zip(written, row, strict=True)): number
        for row, number in counts.items()
    }


def spellings(view: View, facet: Facet, values: Collection[FacetValue]) -> dict[FacetValue, str]:
    """{folded value: value as the article with the least id writes it}; a value without one is written as it is."""
    if isinstance(facet, Period) or not VALUE_FIELDS[facet].written:
        return {}
    wanted = sorted(value for value in values if value is not None)
    forms: dict[str, list[str]] = {value: [] for value in wanted}
    for bucket in view.buckets(None, [{"field": f"written.{facet}"}]):
        value, _, form = bucket["key"]["0"].partition("\0")
        if value in forms:
            forms[value].append(form)
    ambiguous = [value for value in wanted if len(forms[value]) > 1]
    chosen: dict[FacetValue, str] = {value: decoded(own[0]) for value, own in forms.items() if own}
    least = {"size": 1, "sort": [{"id": "asc"}], "_source": ["article"], "track_total_hits": False}
    answers = view.searches([({"term": {f"value.{facet}": value}}, least) for value in ambiguous])
    for value, answer in zip(ambiguous, answers, strict=True):
        article = article_of(answer["hits"]["hits"][0]["_source"])
        own = (form for folded, form in stored_values(article, facet) if folded == value)
        chosen[value] = decoded(next(own))
    return chosen
