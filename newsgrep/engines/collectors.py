"""Collectors: facts about all matches of a query.

They are plain values from a closed set, so that a remote engine can translate them. The type argument of each
one's base class is the type of its result.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from newsgrep.facets import Facet, FacetValue
from newsgrep.immutable import Immutable
from newsgrep.results import Match, Order
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Collected_co = TypeVar("Collected_co", covariant=True)


class Collector(Immutable, Generic[Collected_co]):
    """A fact about all matches; the type argument is the type of the result."""


class Unit(StrEnum):
    """The unit in which matches are counted."""

    ARTICLES = "articles"
    WORDS = "words"
    """The tokens of headlines and texts."""
    OCCURRENCES = "occurrences"
    """What the query's words stand for in headlines and texts: the spans of `text.SpanFinder`."""


class Count(Collector[int]):
    """The number of matches."""


class Tally(Collector[Mapping[tuple[FacetValue, ...], int]]):
    """The number of matching articles, or of words in them, for each combination of values of the facets.

    A match with several values of a facet counts for each of them, one without a value for None. Values are
    folded to be counted (see `text.values`). If articles write a value in several ways, the result has the way of the
    article with the least id of all in the index that have the value.
    """

    facets: tuple[Facet, ...]
    unit: Unit = Unit.ARTICLES


class First(Collector[Mapping[FacetValue, Match]]):
    """For each value of a facet, the first match that has it, in the given order.

    The mapping is in the same order; several values of one match are sorted by code point, folded.
    """

    facet: Facet
    order: Order
    seed: int = 0
    """For the random order."""


class TermTable(NamedTuple):
    """How often each of n terms stands in two sets of articles, here and there.

    `terms` ascend by code point, and are folded like tokens; `here` and `there` are int64 of shape (n,), in the
    collector's unit, and the totals are all articles of a set, or all of its tokens.
    """

    terms: list[str]
    here: "NDArray[np.int64]"
    there: "NDArray[np.int64]"
    here_total: int
    there_total: int


class TermCounts(Collector[TermTable]):
    """How often each word of headlines and texts stands in the matches (here), and in those of another query (there).

    What matches both is here. Articles with the word are counted, or its occurrences. Only words with at least
    `least`, from 1, here or there are in the result.
    """

    there: AnalysedQuery
    unit: Unit = Unit.ARTICLES
    least: int = 1


class StemFrequencies(Collector[Mapping[str, int]]):
    """The document frequency of each of these stems among the matches, in headlines and texts; 0 where none has it."""

    stems: tuple[str, ...]
