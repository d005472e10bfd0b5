"""What comes back, as plain frozen values: from engines, from the archive, for renderers to show."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, TypeAlias

from newsgrep.article import Article, ArticleId

Span: TypeAlias = tuple[int, int]
"""(start, end) in characters of a text as stored."""


class Order(StrEnum):
    """How hits are ordered; ties go by date, newest first, undated last, then by id in code-point order."""

    RELEVANCE = "relevance"
    OLDEST = "date"
    NEWEST = "-date"
    ID = "id"


class Match(NamedTuple):
    """An article that answers a query, before its text is read. `path` is `Article.path`."""

    id: ArticleId
    path: str
    score: float


class Answer(Protocol):
    """All that an engine found, over one snapshot of the index, whatever is committed meanwhile."""

    @property
    def total(self) -> int:
        """How many articles match, exactly; neither limit nor offset change it."""
        ...

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        ...


class MarkedSpans(NamedTuple):
    """Where a query's words stand in an article: sorted, not overlapping."""

    title: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()


class Hit(NamedTuple):
    """One article found, ready to be shown.

    `spans` are the matches in the whole of the title and the text; `excerpt` is the passage of the text to
    show. `location` is the path relative to the working directory, with `#key` in a container.
    """

    article: Article
    location: str
    score: float
    spans: MarkedSpans
    excerpt: Span


class DateNotes(NamedTuple):
    """What a filter by date leaves unsaid, in articles that match otherwise.

    `undated` have no date, and are not among the matches; `overlapping` are among them, but their dates are
    known only to a month or a year that lies partly outside.
    """

    undated: int
    overlapping: int


class Period(StrEnum):
    """How finely dates are told apart."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


FacetField: TypeAlias = Literal[
    "source", "author", "section", "tag", "lang", "format", "origin", "precision", "flag"
]
"""A field by whose whole values articles are counted; `author` is each author's name."""
Facet: TypeAlias = Period | FacetField
"""What articles are counted by: their dates, or the whole values of a field."""
FacetValue: TypeAlias = str | None
"""YYYY, YYYY-MM or YYYY-MM-DD, as far as the period asks and the date is known; a field's value; None where there is none."""


class WordCount(NamedTuple):
    """A word, folded as tokens are, and in how many articles it stands."""

    word: str
    articles: int


class IndexFacts(NamedTuple):
    """Facts about the articles in an index. Days are YYYYMMDD, None when no article has a date."""

    articles: int
    undated: int
    first_day: int | None
    last_day: int | None
    words: int
    """Tokens of headlines and texts, all articles together."""
    distinct_words: int
    segments: int
    bytes: int
    generation: int
    sources: Mapping[str, int] = MappingProxyType({})
    """Articles by source; articles without one are not counted."""
