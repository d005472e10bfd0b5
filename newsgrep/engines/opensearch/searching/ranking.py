"""The order by relevance: BM25, made by the cluster from exact counts and lengths, and again here in float64.

The cluster's own BM25 is not used: its lengths are rounded, and its frequencies are those of a shard, deleted
articles included. The score of a query here is a count, from which a script makes the score. Where the cluster
cannot count, as in NEAR, it gives an upper bound, and the occurrences are counted in the article's text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, Final

from newsgrep.engines.bm25 import TITLE_SHARE, Weight, idf
from newsgrep.engines.occurs import ExactPhrase, Occurs
from newsgrep.engines.opensearch.schema import ALTERNATIVE, ALTERNATIVES, HOLE
from newsgrep.engines.opensearch.searching.lexicon import part_of
from newsgrep.engines.opensearch.searching.proximity import Clauses, Proximity, TooManyError
from newsgrep.engines.opensearch.searching.translation import Translation
from newsgrep.engines.opensearch.view import Query, View
from newsgrep.query.nodes import And, Boost, Near, Node, Phrase
from newsgrep.text import AnalysedQuery, AnyWord, KnownSlot

_SCRIPT: Final = (
    "double f = Math.round(_score);"
    "return params.most * (f / (f + 1.2 * (0.5 + 0.5 * doc[params.length].value / params.mean)));"
)
_ROUNDING: Final = 1 + 2e-6
"""By how much the cluster's float32 sums may be below the exact ones."""
_MOST_WORDS = 64
"""Of a clause: no more than the cluster allows clauses."""
_MARGIN = 32
"""Clauses for filters."""


class Ranking:
    """Scores the articles of a view for one query."""

    def __init__(self, query: AnalysedQuery, view: View, translation: Translation) -> None:
        self._analyzer = query.analyzer
        self._translation = translation
        weights = _scoring_parts(query, translation)
        of_slots = _slot_idfs(weights, view, translation)
        self._weights = {
            occurs: Weight(weight * _idf(occurs, of_slots), view.commit.mean_length(occurs.field))
            for occurs, weight in weights.items()
        }
        self._scored = [occurs for occurs, weight in self._weights.items() if weight.mean]
        self._required = set(_required(query.node, translation))
        self.uncounted: list[Occurs] = []
        """What the cluster cannot count; see `bound`."""
        self._left_out = 0.0
        self._counted: dict[str, Occurs] = {}
        clauses = Clauses(lambda: view.cluster.most_clauses - view.cluster.most_clauses // 2 - _MARGIN)
        self._proximity = Proximity(translation.lexicon, clauses)
        self.queries: list[Query] = [
            made for number, occurs in enumerate(self._scored) if (made := self._query(occurs, f"u{number}"))
        ]
        """What adds to the score of an article that matches."""

    @property
    def is_exact(self) -> bool:
        """Whether the cluster's scores are the exact ones, but for float32."""
        return not self.uncounted

    @property
    def is_flat(self) -> bool:
        """Whether no part of the query is scored, so that all articles are equally relevant."""
        return not self._weights

    def bound(self, score: float) -> float:
        """An upper bound of the exact scores of articles whose score in the cluster is at most this."""
        return score * _ROUNDING + self._left_out

    def score(
        self, counts: Mapping[str, float], lengths: Mapping[str, int], read: Mapping[Occurs, int]
    ) -> float:
        """The exact score. `counts` are those of the named queries; `lengths` of the fields in tokens.

        `read` are those of `uncounted`.
        """
        count_of = {occurs: round(counts.get(name, 0)) for name, occurs in self._counted.items()}
        score = 0.0
        for occurs in self._scored:
            count = count_of[occurs] if occurs in count_of else read[occurs]
            if count:
                weight = self._weights[occurs]
                score += weight.score(count, weight.norm(lengths[occurs.field]))
        return score

    def _query(self, occurs: Occurs, name: str) -> Query | None:
        weight = self._weights[occurs]
        if len(occurs.sides) == 1:
            try:
                counting = self._count(occurs.sides[0][0], occurs.field)
            except TooManyError:
                pass
            else:
                self._counted[name] = occurs
                if not counting:
                    return None
                return _scored({"bool": {"should": counting, "_name": name}}, occurs.field, weight)
        self.uncounted.append(occurs)
        return self._bound(occurs, weight)

    def _count(self, phrase: ExactPhrase, field: str) -> list[Query]:
        """Queries of which the sum of the scores is how often a phrase occurs. Raises TooManyError."""
        known = [slot for slot in phrase if not isinstance(slot, AnyWord)]
        if len(phrase) == 1:
            return self._sum(field, known)
        forms = [
            (HOLE,) if isinstance(slot, AnyWord) else self._proximity.forms(slot, field) for slot in phrase
        ]
        self._proximity.clauses.take(prod(map(len, forms)) * len(known))
        if len({part_of(slot) for slot in known}) > 1:
            raise TooManyError
        name = f"{field}.{part_of(known[0])}"
        # At each place one of the combinations stands. The score of a phrase has its count once a word.
        share = 1 / len(known)
        return [
            {"match_phrase": {name: {"query": " ".join(words), "boost": share}}} for words in product(*forms)
        ]

    def _bound(self, occurs: Occurs, weight: Weight) -> Query | None:
        """No count exceeds this: an occurrence begins where one of its words stands."""
        try:
            words = self._sum(occurs.field, occurs.slots)
        except TooManyError:
            self._left_out += weight.limit
            return None
        bounded: dict[str, Any] = {"should": words, "filter": self._matching(occurs)}
        return _scored({"bool": bounded}, occurs.field, weight) if words else None

    def _matching(self, occurs: Occurs) -> list[Query]:
        """The articles in which it occurs, if that need be said and can be: others get no bound."""
        if occurs in self._required:
            return []
        try:
            return [self._proximity.query(occurs)]
        except TooManyError:
            return []

    def _sum(self, field: str, slots: Iterable[KnownSlot]) -> list[Query]:
        """Queries of which the sum of the scores is at how many positions a word stands that some slot stands for."""
        words: dict[str, dict[str, None]] = {}
        for slot in slots:
            of_part = words.setdefault(f"{field}.{part_of(slot)}", {})
            of_part.update(dict.fromkeys(self._proximity.forms(slot, field)))
        queries: list[Query] = [
            {"match": {name: {"query": ALTERNATIVE.join(some), "analyzer": ALTERNATIVES}}}
            for name, found in words.items()
            for some in _cut(list(found), _MOST_WORDS)
        ]
        self._proximity.clauses.take(len(queries))
        return queries


def _required(node: Node, translation: Translation) -> Iterator[Occurs]:
    """What occurs in every match."""
    match node:
        case And(parts):
            for part in parts:
                yield from _required(part, translation)
        case Boost(part):
            yield from _required(part, translation)
        case Phrase() | Near():
            yield translation.occurs(node, "body")


def _cut(words: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (words[first : first + length] for first in range(0, len(words), length))


def _scoring_parts(query: AnalysedQuery, translation: Translation) -> dict[Occurs, float]:
    """The scored parts of a query, in its order, with their weights."""
    weights: dict[Occurs, float] = {}
    for leaf, field, weight in query.ranked():
        shares = [(field, weight), ("title", TITLE_SHARE * weight)] if field == "body" else [(field, weight)]
        for name, share in shares:
            occurs = translation.occurs(leaf, name)
            weights[occurs] = weights.get(occurs, 0.0) + share
    return weights


def _slot_idfs(
    parts: Mapping[Occurs, float], view: View, translation: Translation
) -> dict[tuple[str, KnownSlot], float]:
    slots = list(dict.fromkeys((occurs.field, slot) for occurs in parts for slot in occurs.slots))
    counts = view.counts([translation.lexicon.slot_query(slot, field) for field, slot in slots])
    articles = view.commit.sums.articles
    return {slot: idf(articles, count) for slot, count in zip(slots, counts, strict=True)}


def _idf(occurs: Occurs, of_slots: Mapping[tuple[str, KnownSlot], float]) -> float:
    return sum(
        min(
            sum(of_slots[occurs.field, slot] for slot in phrase if not isinstance(slot, AnyWord))
            for phrase in side
        )
        for side in occurs.sides
    )


def _scored(counting: dict[str, Any], field: str, weight: Weight) -> Query:
    params = {"most": weight.most, "mean": weight.mean, "length": f"{field}.length"}
    return {"script_score": {"query": counting, "script": {"source": _SCRIPT, "params": params}}}
