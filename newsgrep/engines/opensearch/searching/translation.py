"""Queries of newsgrep in the cluster's language: both match the same articles."""

from collections.abc import Sequence
from typing import Final, assert_never

from newsgrep.engines.occurs import MAX_WORDS, Occurs, too_many_words, unknown_words
from newsgrep.engines.opensearch.documents import article_of, value_of
from newsgrep.engines.opensearch.searching.lexicon import Lexicon, glob_query, part_of
from newsgrep.engines.opensearch.searching.proximity import Clauses, Proximity, TooManyError
from newsgrep.engines.opensearch.view import Query, View
from newsgrep.query.globs import GlobMatcher, compile_glob
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Undated,
    Value,
    Within,
    Word,
)
from newsgrep.text import AnalysedQuery, Stems, Surfaces
from newsgrep.text.values import fold_value

_AFTER_ALL_DAYS: Final = 99_999_999
_TERMS_OF_A_QUERY: Final = 60_000


class Translation:
    """Translates parts of a query. Words that the cluster cannot be asked for are looked for in the articles' texts."""

    def __init__(self, query: AnalysedQuery, view: View, *, spelled_out: bool = False) -> None:
        """`spelled_out`: a wildcard is too complex for the cluster, and its words are named instead."""
        self._query = query
        self._view = view
        self.lexicon = Lexicon(view, spelled_out=spelled_out)
        self._clauses = Clauses(lambda: view.cluster.most_clauses // 2)
        """Half of them: the others are for what scores."""
        self._of_occurs: dict[Occurs, Query] = {}

    def query(self, node: Node, field: str = "body") -> Query:
        """The articles that match. `field` is that of words without a field."""
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                return self.occurrence(self.occurs(node, field))
            case And(parts):
                return {"bool": {"filter": [self.query(part, field) for part in parts]}}
            case Or(parts):
                return self._any(parts, field)
            case Not(part):
                return {"bool": {"must_not": [self.query(part, field)]}}
            case Boost(part):
                return self.query(part, field)
            case Within(name, part):
                return self.query(part, name)
            case Value() | Ids() | Dates() | Undated() | Everything():
                return self._filter(node)
        assert_never(node)

    def occurs(self, leaf: Leaf | Near, field: str) -> Occurs:
        """What a leaf looks for. Raises QueryError as `Snapshot` says."""
        for one, slot in unknown_words(leaf, self._query):
            words = self.lexicon.count(slot, field)
            if words > MAX_WORDS:
                raise too_many_words(one, words)
        return Occurs.of(leaf, field, self._query)

    def occurrence(self, occurs: Occurs) -> Query:
        """The articles in which it occurs."""
        if occurs not in self._of_occurs:
            self._of_occurs[occurs] = self._occurrence(occurs)
        return self._of_occurs[occurs]

    def _occurrence(self, occurs: Occurs) -> Query:
        if len(occurs.sides) == 1 and len(occurs.sides[0][0]) == 1:
            return self.lexicon.slot_query(next(occurs.slots), occurs.field)
        try:
            return Proximity(self.lexicon, self._clauses).query(occurs)
        except TooManyError:
            return self._read(occurs)

    def _read(self, occurs: Occurs) -> Query:
        """The articles in which it occurs, found in the texts of those in which its phrases, or all of a phrase's words, do."""
        if occurs.slop is None:
            needed = [self.lexicon.slot_query(slot, occurs.field) for slot in occurs.slots]
        else:
            needed = [
                _any_of([self.occurrence(Occurs(occurs.field, ((phrase,),))) for phrase in side])
                for side in occurs.sides
            ]
        from newsgrep.engines.opensearch.searching.reading import TextReader  # noqa: PLC0415  few searches read

        reader = TextReader(self._query.analyzer)
        found: list[str] = []
        for hits in self._view.pages({"bool": {"filter": needed}}, _source=["article"]):
            articles = [article_of(hit["_source"]) for hit in hits]
            counts = reader.frequencies(articles, [occurs])[occurs]
            found += (hit["_id"] for hit, count in zip(hits, counts, strict=True) if count)
        parts = [
            {"ids": {"values": found[first : first + _TERMS_OF_A_QUERY]}}
            for first in range(0, max(1, len(found)), _TERMS_OF_A_QUERY)
        ]
        return parts[0] if len(parts) == 1 else _any_of(parts)

    def _any(self, parts: Sequence[Node], field: str) -> Query:
        """Alternatives. Those that are one word, or one value, of a field are one set of terms."""
        sets: dict[str, list[str]] = {}
        others: list[Query] = []
        for part in parts:
            name, terms = self._as_terms(part, field)
            if name:
                sets.setdefault(name, []).extend(terms)
            else:
                others.append(self.query(part, field))
        alternatives = [*({"terms": {name: terms}} for name, terms in sets.items()), *others]
        return _any_of(alternatives)

    def _as_terms(self, node: Node, field: str) -> tuple[str, Sequence[str]]:
        """(name of a field, terms), if the node stands for any of these; else no name."""
        match node:
            case Boost(part):
                return self._as_terms(part, field)
            case Value(name, glob) if (literal := _value_matcher(glob).literal) is not None:
                return f"value.{name}", (literal,)
            case Word() | Phrase():
                word = self.occurs(node, field).word
                if isinstance(word, Stems | Surfaces):
                    return f"{field}.{part_of(word)}", word.forms
        return "", ()

    def _filter(self, condition: Value | Ids | Dates | Undated | Everything) -> Query:
        match condition:
            case Value(name, glob):
                return self._value(name, _value_matcher(glob))
            case Ids(ids):
                ordered = sorted(map(value_of, ids))
                parts = [
                    {"terms": {"id": ordered[first : first + _TERMS_OF_A_QUERY]}}
                    for first in range(0, max(1, len(ordered)), _TERMS_OF_A_QUERY)
                ]
                return _any_of(parts)
            case Dates(first, last, sure):
                begins, ends = ("day", "last_day") if sure else ("last_day", "day")
                ranges = [
                    {"range": {begins: {"gte": first or 1}}},
                    {"range": {ends: {"lte": last or _AFTER_ALL_DAYS}}},
                ]
                return {"bool": {"filter": ranges}}
            case Undated():
                return {"bool": {"must_not": [{"exists": {"field": "day"}}]}}
            case Everything():
                return {"match_all": {}}

    def _value(self, name: str, glob: GlobMatcher) -> Query:
        if self.lexicon.spelled_out and glob.literal is None:
            return {"terms": {f"value.{name}": list(self._view.values(f"value.{name}", glob.matches))}}
        return glob_query(f"value.{name}", glob)


def _any_of(queries: Sequence[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _value_matcher(glob: str) -> GlobMatcher:
    return compile_glob(glob, lambda text: value_of(fold_value(text)))
