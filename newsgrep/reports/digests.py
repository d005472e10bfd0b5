"""Digests of the articles that match, by which it can be said later, and elsewhere, whether an answer is still the same."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.contract import Snapshot
from newsgrep.engines.fetching import with_articles
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery


class Digest(NamedTuple):
    """An article, and the SHA-256 of its text as stored, in UTF-8, as hexadecimal digits."""

    id: ArticleId
    sha256: str


Kind: TypeAlias = Literal["gone", "added", "changed"]
KINDS: tuple[Kind, ...] = ("gone", "added", "changed")


class Change(NamedTuple):
    """What became of an article: it is no longer among the matches, it is new among them, or its text is another."""

    kind: Kind
    id: ArticleId


def digests(snapshot: Snapshot, query: AnalysedQuery) -> Iterator[Digest]:
    """The digests of all matches, by id in code-point order. Raises QueryError."""
    answer = snapshot.search(query, order=Order.ID)
    return (
        Digest(match.id, sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest())
        for match, article in with_articles(snapshot, answer)
    )


def changes(before: Iterable[Digest], now: Iterable[Digest]) -> Iterator[Change]:
    """The differences of two answers, by id. Both are in the order of `digests`, and may be of any length."""
    sides = merge(_of_side(0, before), _of_side(1, now))
    for identifier, group in groupby(sides, key=itemgetter(0)):
        (_, side, digest), *others = group
        if not others:
            yield Change("added" if side else "gone", identifier)
        elif others[0][2] != digest:
            yield Change("changed", identifier)


def _of_side(side: int, digests: Iterable[Digest]) -> Iterator[tuple[ArticleId, int, str]]:
    return ((one.id, side, one.sha256) for one in digests)
