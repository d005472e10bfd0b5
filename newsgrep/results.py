"""The results of engines and of the archive, as plain immutable values; renderers show them."""

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
    """An article that matches a query; its text is not read yet. `path` is `Article.path`."""

    id: ArticleId
    path: str
    score: float


class Answer(Protocol):
    """All matches of a query in one snapshot of the index, whatever is committed meanwhile."""

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
    """A matching article, ready to be shown.

    `spans` are the matches in the whole of the title and the text; `excerpt` is the passage of the text to
    show. `location` is the path relative to the working directory, with `#key` in a container.
    """

    article: Article
    location: str
    score: float
    spans: MarkedSpans
    excerpt: Span


class DateNotes(NamedTuple):
    """Numbers of articles for which a filter by date may mislead. They match the query without the filter.

    `undated` have no date, and are not among the matches; `overlapping` are among them, but their dates are
    known only to a month or a year that lies partly outside.
    """

    undated: int
    overlapping: int


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

Of a period it is YYYY, YYYY-MM or YYYY-MM-DD: as precise as the period, or less if the date is known less precisely.
"""


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
