"""Collectors: facts about all matches of a query.

They are plain values from a closed set, so that a remote engine can translate them. The type argument of each
one's base class is the type of its result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from newsgrep.facets import Facet, FacetValue
from newsgrep.results import Match, Order

Collected_co = TypeVar("Collected_co", covariant=True)


class Collector(Generic[Collected_co]):
    """A fact about all matches; the type argument is the type of the result."""

    __slots__ = ()


class Unit(StrEnum):
    """The unit of a tally."""

    ARTICLES = "articles"
    WORDS = "words"
    """The tokens of headlines and texts."""
    OCCURRENCES = "occurrences"
    """What the query's words stand for in headlines and texts: the spans of `text.SpanFinder`."""


@dataclass(frozen=True, slots=True)
class Count(Collector[int]):
    """The number of matches."""


@dataclass(frozen=True, slots=True)
class Tally(Collector[Mapping[tuple[FacetValue, ...], int]]):
    """The number of matching articles, or of words in them, for each combination of values of the facets.

    A match with several values of a facet counts for each of them, one without a value for None. Values are
    folded to be counted (see `text.values`). If articles write a value in several ways, the result has the way of the
    article with the least id of all in the index that have the value.
    """

    facets: tuple[Facet, ...]
    unit: Unit = Unit.ARTICLES


@dataclass(frozen=True, slots=True)
class First(Collector[Mapping[FacetValue, Match]]):
    """For each value of a facet, the first match that has it, in the given order.

    The mapping is in the same order; several values of one match are sorted by code point, folded.
    """

    facet: Facet
    order: Order
    seed: int = 0
    """For the random order."""


class TermCount(NamedTuple):
    """The document frequency of a word among the matches, and its occurrences in all of them."""

    articles: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class TermCounts(Collector[Mapping[str, TermCount]]):
    """The counts of each word in the matches' headlines and texts. Words are folded like tokens."""

    least: int = 1
    """Only words in at least this number of matches are counted."""
