"""Terms that belong together: the parts of a name, and what stands in the same articles.

Pairs are looked for in a few articles of each term, and those that are found are counted in all.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, compress, pairwise
from math import ceil
from typing import NamedTuple, TypeAlias

from newsgrep.engines.contract import Snapshot
from newsgrep.query import nodes
from newsgrep.reports.collocates import CollocateRow
from newsgrep.reports.terms import TermRow
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery

TOGETHER = 0.8
"""The least part of the articles with either of two terms that must have both."""
_MOST = 300
"""Of more rows the others are by themselves."""
_SAMPLE = 5
"""How many articles of a term are read."""
_LONGEST = 3
"""The longest phrase that is looked for, as in rio de janeiro."""

_Phrase: TypeAlias = tuple[str, ...]
"""Terms as they stand side by side."""


class TermGroup(NamedTuple):
    """Terms that belong together, as phrases, and the row of the first of them."""

    phrases: tuple[_Phrase, ...]
    row: TermRow | CollocateRow


def group_terms(
    snapshot: Snapshot,
    query: AnalysedQuery,
    others: AnalysedQuery,
    rows: Sequence[TermRow | CollocateRow],
) -> list[TermGroup]:
    """The terms of the rows, in their order, those that belong together as one. Raises QueryError.

    Two belong together if of the matches with either `TOGETHER` have them side by side, or around one other word; or
    if of all articles that are compared, those with either, `TOGETHER` have both. A term that is left alone gets the
    word, capitalised as it is, with which `TOGETHER` of its matches have it: york is new york. Of terms that no match
    has, the other articles are looked at.
    """
    terms = [row.term for row in rows[:_MOST]]
    articles = _Articles(snapshot, query, others, frozenset(terms))
    pairs = [pair for pair in combinations(terms, 2) if articles.seem_together(*pair)]
    groups = {row.term: TermGroup(((row.term,),), row) for row in rows}
    for words in (2, 3, 0):  # a name of two words may be part of one of three
        for one, other in pairs:
            apart = groups[one], groups[other]
            if apart[0] is not apart[1]:
                phrase = articles.name(one, other, words) if words else None
                if phrase or (not words and articles.are_the_same(one, other)):
                    joined = _joined(*apart, phrase)
                    groups |= {term: joined for term, group in groups.items() if group in apart}
    return [_completed(group, articles) for group in dict.fromkeys(groups.values())]


def _completed(group: TermGroup, articles: "_Articles") -> TermGroup:
    """A group with the other word of a name that is no term, if its first phrase is one word alone."""
    first, *others = group.phrases
    if len(first) > 1:
        return group
    return group._replace(phrases=(articles.whole_name(*first) or first, *others))


def _joined(group: TermGroup, other: TermGroup, name: _Phrase | None) -> TermGroup:
    """Two groups as one; `name` makes one phrase of the two that it connects."""
    phrases = [*group.phrases, *other.phrases]
    if name:
        before = next((phrase for phrase in phrases if phrase[-1] == name[0]), None)
        behind = next((phrase for phrase in phrases if phrase[0] == name[-1]), None)
        if before and behind and before != behind:
            place = min(phrases.index(before), phrases.index(behind))
            whole = (*before, *name[1:-1], *behind)
            others = [phrase for phrase in phrases if phrase not in (before, behind)]
            phrases = [*others[:place], whole, *others[place:]]
    return TermGroup(tuple(phrases), group.row)


class _Read(NamedTuple):
    """What was read of an article: phrases from one term to another, terms alone too; and capitalised words side by side."""

    phrases: frozenset[_Phrase]
    names: frozenset[_Phrase]


class _Articles:
    """The articles that are compared: what stands in a few of each term's, and how many have what."""

    def __init__(
        self, snapshot: Snapshot, query: AnalysedQuery, others: AnalysedQuery, terms: frozenset[str]
    ) -> None:
        self._snapshot = snapshot
        self._query = query
        self._all = nodes.Or((query.node, others.node))
        self._terms = terms
        self._count = cache(self._count_articles)
        self._sample = cache(self._read_sample)

    def seem_together(self, one: str, other: str) -> bool:
        """Whether each stands in most articles of the other's sample."""
        return _is_most((other,), self._phrases_near(one)) and _is_most((one,), self._phrases_near(other))

    def name(self, one: str, other: str, words: int) -> _Phrase | None:
        """A phrase of so many words from one of the terms to the other, which most matches with either have."""
        samples = self._phrases_near(one), self._phrases_near(other)
        phrases = sorted(
            phrase
            for phrase in set().union(*samples[0])
            if len(phrase) == words and {phrase[0], phrase[-1]} == {one, other}
        )
        seem = (phrase for phrase in phrases if all(_is_most(phrase, sample) for sample in samples))
        where = self._where(one)
        least = TOGETHER * max(self._count(where, (term,)) for term in (one, other))
        return next((phrase for phrase in seem if self._count(where, phrase) >= least), None)

    def whole_name(self, term: str) -> _Phrase | None:
        """The two words, capitalised, with which most matches with the term have it."""
        sample = [article.names for article in self._sample(term)]
        where = self._where(term)
        least = TOGETHER * self._count(where, (term,))
        names = sorted(name for name in set().union(*sample) if term in name and _is_most(name, sample))
        return next((name for name in names if self._count(where, name) >= least), None)

    def are_the_same(self, one: str, other: str) -> bool:
        """Whether most of all articles that have either term have both."""
        both = self._count(self._all, (one,), (other,))
        return both >= TOGETHER * (self._count(self._all, (one,)) + self._count(self._all, (other,)) - both)

    def _where(self, term: str) -> nodes.Node:
        """The matches, or if none has the term all articles that are compared."""
        return self._query.node if self._count(self._query.node, (term,)) else self._all

    def _count_articles(self, node: nodes.Node, *phrases: _Phrase) -> int:
        return self._snapshot.search(self._with(node, *phrases), limit=0).total

    def _phrases_near(self, term: str) -> list[frozenset[_Phrase]]:
        return [article.phrases for article in self._sample(term)]

    def _read_sample(self, term: str) -> list["_Read"]:
        """What is in each of some articles with a term."""
        wanted = self._with(self._where(term), (term,))
        matches = self._snapshot.search(wanted, order=Order.NEWEST, limit=_SAMPLE)
        articles = filter(None, self._snapshot.articles(match.id for match in matches))
        return [self._read(article.title or "", article.text) for article in articles]

    def _read(self, *texts: str) -> "_Read":
        phrases: set[_Phrase] = set()
        names: set[_Phrase] = set()
        for text in texts:
            tokens = self._query.analyzer.tokens(text)
            phrases.update(_phrases([token.surface for token in tokens], self._terms))
            for pair in pairwise(tokens):
                if all(text[token.start].isupper() for token in pair):
                    names.add(tuple(token.surface for token in pair))
        return _Read(frozenset(phrases), frozenset(names))

    def _with(self, node: nodes.Node, *phrases: _Phrase) -> AnalysedQuery:
        wanted = (nodes.Phrase(" ".join(phrase)) for phrase in phrases)
        return self._query.with_node(nodes.And((node, *wanted)))


def _phrases(surfaces: Sequence[str], terms: frozenset[str]) -> Iterator[_Phrase]:
    """Each term, and what stands from one to another if it is at most one word."""
    is_term = [surface in terms for surface in surfaces]
    for first in compress(range(len(surfaces)), is_term):
        for last in range(first, min(first + _LONGEST, len(surfaces))):
            if is_term[last] and all(map(_has_letter, surfaces[first + 1 : last])):
                yield tuple(surfaces[first : last + 1])


def _has_letter(surface: str) -> bool:
    return any(map(str.isalpha, surface))


def _is_most(phrase: _Phrase, sample: Sequence[frozenset[_Phrase]]) -> bool:
    return sum(phrase in article for article in sample) >= max(1, ceil(TOGETHER * len(sample)))
