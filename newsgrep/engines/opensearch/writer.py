"""The writer of the cluster engine: it sends segments, and commits them."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Segment
from newsgrep.engines.opensearch.commits import Commit, Commits, Sums
from newsgrep.engines.opensearch.connection import Cluster, Operation, operation
from newsgrep.engines.opensearch.documents import document_id, value_of
from newsgrep.engines.opensearch.making import DocumentMaker
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.opensearch.sending import send
from newsgrep.engines.opensearch.view import View
from newsgrep.errors import IndexDamagedError, StorageError
from newsgrep.text import Analyzer

_IDS_OF_A_REQUEST = 10_000
_IDS_OF_A_LIST = 60_000
"""The cluster looks up at most 65,536 terms."""
_SECONDS_OF_A_SPENT_LIST = 86_400.0
"""A reader that began before the listed documents were deleted sees them, and so needs the list."""


class ClusterWriter:
    """A `Writer` (see `engines`). Words that it has written are remembered, and not sent again."""

    def __init__(self, cluster: Cluster, commits: Commits, language: str) -> None:
        self._cluster = cluster
        self._commits = commits
        self._indices = Indices.of(cluster.address)
        self._language = language
        self._maker = DocumentMaker(Analyzer(language))
        self._sent: dict[str, set[str]] = {}

    def write(
        self, articles: Iterable[Article], on_wait: Callable[[], None] = lambda: None
    ) -> Segment | None:
        """Analyse and store the articles as one segment, which no snapshot contains yet."""
        newest = {article.id: article for article in articles}
        if not newest:
            return None
        number = self._commits.new_segment()
        words: dict[str, set[str]] = {}
        with self._cluster.waiting(on_wait):
            send(self._cluster, self._documents(newest.values(), number, words))
        for field, found in words.items():
            self._sent.setdefault(field, set()).update(found)
        return Segment({"parts": [{"number": number, "ids": list(newest)}]})

    def groups(self, segments: Sequence[Segment]) -> list[Sequence[Segment]]:
        """All as one, which costs nothing: the cluster merges what it holds by itself."""
        return [segments] if segments else []

    def merge(self, segments: Sequence[Segment]) -> Segment:
        """Make one segment of some that were written: nothing moves in the cluster."""
        return Segment({"parts": [part for segment in segments for part in segment["parts"]]})

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId], label: str = "") -> int:
        """Add the segments and remove articles, atomically."""
        before = self._without_old_lists(self._commits.newest_held())
        given = self.merge(segments)["parts"]
        # If Ctrl-C came after a commit was made, and before it was cleared up, it is asked for again.
        parts = [part for part in given if not before.counts(int(part["number"]))]
        self._delete_listed(before.gone)  # which a killed writer has left
        before = before.all_spent()
        self._cluster.refresh(self._indices.articles, self._indices.words, self._indices.entries)
        new = _ids(parts)
        try:
            replaced = list(self._replaced(before, {*removed} - _ids(given) | new))
        except StorageError:
            self._commits.newest_held()  # says so if it is another writer that has changed the index
            raise
        gone = [*replaced, *_superseded(parts)]
        after = self._next(before, {int(part["number"]) for part in parts}, gone, label)
        after = after._replace(sums=self._sums(after))
        self._check_count(after, before.sums.articles - len(replaced) + len(new))
        committed = self._commits.replace(lambda _: after)
        if committed.gone:
            # Searches take longer as long as there are lists.
            self._delete_listed(committed.gone)
            self._cluster.refresh(self._indices.articles)
            self._commits.replace(Commit.all_spent)
        return committed.generation

    def discard_uncommitted(self) -> None:
        """Delete the documents of segments that were never committed, and lists that no commit names."""
        # In this order: a writer that has lost the lock meanwhile does not know of segments of later ones.
        end = self._commits.segments_so_far()
        newest = self._commits.newest_held()
        dead = newest.dead_segments(end)
        if not (dead or newest.first):
            return
        self._delete_listed(newest.gone)
        for index in (self._indices.articles, self._indices.entries):
            self._cluster.refresh(index)
            self._cluster.request(
                "POST",
                f"/{index}/_delete_by_query",
                {"query": newest.uncommitted(end)},
                params={"conflicts": "proceed", "refresh": "true"},
            )
        self._delete(self._indices.state, map(_list_name, dead))

    def _documents(
        self, articles: Iterable[Article], segment: int, words: dict[str, set[str]]
    ) -> Iterator[Operation]:
        """The documents to be written, then their words."""
        for identifier, document in self._maker.documents(articles, segment, words):
            name = document_id(identifier, segment)
            yield operation({"index": {"_index": self._indices.articles, "_id": name}}, document)
        for field, found in words.items():
            for word in found - self._sent.get(field, set()):
                action = {"create": {"_index": self._indices.words, "_id": f"{field[0]}{word}"}}
                yield operation(action, {"field": field, "word": word})

    def _replaced(self, commit: Commit, ids: Collection[str]) -> Iterator[str]:
        """The documents of these articles that a commit shows."""
        if not commit.generation:
            return
        view = View(self._cluster, self._commits, commit)
        by_value: dict[str, list[str]] = {}
        for identifier in ids:
            by_value.setdefault(value_of(identifier), []).append(identifier)
        ordered = sorted(by_value)
        for first in range(0, len(ordered), _IDS_OF_A_REQUEST):
            query = {"terms": {"id": ordered[first : first + _IDS_OF_A_REQUEST]}}
            for hit in view.hits(query, docvalue_fields=["segment"]):
                (segment,) = hit["fields"]["segment"]
                # Values of long ids may be equal; then some of these documents are not there.
                for identifier in by_value[hit["sort"][0]]:
                    yield document_id(ArticleId(identifier), segment)

    def _next(self, before: Commit, written: set[int], gone: Sequence[str], label: str) -> Commit:
        """The commit to come, but for its sums; writes the lists of what is gone."""
        generation = before.generation + 1
        lists = []
        for first in range(0, len(gone), _IDS_OF_A_LIST):
            # Its number is that of a segment: nobody else's list has it, and it is known to be dead if it is not committed.
            lists.append(self._commits.new_segment())
            self._commits.put(_list_name(lists[-1]), {"ids": gone[first : first + _IDS_OF_A_LIST]})
        end = self._commits.segments_so_far()
        return before._replace(
            generation=generation,
            label=label,
            language=self._language,
            next=end,
            holes=tuple(sorted({*before.holes, *range(before.next, end)}.difference(written, lists))),
            gone=tuple(map(_list_name, lists)),
            purged=generation if lists else before.purged,
        )

    def _delete_listed(self, names: Iterable[str]) -> None:
        """Delete the listed documents: no later commit shows them."""
        for name in names:
            found = self._commits.document(name)
            self._delete(self._indices.articles, found["ids"] if found else ())

    def _delete(self, index: str, names: Iterable[str]) -> None:
        send(self._cluster, (operation({"delete": {"_index": index, "_id": name}}) for name in names))

    def _without_old_lists(self, commit: Commit) -> Commit:
        """The commit without the lists that no reader uses any more; deletes them."""
        old = [name for name, moment in commit.spent if time.time() - moment > _SECONDS_OF_A_SPENT_LIST]
        self._delete(self._indices.state, old)
        return commit._replace(spent=tuple(one for one in commit.spent if one[0] not in old))

    def _check_count(self, after: Commit, expected: int) -> None:
        """Raise IndexDamagedError if the cluster does not hold what was written, or holds it twice."""
        found = after.sums.articles
        if found != expected:
            self._commits.newest_held()  # another writer may have deleted what this one has written
            raise IndexDamagedError(
                f"{self._cluster.address}: the cluster has {found} articles where {expected} should be;"
                " make the index anew with: newsgrep index --rebuild"
            )

    def _sums(self, commit: Commit) -> Sums:
        found = self._cluster.search(
            {
                "size": 0,
                "track_total_hits": True,
                "query": commit.visible(self._indices),
                "aggs": {
                    "tokens": {"sum": {"field": "body.length"}},
                    "title_tokens": {"sum": {"field": "title.length"}},
                    "titles": {"range": {"field": "title.length", "ranges": [{"from": 1}]}},
                },
            },
            self._indices.articles,
        )
        sums = found["aggregations"]
        return Sums(
            found["hits"]["total"]["value"],
            int(sums["tokens"]["value"]),
            sums["titles"]["buckets"][0]["doc_count"],
            int(sums["title_tokens"]["value"]),
        )


def _ids(parts: Iterable[Mapping[str, Any]]) -> set[str]:
    """The ids of the articles of some parts of segments."""
    return {one for part in parts for one in part["ids"]}


def _list_name(number: int) -> str:
    """The document of a list of what is gone, by its number."""
    return f"gone-{number}"


def _superseded(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The documents of articles that a later part of a commit holds too."""
    newest: dict[str, int] = {}
    for part in parts:
        number = int(part["number"])
        for identifier in part["ids"]:
            if identifier in newest:
                yield document_id(ArticleId(identifier), newest[identifier])
            newest[identifier] = number
