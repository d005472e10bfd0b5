"""The score of an article: BM25 over the body, and 0.3 of BM25 over the title.

    idf    = ln(1 + (N - n + 0.5) / (n + 0.5))
    weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean))

N counts all articles, n those in which the term occurs; lengths are exact. A phrase scores by its own frequency
and the sum of its words' idf; a word with alternatives (a wildcard's, an acronym's) as one term. K1, B and the
title's share were chosen by nDCG@10 over judged collections of news and abstracts. Sums are in the query's
order, so that every way to compute them gives the same float64 to the bit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from newsgrep.engines.whoosh.occurrences import Occurrences, Occurs
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.nodes import And, Boost, Fuzzy, Near, Node, Or, Pattern, Phrase, Within, Word
from newsgrep.text import QueryTerms

K1 = 1.2
B = 0.5
TITLE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Weighted:
    """Something that scores: an occurrence in a field, and its weight in the query."""

    occurs: Occurs
    weight: float


class Ranking:
    """Scores articles of a snapshot for one query."""

    def __init__(self, query: Node, snapshot: Snapshot, occurrences: Occurrences, terms: QueryTerms) -> None:
        self._snapshot = snapshot
        self._occurrences = occurrences
        self._terms = terms
        self._scored = self._scoring_parts(query)

    def scores(self, number: int) -> dict[int, float]:
        """Article number to score, for the articles of segment `number` that score at all."""
        reader = self._snapshot.readers[number]
        scores: dict[int, float] = {}
        for part in self._scored:
            frequencies = self._occurrences.frequencies(number, part.occurs)
            if not frequencies:
                continue
            lengths = reader.text_field(part.occurs.field).lengths
            mean = self._snapshot.mean_length(part.occurs.field)
            scale = part.weight * self._idf(part.occurs)
            for article, tf in frequencies.items():
                normal = tf + K1 * (1 - B + B * lengths[article] / mean)
                scores[article] = scores.get(article, 0.0) + scale * (tf * (K1 + 1) / normal)
        return scores

    def _idf(self, occurs: Occurs) -> float:
        return sum(self._term_idf(Occurs(occurs.field, ((term,),))) for term in occurs.terms)

    def _term_idf(self, term: Occurs) -> float:
        n = self._occurrences.document_frequency(term)
        return log(1 + (self._snapshot.articles - n + 0.5) / (n + 0.5))

    def _scoring_parts(self, query: Node) -> list[Weighted]:
        leaves = list(_scoring_leaves(query))
        telling = [leaf for leaf in leaves if not self._is_stop_word(leaf[0])]
        weights: dict[Occurs, float] = {}
        for leaf, field, weight in telling or leaves:
            occurs = self._occurrences.occurs(leaf, field)
            weights[occurs] = weights.get(occurs, 0.0) + weight
            if field == "body":
                occurs = self._occurrences.occurs(leaf, "title")
                weights[occurs] = weights.get(occurs, 0.0) + TITLE_SHARE * weight
        return [Weighted(occurs, weight) for occurs, weight in weights.items()]

    def _is_stop_word(self, leaf: "_ScoringLeaf") -> bool:
        return not isinstance(leaf, Near) and self._terms.is_stop_word(leaf)


_ScoringLeaf = Word | Pattern | Fuzzy | Phrase | Near


def _scoring_leaves(
    node: Node, field: str = "body", weight: float = 1.0
) -> Iterator[tuple[_ScoringLeaf, str, float]]:
    """The leaves that score, in the query's order: none that is negated, no author, no value, no date."""
    match node:
        case Word() | Pattern() | Fuzzy() | Phrase() | Near():
            yield node, field, weight
        case And(parts) | Or(parts):
            for part in parts:
                yield from _scoring_leaves(part, field, weight)
        case Boost(part, factor):
            yield from _scoring_leaves(part, field, weight * factor)
        case Within("title", part):
            yield from _scoring_leaves(part, "title", weight)
        case _:
            return
