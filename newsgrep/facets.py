"""Facets, by which articles are counted: periods of their dates, and values of their fields."""

from enum import StrEnum
from typing import Literal, TypeAlias


class Period(StrEnum):
    """The unit by which dates are grouped."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


FacetField: TypeAlias = Literal[
    "source", "author", "section", "tag", "lang", "format", "origin", "precision", "flag"
]
"""A field whose whole values articles are counted by. The values of `author` are the authors' names."""
Facet: TypeAlias = Period | FacetField
"""A dimension that articles are counted by: their dates, or the whole values of a field."""
FacetValue: TypeAlias = str | None
"""A value of a facet; None if the article has none.

Of a period it is YYYY, YYYY-MM or YYYY-MM-DD: as precise as the period, or less if the date is known less
precisely.
"""
