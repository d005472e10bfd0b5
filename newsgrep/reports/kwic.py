"""Keyword in context: each place where a query's words stand, with the words around it."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import chain, islice, starmap
from typing import Literal, NamedTuple, TypeAlias

from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Snapshot
from newsgrep.engines.fetching import with_articles
from newsgrep.reports.sorting import sorted_rows
from newsgrep.results import MarkedSpans, Order, Span
from newsgrep.text import AnalysedQuery, Analyzer, SpanFinder, Token
from newsgrep.text.surroundings import Surroundings


class KwicOrder(StrEnum):
    """How lines are ordered; ties go by the articles' dates, as `DATE` has them.

    DATE    oldest first, undated last, then by id; of an article the headline first, then by place
    LEFT    by the words before the match, the nearest first
    RIGHT   by the words behind the match
    RANDOM  by a hash of the seed, the id and the place
    """

    DATE = "date"
    LEFT = "left"
    RIGHT = "right"
    RANDOM = "random"


class KwicLine(NamedTuple):
    """An occurrence: a span that a search marks, in the headline (`field` is title) or in the text.

    `left` and `right` are the words around `match` in the same field; in all three a run of blanks is one space.
    `start` and `end` are its place in characters of the field as stored. `date` is YYYY, YYYY-MM or YYYY-MM-DD.
    """

    id: ArticleId
    location: str
    date: str | None
    source: str | None
    field: Literal["title", "text"]
    left: str
    match: str
    right: str
    start: int
    end: int


Locate: TypeAlias = Callable[[Article], str]
"""Gives the location of an article."""
_Key: TypeAlias = Callable[[KwicLine], bytes]


class Occurrences(NamedTuple):
    """The number of a query's occurrences, and of the articles that have any."""

    occurrences: int
    articles: int


def kwic(  # noqa: PLR0913  all of them are named, and options of the command
    snapshot: Snapshot,
    query: AnalysedQuery,
    locate: Locate,
    *,
    before: int,
    after: int,
    order: KwicOrder = KwicOrder.DATE,
    seed: int = 0,
    limit: int | None = None,
) -> Iterator[KwicLine]:
    """The occurrences in the articles that match, with at most so many words before and behind each.

    At most `limit` lines. By date they come as they are found; the other orders read all first. Raises QueryError;
    while sorting StorageError.
    """
    surroundings = Surroundings(before, after)
    lines = chain.from_iterable(
        _lines(article, spans, locate, surroundings) for article, spans in _marked_articles(snapshot, query)
    )
    if order is KwicOrder.DATE:
        return islice(lines, limit)
    key = _key(order, query.analyzer, seed)
    return starmap(KwicLine, sorted_rows(((key(line), line) for line in lines), limit))


def count_occurrences(snapshot: Snapshot, query: AnalysedQuery) -> Occurrences:
    """How often what the query looks for stands in the articles that match. Raises QueryError."""
    counts = [len(spans.title) + len(spans.text) for _, spans in _marked_articles(snapshot, query)]
    return Occurrences(sum(counts), sum(map(bool, counts)))


def _marked_articles(snapshot: Snapshot, query: AnalysedQuery) -> Iterator[tuple[Article, MarkedSpans]]:
    """The articles that match, oldest first, with what is marked in each."""
    matches = snapshot.search(query, order=Order.OLDEST)
    finder = SpanFinder(query)
    if not finder.has_words:
        return iter(())
    return ((article, finder.find(article)) for _, article in with_articles(snapshot, matches))


def _lines(
    article: Article, spans: MarkedSpans, locate: Locate, surroundings: Surroundings
) -> Iterator[KwicLine]:
    if not (spans.title or spans.text):
        return
    known = (article.id, locate(article), str(article.date) if article.date else None, article.source)
    fields: tuple[tuple[Literal["title", "text"], str, tuple[Span, ...]], ...] = (
        ("title", article.title or "", spans.title),
        ("text", article.text, spans.text),
    )
    for field, text, places in fields:
        for start, end in places:
            left, right = surroundings.of(text, (start, end))
            match = " ".join(text[start:end].split())
            yield KwicLine(*known, field, left, match, right, start, end)


def _key(order: KwicOrder, analyzer: Analyzer, seed: int) -> _Key:
    """What lines are sorted by, as bytes."""
    match order:
        case KwicOrder.LEFT:
            return lambda line: _joined(reversed(analyzer.tokens(line.left)))
        case KwicOrder.RIGHT:
            return lambda line: _joined(analyzer.tokens(line.right))
        case _:
            return lambda line: _hash(f"{seed}\0{line.id}\0{line.field}\0{line.start}")


def _joined(tokens: Iterable[Token]) -> bytes:
    """Words as bytes that compare as the words do, one after the other, by code points."""
    return "\0".join([token.surface for token in tokens]).encode("utf-8", "surrogatepass")


def _hash(text: str) -> bytes:
    from hashlib import sha256  # noqa: PLC0415  for one order only

    return sha256(text.encode("utf-8", "surrogatepass")).digest()
