"""Numbers about the articles in an index. Most searches need none of them.

They stand by themselves because the making of a named tuple takes as long as that of a larger module.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class DateNotes(NamedTuple):
    """Numbers of articles for which a filter by date may mislead. They match the query without the filter.

    `undated` have no date, and are not among the matches; `overlapping` are among them, but their dates are
    known only to a month or a year that lies partly outside.
    """

    undated: int
    overlapping: int


class WordCount(NamedTuple):
    """A word, folded like tokens, and its document frequency: the number of articles that contain it."""

    word: str
    articles: int


class IndexFacts(NamedTuple):
    """Facts about the articles in an index. Days are YYYYMMDD; None if no article has a date."""

    articles: int
    undated: int
    first_day: int | None
    last_day: int | None
    words: int
    """The number of tokens in all headlines and texts."""
    distinct_words: int
    segments: int
    bytes: int
    generation: int
    sources: Mapping[str, int] = MappingProxyType({})
    """Numbers of articles by source; articles without a source are not counted."""
