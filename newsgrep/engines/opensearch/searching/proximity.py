"""Phrases, and words near each other, in the cluster's language.

A query of the cluster may name only so many words. What exceeds that, or cannot be said there, raises
`TooManyError`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations, product
from typing import Any, Final

from newsgrep.engines.occurs import ExactPhrase, Occurs, Side
from newsgrep.engines.opensearch.connection import Json
from newsgrep.engines.opensearch.schema import ALTERNATIVE, ALTERNATIVES, HOLE, MOST_CHARACTERS
from newsgrep.engines.opensearch.searching.lexicon import Lexicon, part_of
from newsgrep.engines.opensearch.searching.wildcards import divided
from newsgrep.engines.opensearch.view import Query
from newsgrep.text import AnyWord, Glob, KnownSlot, Slot, Stems, Surfaces

NOTHING: Final[Query] = {"match_none": {}}
_FEW_CLAUSES = 64
_MOST_ORDERS = 24
_MOST_NAMED = 64
"""A wildcard that stands for more words than this is not spelled out."""
_PAIR = 2


class TooManyError(Exception):
    """There are more words, or more combinations of them, than a query of the cluster may name."""


class Clauses:
    """Counts the clauses of a query, of which the cluster allows `most`: few are allowed everywhere, and it is not asked."""

    def __init__(self, most: Callable[[], int]) -> None:
        self._most = most
        self._taken = 0

    def take(self, clauses: int) -> None:
        """Take some. Raises TooManyError if there are not so many left."""
        taken = self._taken + clauses
        if taken > _FEW_CLAUSES and taken > self._most():
            raise TooManyError
        self._taken = taken


class Proximity:
    """Makes queries for phrases, and for words near each other. `clauses` are those that they may have."""

    def __init__(self, lexicon: Lexicon, clauses: Clauses) -> None:
        self._lexicon = lexicon
        self.clauses = clauses

    def forms(self, slot: KnownSlot, field: str) -> Sequence[str]:
        """The terms that a slot stands for."""
        return slot.forms if isinstance(slot, Stems | Surfaces) else self._lexicon.words(slot, field)

    def query(self, occurs: Occurs) -> Query:
        """The articles with an occurrence of more than one word. Raises TooManyError."""
        if occurs.slop is None:
            return self.phrase(occurs.sides[0][0], occurs.field)
        if len(occurs.sides) == _PAIR:
            return self._pair(occurs, occurs.slop)
        return self._window([side[0][0] for side in occurs.sides], occurs)

    def phrase(self, phrase: ExactPhrase, field: str) -> Query:
        """The articles with a phrase: each word of it by surface, or each by stem."""
        known = [slot for slot in phrase if not isinstance(slot, AnyWord)]
        name = f"{field}.{_only_part(known)}"
        forms = [() if isinstance(slot, AnyWord) else self.forms(slot, field) for slot in phrase]
        if not all(self.forms(slot, field) for slot in known):
            return NOTHING
        self.clauses.take(len(phrase))
        # The cluster takes what stands for a hole out of the phrase, and leaves its place.
        text = " ".join(ALTERNATIVE.join(words) or HOLE for words in forms)
        if len(text) > MOST_CHARACTERS:
            raise TooManyError
        return {"match_phrase": {name: {"query": text, "analyzer": ALTERNATIVES}}}

    def _pair(self, occurs: Occurs, slop: int) -> Query:
        """One phrase of each side, in one order or both."""
        left, right = (self._alternatives(side, occurs.field) for side in occurs.sides)
        found = list(product(left, right))
        if not occurs.ordered:
            found += [(other, one) for one, other in found]
        if not found:
            return NOTHING
        self.clauses.take(sum(words for pair in found for words, _ in pair))
        return _any(
            _intervals(occurs.field, _all_of([rule for _, rule in pair], "ordered", slop)) for pair in found
        )

    def _alternatives(self, side: Side, field: str) -> list[tuple[int, Json]]:
        """(the number of clauses, the rule) of each phrase of a side; words, which are all of one length, have one rule."""
        rules = {phrase: rule for phrase in side if (rule := self._interval(phrase, field))}
        words = [rule for phrase, rule in rules.items() if len(phrase) == 1]
        others = [rule for phrase, rule in rules.items() if len(phrase) > 1]
        if len(words) > 1:
            clauses, alternatives = zip(*words, strict=True)
            words = [(sum(clauses), {"any_of": {"intervals": alternatives}})]
        return words + others

    def _window(self, slots: Sequence[Slot], occurs: Occurs) -> Query:
        """Three words or more, in any order."""
        field, slop = occurs.field, occurs.slop or 0
        rules = [self._interval((slot,), field) for slot in slots]
        if not all(rules):
            return NOTHING
        words = [rule for rule in rules if rule]
        known = [slot for slot in slots if not isinstance(slot, AnyWord)]
        if _are_apart_or_alike([(part_of(slot), frozenset(self.forms(slot, field))) for slot in known]):
            self.clauses.take(sum(number for number, _ in words))
            return _intervals(field, _all_of([rule for _, rule in words], "unordered", slop))
        # The cluster may take one word for two slots that share it, unless they have an order.
        numbers = [slots.index(slot) for slot in slots]
        orders = list(set(permutations(numbers))) if len(numbers) <= _MOST_ORDERS // 4 else []
        if not 0 < len(orders) <= _MOST_ORDERS:
            raise TooManyError
        self.clauses.take(len(orders) * sum(number for number, _ in words))
        return _any(
            _intervals(field, _all_of([words[number][1] for number in order], "ordered", slop))
            for order in orders
        )

    def _interval(self, phrase: ExactPhrase, field: str) -> tuple[int, Json] | None:
        """(the number of clauses, the rule) of a phrase; None if some word of it stands nowhere."""
        if any(isinstance(slot, AnyWord) for slot in phrase):
            raise TooManyError  # intervals have no word for any word
        found = [self._any_of(slot, field) for slot in phrase if not isinstance(slot, AnyWord)]
        if not all(clauses for clauses, _ in found):
            return None
        rules = [rule for _, rule in found]
        clauses = sum(clauses for clauses, _ in found)
        return clauses, rules[0] if len(rules) == 1 else _all_of(rules, "ordered", 0)

    def _any_of(self, slot: KnownSlot, field: str) -> tuple[int, Json]:
        """(the number of clauses, the rule) of the words that a slot stands for."""
        name = f"{field}.{part_of(slot)}"
        words = self.forms(slot, field)
        if not isinstance(slot, Glob) or len(words) <= _MOST_NAMED or self._lexicon.spelled_out:
            text = ALTERNATIVE.join(words)
            return len(words), {"match": {"query": text, "analyzer": ALTERNATIVES, "use_field": name}}
        most = self._lexicon.most_clauses
        # Of each a segment may have words that are not known yet: those of articles that do not count yet.
        rules = [
            {"wildcard": {"pattern": one, "use_field": name, "max_expansions": most}}
            for one in divided(slot.matcher, words, most // 2)
        ]
        return len(rules), rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def _only_part(slots: Sequence[KnownSlot]) -> str:
    parts = {part_of(slot) for slot in slots}
    if len(parts) > 1:
        raise TooManyError  # a phrase of the cluster is of one field
    return parts.pop()


def _are_apart_or_alike(slots: Sequence[tuple[str, frozenset[str]]]) -> bool:
    """Say whether no two slots share some words but not all: then the cluster takes no word for two of them."""
    return all(
        one == other or (one[0] == other[0] and one[1].isdisjoint(other[1]))
        for one in slots
        for other in slots
    )


def _all_of(rules: Sequence[Json], mode: str, gaps: int) -> dict[str, Any]:
    return {"all_of": {"mode": mode, "max_gaps": gaps, "intervals": list(rules)}}


def _intervals(field: str, rule: Json) -> Query:
    return {"intervals": {f"{field}.words": rule}}


def _any(queries: Iterable[Query]) -> Query:
    found = list(queries)
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}
