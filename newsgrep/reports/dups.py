"""Duplicates: who printed whose text. Clusters of near copies among the matches of a query, and the pairs."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from newsgrep.article import Article, ArticleId, PublicationDate
from newsgrep.engines.contract import Snapshot
from newsgrep.reports.copies import Collation, CopyOptions, Progress
from newsgrep.reports.copy_graph import CopyPairs, first_copies
from newsgrep.results import Match
from newsgrep.text import AnalysedQuery
from newsgrep.text.similarity_join import Pairs

_LEAST = 2


class Copy(NamedTuple):
    """An article of a cluster, beside the first of it.

    `similarity` is the Jaccard coefficient of the two sets of shingles (see `text.shingles`), `contained` the part of
    the smaller set that is in the other; both are 1 for the first itself, and 0 where an article has nothing in
    common with it, because other copies connect them. `path` is `Article.path`.
    """

    id: ArticleId
    path: str
    title: str | None
    date: PublicationDate | None
    source: str | None
    url: str | None
    similarity: float
    contained: float


class Cluster(NamedTuple):
    """Two articles or more that copies connect, from the earliest; undated ones are last, ties go by id."""

    copies: tuple[Copy, ...]

    @property
    def first(self) -> Copy:
        """The earliest."""
        return self.copies[0]


class CopyPair(NamedTuple):
    """Two copies, the earlier one first; `days` are between their dates, None if one has none."""

    id: ArticleId
    copy: ArticleId
    similarity: float
    contained: float
    days: int | None


def dups(
    snapshot: Snapshot, query: AnalysedQuery, options: CopyOptions, progress: Progress = lambda *_: None
) -> list[Cluster]:
    """The clusters of copies among the matches of a query, the largest first, ties in the order of their first articles.

    Raises QueryError and StorageError.
    """
    with Collation(snapshot, query, progress) as collation:
        firsts = first_copies(collation, options)
        sizes = np.bincount(firsts, minlength=len(firsts))[firsts]
        members = np.flatnonzero(sizes >= _LEAST)
        members = members[np.lexsort((members, firsts[members], -sizes[members]))]
        likeness = collation.likeness(collation.compared(firsts[members], members))
        articles = collation.articles(set(members.tolist()))
    rows = zip(members.tolist(), *likeness, strict=True)
    copies = [_copy(articles[number], *alike) for number, *alike in rows]
    ends = (np.flatnonzero(np.diff(firsts[members], append=-1)) + 1).tolist()
    return [Cluster(tuple(copies[begin:end])) for begin, end in pairwise((0, *ends))]


def pairs(
    snapshot: Snapshot, query: AnalysedQuery, options: CopyOptions, progress: Progress = lambda *_: None
) -> Iterator[CopyPair]:
    """All pairs of copies among the matches of a query, in the order of the earlier, then of the later article.

    Raises QueryError and StorageError.
    """
    with Collation(snapshot, query, progress) as collation:
        found = CopyPairs(collation, options)
    has_copy = np.zeros(len(collation), np.bool_)
    for some in found:
        has_copy[some.left] = has_copy[some.right] = True
    ids = collation.matches(set(np.flatnonzero(has_copy).tolist()))
    return (pair for some in found for pair in _copy_pairs(collation, some, ids))


def _copy_pairs(collation: Collation, some: Pairs, ids: Mapping[int, Match]) -> Iterator[CopyPair]:
    numbers = zip(some.left.tolist(), some.right.tolist(), strict=True)
    measures = zip(*collation.likeness(some), collation.days_apart(some), strict=True)
    for (left, right), (similarity, contained, days) in zip(numbers, measures, strict=True):
        yield CopyPair(ids[left].id, ids[right].id, similarity, contained, days)


def _copy(article: Article, similarity: float, contained: float) -> Copy:
    return Copy(
        article.id,
        article.path,
        article.title,
        article.date,
        article.source,
        article.url,
        similarity,
        contained,
    )
