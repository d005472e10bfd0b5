"""The oracle for thousands of articles: surface to article to positions, in plain dictionaries.

Nothing is pruned and nothing is clever: sets are combined as the query says, all that matches is scored, all that is
scored is sorted. It shares with the engines only what a query's words may match (`newsgrep.text`); what a score is made
of, and what orders articles, it takes from the brute-force oracle, against which it is held.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import log
from operator import and_, or_
from typing import TypeAlias, get_args

from oracle import K1, B, Scored, folded, is_published, scoring_units, sort_key, values

from newsgrep.article import Article, ValueField
from newsgrep.errors import QueryError
from newsgrep.query.globs import Wildcard, parse_glob
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
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery, Analyzer, AnyWord, Glob, KnownSlot, Slot, Stems, Surfaces, Token

Numbers: TypeAlias = set[int]
"""Articles, by their places in the list."""
Postings: TypeAlias = dict[int, list[int]]
"""Article to ascending positions."""

MOST_WORDS = 10_000
VALUE_FIELDS = get_args(ValueField)


@dataclass(slots=True)
class Field:
    """One field of all articles, inverted."""

    postings: dict[str, Postings] = field(default_factory=dict)
    surfaces: dict[str, list[str]] = field(default_factory=dict)
    """Stem to the surfaces that have it."""
    lengths: list[int] = field(default_factory=list)

    def add(self, tokens: Sequence[Token], analyzer: Analyzer) -> None:
        """Take the next article's tokens."""
        number = len(self.lengths)
        self.lengths.append(len(tokens))
        for token in tokens:
            if not token.surface:
                continue
            if token.surface not in self.postings:
                self.postings[token.surface] = {}
                self.surfaces.setdefault(analyzer.stem(token.surface), []).append(token.surface)
            self.postings[token.surface].setdefault(number, []).append(token.position)


class InvertedOracle:
    """Answers queries over articles of distinct ids, as `oracle.Oracle` does."""

    def __init__(self, articles: Sequence[Article], language: str = "english") -> None:
        self.analyzer = Analyzer(language)
        self.articles = articles
        self.everything = set(range(len(articles)))
        self.fields = {"body": Field(), "title": Field(), "author": Field()}
        self.values: dict[str, dict[str, Numbers]] = {name: {} for name in VALUE_FIELDS}
        for number, article in enumerate(articles):
            headline, text = self.analyzer.body_tokens(article)
            self.fields["body"].add([*headline, *text], self.analyzer)
            self.fields["title"].add(headline, self.analyzer)
            self.fields["author"].add(self.analyzer.author_tokens(article), self.analyzer)
            for name, of_value in self.values.items():
                for value in values(article, name):
                    of_value.setdefault(folded(value), set()).add(number)

    def search(self, query: Node, order: Order = Order.RELEVANCE) -> list[Scored]:
        """All matches, in order. Raises QueryError for what stands for too many words."""
        self.terms = AnalysedQuery(query, self.analyzer)
        self.found: dict[tuple[KnownSlot, str], Postings] = {}
        self.counted: dict[tuple[Leaf | Near, str], dict[int, int]] = {}
        scores = self._scores(query, self._matching(query, "body"))
        scored = [(self.articles[number], score) for number, score in scores.items()]
        scored.sort(key=lambda pair: sort_key(order, *pair))
        return [(article.id, score) for article, score in scored]

    def _matching(self, node: Node, field: str) -> Numbers:  # noqa: C901  one line a kind of node
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                return set(self._frequencies(node, field))
            case And(parts):
                return reduce(and_, [self._matching(part, field) for part in parts])
            case Or(parts):
                return reduce(or_, [self._matching(part, field) for part in parts])
            case Not(part):
                return self.everything - self._matching(part, field)
            case Boost(part):
                return self._matching(part, field)
            case Within(name, part):
                return self._matching(part, name)
            case Value(name, glob):
                stands_for = _expression(glob).fullmatch
                return set().union(
                    *(numbers for value, numbers in self.values[name].items() if stands_for(value))
                )
            case Ids(ids):
                return {n for n in self.everything if self.articles[n].id in ids}
            case Dates():
                return {n for n in self.everything if is_published(self.articles[n], node)}
            case Undated():
                return {n for n in self.everything if self.articles[n].date is None}
            case Everything():
                return self.everything

    def _scores(self, query: Node, matching: Numbers) -> dict[int, float]:
        scores = dict.fromkeys(matching, 0.0)
        for leaf, name, weight in scoring_units(query, self.terms):
            lengths = self.fields[name].lengths
            counted = [length for length in lengths if length] if name == "title" else lengths
            mean = sum(counted) / max(1, len(counted))
            idf = self._idf(leaf, name)
            for number, tf in self._frequencies(leaf, name).items():
                if number in scores:
                    normal = tf + K1 * (1 - B + B * lengths[number] / mean)
                    scores[number] += weight * idf * (tf * (K1 + 1) / normal)
        return scores

    def _idf(self, leaf: Leaf | Near, name: str) -> float:
        if isinstance(leaf, Near):
            return sum(min(self._idf(one, name) for one in side) for side in (leaf.left, leaf.right))
        articles = len(self.articles)
        slots = [slot for slot in self.terms.slots(leaf) if not isinstance(slot, AnyWord)]
        found = [len(self._places(slot, name)) for slot in slots]
        return sum(log(1 + (articles - n + 0.5) / (n + 0.5)) for n in found)

    def _frequencies(self, leaf: Leaf | Near, name: str) -> dict[int, int]:
        """How often it occurs, in each article where it does: at how many positions an occurrence begins."""
        if (leaf, name) not in self.counted:
            self.counted[leaf, name] = self._count(leaf, name)
        return self.counted[leaf, name]

    def _count(self, leaf: Leaf | Near, name: str) -> dict[int, int]:
        if isinstance(leaf, Near):
            left, right = (self._runs(side, name) for side in (leaf.left, leaf.right))
            return _nonzero(
                {
                    number: pairs(left[number], right[number], leaf.slop, ordered=leaf.ordered)
                    for number in left.keys() & right.keys()
                }
            )
        if isinstance(leaf, Phrase) and leaf.slop is not None:
            slots = [slot for slot in self.terms.slots(leaf) if not isinstance(slot, AnyWord)]
            return self._windows([self._places(slot, name) for slot in slots], leaf.slop)
        beginnings = self._beginnings(self.terms.slots(leaf), name)
        return {number: len(places) for number, places in beginnings.items()}

    def _windows(self, words: Sequence[Postings], slop: int) -> dict[int, int]:
        return _nonzero(
            {
                number: windows([word[number] for word in words], slop)
                for number in words[0]
                if all(number in word for word in words)
            }
        )

    def _runs(self, side: Sequence[Leaf], name: str) -> dict[int, list[range]]:
        """Where any of the alternatives stands, in each article where one does."""
        found: dict[int, list[range]] = {}
        for leaf in side:
            slots = self.terms.slots(leaf)
            for number, beginnings in self._beginnings(slots, name).items():
                found.setdefault(number, []).extend(range(place, place + len(slots)) for place in beginnings)
        return found

    def _beginnings(self, phrase: Sequence[Slot], name: str) -> Postings:
        """Where the words of a phrase stand one after the other."""
        known = [(n, slot) for n, slot in enumerate(phrase) if not isinstance(slot, AnyWord)]
        (_, first), *others = [(n, self._places(slot, name)) for n, slot in known]
        if not others:
            return first
        found = {}
        for number, places in first.items():
            if all(number in other for _, other in others):
                following = [{p - n for p in other[number]} for n, other in others]
                beginnings = [place for place in places if all(place in one for one in following)]
                if beginnings:
                    found[number] = beginnings
        return found

    def _places(self, slot: KnownSlot, name: str) -> Postings:
        """Where any of the words stands that one of a query's may be."""
        key = (slot, name)
        if key not in self.found:
            lists = [
                self.fields[name].postings[surface] for surface in self._surfaces(slot, self.fields[name])
            ]
            self.found[key] = lists[0] if len(lists) == 1 else _merged(lists)
        return self.found[key]

    def _surfaces(self, slot: KnownSlot, of_field: Field) -> list[str]:
        match slot:
            case Surfaces(forms):
                return [form for form in forms if form in of_field.postings]
            case Stems(forms):
                return [surface for form in forms for surface in of_field.surfaces.get(form, ())]
            case Glob(matcher):
                pieces = [
                    "".join("." if c is None else re.escape(c) for c in piece) for piece in matcher.pieces
                ]
                stands_for = re.compile(".*".join(pieces), re.DOTALL).fullmatch
                found = [surface for surface in of_field.postings if stands_for(surface)]
            case _:
                found = [surface for surface in of_field.postings if slot.matches(surface)]
        if len(found) > MOST_WORDS:
            raise QueryError("stands for too many words", "")
        return found


def pairs(left: Sequence[range], right: Sequence[range], slop: int, *, ordered: bool) -> int:
    """At how many positions a match of one of each side begins: disjoint, at most `slop` positions between."""
    following = [(one, other) for one in left for other in _close_behind(right, one.stop, slop)]
    if not ordered:
        following += [(one, other) for one in right for other in _close_behind(left, one.stop, slop)]
    return len({one.start for one, _ in following})


def _close_behind(runs: Sequence[range], end: int, slop: int) -> list[range]:
    return [run for run in runs if end <= run.start <= end + slop]


def windows(words: Sequence[Sequence[int]], slop: int) -> int:
    """At how many positions a window begins that holds every word, none sharing a position with another.

    `words` are where each stands, ascending.
    """
    count = 0
    for beginning in sorted(set().union(*words)):
        inside = [_between(word, beginning, beginning + len(words) + slop - 1) for word in words]
        count += all(inside) and _can_begin(inside, beginning)
    return count


def _between(ascending: Sequence[int], first: int, last: int) -> Sequence[int]:
    return ascending[bisect_left(ascending, first) : bisect_right(ascending, last)]


def _can_begin(words: list[Sequence[int]], beginning: int) -> bool:
    """Say whether a position of its own can be chosen for each, one of them the beginning."""
    return any(
        word[0] == beginning and _can_choose([*words[:number], *words[number + 1 :]], {beginning})
        for number, word in enumerate(words)
    )


def _can_choose(words: list[Sequence[int]], taken: set[int]) -> bool:
    """Say whether a position that is not taken can be chosen for each."""
    if not words:
        return True
    return any(place not in taken and _can_choose(words[1:], taken | {place}) for place in words[0])


def _nonzero(counts: dict[int, int]) -> dict[int, int]:
    return {number: count for number, count in counts.items() if count}


def _merged(lists: Sequence[Postings]) -> Postings:
    merged: Postings = {}
    for postings in lists:
        for number, places in postings.items():
            merged[number] = sorted([*merged[number], *places]) if number in merged else places
    return merged


def _expression(glob: str) -> re.Pattern[str]:
    """The regular expression of a glob for folded values."""
    parts = {Wildcard.STAR: ".*", Wildcard.QUESTION: "."}
    return re.compile(
        "".join(
            parts[part] if isinstance(part, Wildcard) else re.escape(part)
            for part in parse_glob(folded(glob))
        ),
        re.DOTALL,
    )
