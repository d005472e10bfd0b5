"""The answer to a query: the exact total at once, then the matches, page after page, of one view."""

import heapq
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from newsgrep.article import ArticleId
from newsgrep.engines.opensearch.connection import Json
from newsgrep.engines.opensearch.documents import article_of, decoded
from newsgrep.engines.opensearch.searching.ranking import Ranking
from newsgrep.engines.opensearch.view import PAGE_BARE_HITS, PAGE_HITS, Query, View
from newsgrep.immutable import NamedTuple
from newsgrep.results import Match, Order
from newsgrep.text import Analyzer

if TYPE_CHECKING:
    from newsgrep.engines.occurs import Occurs
    from newsgrep.engines.opensearch.searching.reading import TextReader

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
_LEAST_HITS, _GROWTH = 50, 4
"""Of a page whose hits are sorted again, and of each page by the one before: the cluster ranks all for each."""


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
        self._reader: TextReader | None = None
        self._most_hits = PAGE_BARE_HITS if ranking.is_exact else PAGE_HITS
        offset, limit = bounds
        wanted = 0 if order is Order.RANDOM else PAGE_HITS if limit is None else offset + limit
        if wanted and self._order is Order.RELEVANCE and not ranking.is_exact:
            wanted = max(wanted, _LEAST_HITS)
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
            matches = (match for hits, _ in self._pages() for _, match in self._matches(hits))
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
            size = min(self._most_hits, max(_LEAST_HITS, _GROWTH * len(hits)))
            found = self._page(size, track_total_hits=False, search_after=hits[-1]["sort"])

    def _ranked(self) -> Iterator[Match]:
        """Best first. The last hit of a page bounds those of all that follow."""
        waiting: list[tuple[_Key, Match]] = []
        for hits, are_last in self._pages():
            for match in self._matches(hits):
                heapq.heappush(waiting, match)
            lowest, day, identifier = hits[-1]["sort"]
            bound = self._ranking.bound(lowest)
            # Equal scores are in their order already: the cluster sorts them by day and id.
            tied = self._ranking.is_exact and _are_tied(waiting, bound)
            # Nothing that follows scores, and so none comes before this one.
            last: _Key = (0.0, -day, identifier)
            while waiting and (
                are_last or tied or -waiting[0][0][0] > bound or (not bound and waiting[0][0] <= last)
            ):
                yield heapq.heappop(waiting)[1]

    def _drawn(self, offset: int, stop: int) -> Iterator[Match]:
        """The matches whose ids have the least lots: all are drawn, and only these are scored."""
        ids = (hit["sort"][0] for hit in self._view.hits(self._matching))
        drawn = sorted(ids, key=self._lot)[offset:stop]
        for first in range(0, len(drawn), self._most_hits):
            some = drawn[first : first + self._most_hits]
            hits = self._page(len(some), {"terms": {"id": some}})["hits"]["hits"]
            matches = {match.id: match for _, match in self._matches(hits)}
            yield from (matches[ArticleId(identifier)] for identifier in some)

    def _lot(self, identifier: str) -> bytes:
        return sha256(f"{self._seed}\0{identifier}".encode("utf-8", "surrogatepass")).digest()

    def _matches(self, hits: Sequence[Json]) -> Iterator[tuple[_Key, Match]]:
        """The matches that are a page's hits."""
        for hit, score in zip(hits, self._scores(hits), strict=True):
            fields = hit["fields"]
            identifier = fields["id"][0]
            day = fields["day"][0] if "day" in fields else 0
            match = Match(ArticleId(identifier), decoded(fields["path"][0]), score)
            yield (-score, -day, identifier), match

    def _scores(self, hits: Sequence[Json]) -> Iterator[float]:
        ranking = self._ranking
        if ranking.is_flat:
            yield from repeat(0.0, len(hits))
            return
        read = self._read(hits)
        for number, hit in enumerate(hits):
            lengths = {name: int(hit["fields"][f"{name}.length"][0]) for name in ("body", "title")}
            counts = {occurs: found[number] for occurs, found in read.items()}
            yield ranking.score(hit.get("matched_queries") or {}, lengths, counts)

    def _read(self, hits: Sequence[Json]) -> "dict[Occurs, list[int]]":
        """How often what the cluster cannot count occurs in each hit."""
        if self._ranking.is_exact:
            return {}
        from newsgrep.engines.opensearch.searching.reading import TextReader  # noqa: PLC0415  few searches read

        if self._reader is None:
            self._reader = TextReader(self._analyzer)
        articles = [article_of(hit["_source"]) for hit in hits]
        return self._reader.frequencies(articles, self._ranking.uncounted)


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
