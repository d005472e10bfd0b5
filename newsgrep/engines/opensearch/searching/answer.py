"""The answer to a query: the exact total at once, then the matches, page after page, of one view."""

import heapq
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, Final, TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.opensearch.connection import Json
from newsgrep.engines.opensearch.documents import article_of, decoded
from newsgrep.engines.opensearch.searching.ranking import Ranking
from newsgrep.engines.opensearch.searching.reading import ArticleTokens
from newsgrep.engines.opensearch.view import PAGE_HITS, Query, View
from newsgrep.immutable import NamedTuple
from newsgrep.results import Match, Order
from newsgrep.text import Analyzer

_Key: TypeAlias = tuple[float, int, str]
_ID: Final = {"id": "asc"}
_SORTS: Final[dict[Order, list[dict[str, Any]]]] = {
    Order.RELEVANCE: [{"_score": "desc"}, {"day": {"order": "desc", "missing": 0}}, _ID],
    Order.NEWEST: [{"day": {"order": "desc", "missing": 0}}, _ID],
    Order.OLDEST: [{"day": {"order": "asc", "missing": 99_999_999}}, _ID],
    Order.ID: [_ID],
    Order.RANDOM: [_ID],
}
_FIELDS: Final = ("id", "path", "day", "body.length", "title.length")
_LEAST_HITS = 50


class Bounds(NamedTuple):
    """Which of all matches, in their order, an answer has; `limit` None: all from the offset on."""

    offset: int = 0
    limit: int | None = None


class ClusterAnswer:
    """An `Answer` (see `results`). `matching` is the query for the matches."""

    def __init__(
        self,
        view: View,
        matching: Query,
        ranking: Ranking,
        analyzer: Analyzer,
        order: Order,
        seed: int,
        bounds: Bounds,
    ) -> None:
        self._view = view
        self._matching = matching
        self._ranking = ranking
        self._analyzer = analyzer
        self._order = Order.NEWEST if order is Order.RELEVANCE and ranking.is_flat else order
        self._bounds, self._seed = bounds, seed
        offset, limit = bounds
        wanted = 0 if order is Order.RANDOM else PAGE_HITS if limit is None else offset + limit
        self._first = self._page(min(wanted, PAGE_HITS), track_total_hits=True)
        self.total: int = self._first["hits"]["total"]["value"]
        """The number of articles that match."""

    def __iter__(self) -> Iterator[Match]:
        """The matches in order, from the offset on, at most the limit."""
        offset, limit = self._bounds
        stop = self.total if limit is None else min(self.total, offset + limit)
        if offset >= stop:
            return iter(())
        if self._order is Order.RANDOM:
            return self._drawn(offset, stop)
        elif self._order is Order.RELEVANCE:
            matches = self._ranked()
        else:
            matches = (self._match(hit)[1] for hits, _ in self._pages() for hit in hits)
        return islice(matches, offset, stop)

    def paths(self) -> Iterator[str]:
        """The paths of the same matches."""
        return (match.path for match in self)

    def _page(self, size: int, matching: Query | None = None, **more: Json) -> Json:
        # The articles are read only if the cluster cannot count all occurrences.
        source = {} if self._ranking.is_exact else {"_source": ["article"]}
        return self._view.search(
            matching or self._matching,
            should=self._ranking.queries,
            size=size,
            sort=_SORTS[self._order],
            track_scores=True,
            docvalue_fields=_FIELDS,
            **source,
            **more,
        )

    def _pages(self) -> Iterator[tuple[list[Json], bool]]:
        """(hits, whether they are the last), page after page."""
        found, seen = self._first, 0
        while hits := found["hits"]["hits"]:
            seen += len(hits)
            yield hits, seen >= self.total
            if seen >= self.total:
                return
            size = min(PAGE_HITS, max(_LEAST_HITS, 2 * len(hits)))
            found = self._page(size, track_total_hits=False, search_after=hits[-1]["sort"])

    def _ranked(self) -> Iterator[Match]:
        """Best first. The last score of a page bounds those of all that follow."""
        waiting: list[tuple[_Key, Match]] = []
        for hits, are_last in self._pages():
            for hit in hits:
                heapq.heappush(waiting, self._match(hit))
            lowest = hits[-1]["sort"][0]
            bound = -1.0 if are_last else self._ranking.bound(lowest)
            # Equal scores are in their order already: the cluster sorts them by day and id.
            tied = not are_last and self._ranking.is_exact and _are_tied(waiting, bound)
            while waiting and (tied or -waiting[0][0][0] > bound):
                yield heapq.heappop(waiting)[1]

    def _drawn(self, offset: int, stop: int) -> Iterator[Match]:
        """The matches whose ids have the least lots: all are drawn, and only these are scored."""
        ids = (hit["sort"][0] for hit in self._view.hits(self._matching))
        drawn = sorted(ids, key=self._lot)[offset:stop]
        for first in range(0, len(drawn), PAGE_HITS):
            some = drawn[first : first + PAGE_HITS]
            hits = self._page(len(some), {"terms": {"id": some}})["hits"]["hits"]
            matches = {hit["sort"][0]: self._match(hit)[1] for hit in hits}
            yield from (matches[identifier] for identifier in some)

    def _lot(self, identifier: str) -> bytes:
        return sha256(f"{self._seed}\0{identifier}".encode("utf-8", "surrogatepass")).digest()

    def _match(self, hit: Json) -> tuple[_Key, Match]:
        fields = hit["fields"]
        identifier = fields["id"][0]
        day = fields["day"][0] if "day" in fields else 0
        score = self._score(hit)
        return (-score, -day, identifier), Match(ArticleId(identifier), decoded(fields["path"][0]), score)

    def _score(self, hit: Json) -> float:
        ranking = self._ranking
        if ranking.is_flat:
            return 0.0
        fields = hit["fields"]
        lengths = {name: int(fields[f"{name}.length"][0]) for name in ("body", "title")}
        tokens = None
        if not ranking.is_exact:
            tokens = ArticleTokens(article_of(hit["_source"]), self._analyzer)
        return ranking.score(hit.get("matched_queries") or {}, lengths, tokens)


class NoAnswer:
    """The answer of an index without a commit."""

    total = 0

    def __iter__(self) -> Iterator[Match]:
        return iter(())

    def paths(self) -> Iterator[str]:
        """No paths."""
        return iter(())


def _are_tied(waiting: list[tuple[_Key, Match]], bound: float) -> bool:
    """Say whether all that may be below the bound have one score."""
    below = {key[0] for key, _ in waiting if -key[0] <= bound}
    return len(below) == 1
