"""What makes other articles similar to one: its telling stems, and the query for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from newsgrep.archive.search import Query
from newsgrep.article import Article
from newsgrep.days import day_of
from newsgrep.engines.contract import Snapshot
from newsgrep.errors import UsageError
from newsgrep.query import combine, nodes
from newsgrep.query.rewriting import words_of
from newsgrep.reports.similar import TellingStem, any_of, telling_stems
from newsgrep.text import AnalysedQuery


class Likeness(NamedTuple):
    """The stems that tell what an article is about, the most telling first, and the query for other articles with any of them."""

    stems: list[TellingStem]
    query: Query


def likeness(
    article: Article,
    snapshot: Snapshot,
    everything: AnalysedQuery,
    within_days: int | None,
    among: Query | None,
) -> Likeness:
    """What makes articles similar to this one, which need not be in the archive.

    `everything` is the query for all articles; see `Archive.similar` for the rest. Raises UsageError.
    """
    headline, text = everything.analyzer.body_tokens(article)
    stems = telling_stems(snapshot, everything, [*headline, *text])
    parts: list[nodes.Node] = [nodes.Not(nodes.Ids(frozenset({article.id})))]
    if within_days is not None:
        parts.append(_days_around(article, within_days))
    if among is not None:
        parts.append(_unranked(among.node))
    return Likeness(stems, Query("", AnalysedQuery(combine(any_of(stems), parts), everything.analyzer)))


def only_one(reference: str, articles: Sequence[Article]) -> Article:
    """The article that a reference names. Raises UsageError if it names several."""
    if len(articles) > 1:
        raise UsageError(f"{reference} has {len(articles)} articles; name one of them, as {articles[0].id}")
    return articles[0]


def _unranked(node: nodes.Node) -> nodes.Node:
    """The same articles; but no word of the query is scored, or marked."""
    return nodes.Not(nodes.Not(node)) if any(words_of(node)) else node


def _days_around(article: Article, days: int) -> nodes.Dates:
    if days < 0:
        raise UsageError("the days before and after an article cannot be negative")
    if article.date is None:
        what = f"{article.id} is undated" if article.id else "a text has no date"
        raise UsageError(f"{what}: there are no days before and after it; leave out --within")
    first, last = article.date.to_date(), article.date._replace(day=article.date.last_day).to_date()
    return nodes.Dates(_moved(first, -days), _moved(last, days))


def _moved(day: date, days: int) -> int | None:
    """The day so many days later; None if the calendar does not reach so far."""
    try:
        return day_of(day + timedelta(days))
    except OverflowError:
        return None
