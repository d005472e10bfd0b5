"""Facets, by which articles are counted: periods of their dates, and values of their fields."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args


class Period(StrEnum):
    """The unit by which dates are grouped, from the finest; see `periods`."""

    DAY = "day"
    WEEK = "week"
    """From Monday to Sunday, as ISO 8601 has it."""
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"


FacetField: TypeAlias = Literal[
    "source", "author", "section", "tag", "lang", "format", "origin", "precision", "flag"
]
"""A field whose whole values articles are counted by. The values of `author` are the authors' names."""
Facet: TypeAlias = Period | FacetField
"""A dimension that articles are counted by: their dates, or the whole values of a field."""
FACETS: Mapping[str, Facet] = MappingProxyType({facet: facet for facet in (*Period, *get_args(FacetField))})
"""All facets by their names."""
FacetValue: TypeAlias = str | None
"""A value of a facet; None if the article has none.

Of a period it is its name (see `periods`), or the month or the year that is known, if the date is known less
precisely.
"""
