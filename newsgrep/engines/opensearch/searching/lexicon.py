"""The words of an index in a cluster, and the queries for what stands at one position."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from newsgrep.engines.occurs import MAX_WORDS
from newsgrep.engines.opensearch.connection import BAD_REQUEST, RefusedError
from newsgrep.engines.opensearch.searching.wildcards import written
from newsgrep.engines.opensearch.view import PAGE_HITS, Query, View
from newsgrep.query.globs import GlobMatcher
from newsgrep.text import Approximate, Glob, KnownSlot, Stems, Surfaces

_WORDS_OF_A_REQUEST: Final = 500


class Lexicon:
    """Looks up words. `spelled_out`: a wildcard is too complex for the cluster, and its words are named instead."""

    def __init__(self, view: View, *, spelled_out: bool = False) -> None:
        self._view = view
        self.spelled_out = spelled_out
        self._found: dict[tuple[KnownSlot, str], Sequence[str]] = {}

    @property
    def most_clauses(self) -> int:
        """The number of clauses that the cluster allows in a query, and of words for which a wildcard in intervals may stand."""
        return self._view.cluster.most_clauses

    def words(self, slot: KnownSlot, field: str) -> Sequence[str]:
        """The words of a field that a wildcard or a fuzzy word stands for, ascending; some may be in no article that counts."""
        of_body = self._found.get((slot, "body"))
        if field == "title" and of_body is not None and len(of_body) <= _WORDS_OF_A_REQUEST:
            return of_body  # headlines are in bodies
        key = slot, field
        if key not in self._found:
            self._found[key] = list(self._look_up(slot, field))
        return self._found[key]

    def count(self, slot: KnownSlot, field: str) -> int:
        """The number of its words that articles have, if they are more than `MAX_WORDS`; else 0."""
        words = self.words(slot, field)
        if len(words) <= MAX_WORDS:
            return 0
        return sum(1 for _ in self.frequencies(words, field))

    def frequencies(
        self, words: Sequence[str], field: str, query: Query | None = None, part: str = "words"
    ) -> Iterator[tuple[str, int]]:
        """(word, its document frequency among the matches of a query), for words that have any."""
        for first in range(0, len(words), _WORDS_OF_A_REQUEST):
            some = words[first : first + _WORDS_OF_A_REQUEST]
            filters = [{"term": {f"{field}.{part}": word}} for word in some]
            found = self._view.search(
                query, size=0, track_total_hits=False, aggs={"words": {"filters": {"filters": filters}}}
            )
            for word, bucket in zip(some, found["aggregations"]["words"]["buckets"], strict=True):
                if bucket["doc_count"]:
                    yield word, bucket["doc_count"]

    def beginning_with(self, prefix: str, field: str) -> Iterator[str]:
        """The words of a field that begin so, ascending; some may be in no article that counts."""
        return self._all(field, {"prefix": {"word": prefix}} if prefix else None)

    def slot_query(self, slot: KnownSlot, field: str) -> Query:
        """The query for the articles in whose field a slot matches, whatever the number of its words."""
        name = f"{field}.{part_of(slot)}"
        match slot:
            case Stems(forms) | Surfaces(forms):
                return {"terms": {name: forms}} if len(forms) > 1 else {"term": {name: forms[0]}}
            case Approximate(_, edits) if edits:
                return {"fuzzy": {name: _fuzzy(slot)}}
            case Approximate(surface):
                return {"term": {name: surface}}
            case Glob(glob):
                if self.spelled_out:
                    return {"terms": {name: self.words(slot, field)}}
                return glob_query(name, glob)

    def _look_up(self, slot: KnownSlot, field: str) -> Iterator[str]:
        """The words, from NAME-words; if the cluster cannot say, each word of the field is tried here."""
        match slot:
            case Surfaces(forms):
                yield from forms
            case Glob(glob):
                try:
                    yield from self._all(field, glob_query("word", glob))
                except RefusedError as error:
                    if not is_too_complex(error):
                        raise
                    yield from (word for word in self._all(field) if slot.matches(word))
            case Approximate(surface, edits):
                wanted = {"fuzzy": {"word": _fuzzy(slot)}} if edits else {"term": {"word": surface}}
                yield from self._all(field, wanted)
            case Stems(forms):
                raise TypeError(f"stems are no words: {forms}")

    def _all(self, field: str, query: Query | None = None) -> Iterator[str]:
        filters = [{"term": {"field": field}}, *([query] if query else ())]
        after: dict[str, Any] = {}
        while True:
            found = self._view.cluster.search(
                {
                    "query": {"bool": {"filter": filters}},
                    "size": PAGE_HITS * 10,
                    "sort": [{"word": "asc"}],
                    "track_total_hits": False,
                    "_source": False,
                    "stored_fields": "_none_",
                    **after,
                },
                self._view.indices.words,
            )
            hits = found["hits"]["hits"]
            yield from (hit["sort"][0] for hit in hits)
            if len(hits) < PAGE_HITS * 10:
                return
            after = {"search_after": hits[-1]["sort"]}


def part_of(slot: KnownSlot) -> str:
    """The part of a text field in which a slot is looked up."""
    return "stems" if isinstance(slot, Stems) else "words"


def glob_query(name: str, glob: GlobMatcher) -> Query:
    """The query for a glob in a field of whole values."""
    if glob.literal is not None:
        return {"term": {name: glob.literal}}
    return {"wildcard": {name: {"value": written(glob), "rewrite": "constant_score"}}}


def is_too_complex(error: RefusedError) -> bool:
    """Say whether the cluster refused a wildcard: its automaton would be too large, or stands for too many words."""
    return (error.status == BAD_REQUEST and "eterminiz" in str(error)) or "too many terms" in str(error)


def _fuzzy(slot: Approximate) -> dict[str, Any]:
    return {
        "value": slot.surface,
        "fuzziness": slot.edits,
        "transpositions": True,
        "prefix_length": 0,
        "rewrite": "constant_score",
    }
