"""The results of engines and of the archive, as plain immutable values; renderers show them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar

from newsgrep.article import Article, ArticleId
from newsgrep.immutable import NamedTuple

Span: TypeAlias = tuple[int, int]
"""(start, end) in characters of a text as stored."""


class Order(StrEnum):
    """How hits are ordered; ties go by date, newest first, undated last, then by id in code-point order.

    RANDOM is the order of the SHA-256 of the seed in decimal, NUL and the id, in UTF-8.
    """

    RELEVANCE = "relevance"
    OLDEST = "date"
    NEWEST = "-date"
    ID = "id"
    RANDOM = "random"


class Match(NamedTuple):
    """An article that matches a query; its text is not read yet. `path` is `Article.path`.

    `each` is the value of which it is the first, or None for articles without one; `behind`, in a folded
    answer, the number of near copies that stand behind it.
    """

    id: ArticleId
    path: str
    score: float
    each: str | None = None
    behind: int | None = None


class Answer(Protocol):
    """All matches of a query in one snapshot of the index, whatever is committed meanwhile."""

    @property
    def total(self) -> int:
        """The exact number of articles that match, before limit and offset."""
        ...

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        ...

    def paths(self) -> Iterator[str]:
        """The paths of the same matches, one for each: they cost less than the matches."""
        ...


class MarkedSpans(NamedTuple):
    """Where a query's words stand in an article: sorted, not overlapping."""

    title: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()


class Hit(NamedTuple):
    """A matching article, ready to be shown.

    `spans` are the matches in the whole of the title and the text; `excerpt` is the passage of the text to
    show. `location` is the path relative to the working directory, with `#key` in a container. `query` is the
    label of the query that has found it, where there are several; `each` and `behind` are those of `Match`.
    """

    article: Article
    location: str
    score: float
    spans: MarkedSpans
    excerpt: Span
    query: str | None = None
    each: str | None = None
    behind: int | None = None

    def __repr__(self) -> str:
        return f"<Hit {self.location!r} {self.article.date or 'undated'} score={self.score:.3g}>"

    @property
    def excerpt_text(self) -> str:
        """The passage of the text to show."""
        return self.article.text[slice(*self.excerpt)]

    def to_dict(self) -> dict[str, Any]:
        """The fields that the command prints as JSON, by name, in their order; docs/formats.md describes them."""
        leading = {
            column.name: cell for column in LEADING_COLUMNS if (cell := column.cells()(self)) is not None
        }
        return leading | {column.name: column.cells()(self) for column in HIT_COLUMNS}


class SearchResults(Protocol):
    """The results of a search, as renderers need them."""

    @property
    def leading(self) -> Sequence[str]:
        """The names of the columns that stand before those of all hits, see `LEADING_COLUMNS`."""
        ...

    @property
    def total(self) -> int:
        """The exact number of matches, before limit and offset; of files or values, if one match of each is a hit."""
        ...

    def matches(self) -> Iterator[Match]:
        """The matches in order, without their text."""
        ...

    def __iter__(self) -> Iterator[Hit]:
        """The hits in order."""
        ...

    def path(self, match: Match) -> str:
        """The path of a match's file, relative to the working directory."""
        ...

    def paths(self) -> Iterator[str]:
        """The paths of the files of `matches()`, which cost less without them."""
        ...


Kind: TypeAlias = Literal[
    "text", "path", "date", "list", "count", "score", "share", "fraction", "figure", "bar", "data"
]
"""The kind of a column's cells, which decides how they are printed.

text      str, from anywhere
path      str: a path, a location or an id; its spaces are kept
date      str: YYYY, YYYY-MM or YYYY-MM-DD
list      a sequence of str
count     int
score     float, never rounded
share     float from 0 to 1, a part of a whole: a percentage on a screen
fraction  any other float
figure    str: a number as a screen shows it; its spaces are kept
bar       int or float from 0, drawn as a bar, on a screen only
data      any JSON value, in JSON only
"""

Row = TypeVar("Row")


class Column(Generic[Row]):
    """A column of a table.

    `value` is a function from a row to the cell, or the name of an attribute of the row, which may have dots
    as in `article.title`. The default is the column's name. An `optional` column is left out if a screen is
    too narrow.
    """

    # Not a named tuple: making such a class takes a tenth of the import time of a search's own modules.
    __slots__ = ("kind", "name", "optional", "value")

    def __init__(
        self,
        name: str,
        kind: Kind = "text",
        value: Callable[[Row], object] | str = "",
        *,
        optional: bool = False,
    ) -> None:
        self.name = name
        self.kind = kind
        self.value = value or name
        self.optional = optional

    def cells(self) -> Callable[[Row], Any]:
        """The function from a row to the cell, which has the kind's type or is None."""
        return self.value if callable(self.value) else attrgetter(self.value)


class Table(Generic[Row]):
    """Rows of any type, which may be an iterator, and the columns in which they are printed.

    JSON, CSV and TSV have all columns. Lines and screens have those that `shown` names, in its order; if it
    is empty, all.
    """

    __slots__ = ("columns", "rows", "shown")

    def __init__(
        self, columns: Sequence[Column[Row]], rows: Iterable[Row], shown: tuple[str, ...] = ()
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.shown = shown

    def shown_columns(self) -> list[Column[Row]]:
        """The columns of lines and screens."""
        by_name = {column.name: column for column in self.columns}
        return [by_name[name] for name in self.shown] if self.shown else list(self.columns)

    def columns_of_text(self) -> list[Column[Row]]:
        """The columns of CSV and TSV."""
        return [column for column in self.columns if column.kind not in {"data", "bar"}]


HIT_COLUMNS: tuple[Column[Hit], ...] = (
    Column("id", "path", "article.id"),
    Column("path", "path", "article.path"),
    Column("location", "path"),
    Column("title", "text", "article.title"),
    Column("date", "date", lambda hit: hit.article.date and str(hit.article.date)),
    Column("date_precision", "text", lambda hit: hit.article.date and hit.article.date.precision.value),
    Column("date_origin", "text", lambda hit: hit.article.date and hit.article.date.origin.value),
    Column("score", "score"),
    Column("excerpt", "text", "excerpt_text"),
    Column("spans", "data", "spans.text"),
    Column("url", "text", "article.url"),
    Column("source", "text", "article.source"),
    Column("authors", "list", "article.authors"),
    Column("section", "text", "article.section"),
    Column("language", "text", "article.language"),
    Column("tags", "list", "article.tags"),
)
"""The fields of a hit that every format for programs has, in their order; docs/formats.md describes them."""

LEADING_COLUMNS: tuple[Column[Hit], ...] = (Column("query"), Column("each"), Column("behind", "count"))
"""The columns that hits have before the others, where they have them."""
