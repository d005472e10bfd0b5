"""What may be asked of all matches together: closed values, so that an engine elsewhere can translate them.

Each says in its base what is given for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from newsgrep.results import Facet, FacetValue, Match, Order

Collected_co = TypeVar("Collected_co", covariant=True)


class Collector(Generic[Collected_co]):
    """A question about all matches; the type in brackets is that of its answer."""

    __slots__ = ()


class Unit(StrEnum):
    """What a tally counts."""

    ARTICLES = "articles"
    WORDS = "words"
    """Tokens of headlines and texts."""


@dataclass(frozen=True, slots=True)
class Count(Collector[int]):
    """How many matches there are."""


@dataclass(frozen=True, slots=True)
class Tally(Collector[Mapping[tuple[FacetValue, ...], int]]):
    """How many articles, or words of articles, match, by the values of facets.

    A match with several values of a facet counts for each of them, one without any for None. A value written in
    several ways is written as in the article of the least id of all that are in the index.
    """

    facets: tuple[Facet, ...]
    unit: Unit = Unit.ARTICLES


@dataclass(frozen=True, slots=True)
class First(Collector[Mapping[FacetValue, Match]]):
    """For each value of a facet the first of the matches that have it, in an order.

    The mapping is in that order too, and values of one match by code point, case folded.
    """

    facet: Facet
    order: Order


class TermCount(NamedTuple):
    """In how many of the matches a word stands, and how often in all of them together."""

    articles: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class TermCounts(Collector[Mapping[str, TermCount]]):
    """The words of the matches' headlines and texts, as tokens are, folded: those in at least so many of the matches."""

    least: int = 1
