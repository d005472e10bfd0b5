"""The brute-force oracle of the engine contract: articles in a plain list, every question asked of each.

Written to be read. It shares with the engines only what a query's words may match (`newsgrep.text`); postings,
boolean logic, proximity, filters, scores and order are its own.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from typing import Any, TypeAlias
from unicodedata import normalize

from newsgrep.article import Article, ArticleId, PublicationDate
from newsgrep.engines.collectors import Tally, Unit
from newsgrep.facets import Facet, Period
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
from newsgrep.text import AnalysedQuery, Analyzer, AnyWord, Approximate, KnownSlot, Slot, SpanFinder, Token

Scored: TypeAlias = tuple[str, float]
"""An article's id and its score."""
ScoringUnit: TypeAlias = tuple[Leaf | Near, str, float]
"""A part of a query that scores, the field it is looked for in, and its weight."""

K1, B, TITLE_SHARE = 1.2, 0.5, 0.3


@dataclass(frozen=True)
class Entry:
    """An article with its tokens by field."""

    article: Article
    tokens: dict[str, list[Token]]


class Oracle:
    """Answers queries over articles of distinct ids."""

    def __init__(self, articles: Sequence[Article], language: str = "english") -> None:
        self.analyzer = Analyzer(language)
        self.matched: dict[tuple[Slot, str], bool] = {}
        self.entries = [Entry(article, self._tokens(article)) for article in articles]

    def search(self, query: Node, order: Order = Order.RELEVANCE, seed: int = 0) -> list[Scored]:
        """All matches, in order."""
        self.terms = AnalysedQuery(query, self.analyzer)
        matching = [entry for entry in self.entries if self._matches(entry, query, "body")]
        units = scoring_units(query, self.terms)
        scored = [(entry, self._score(entry, units)) for entry in matching]
        scored.sort(key=lambda pair: sort_key(order, pair[0].article, pair[1], seed))
        return [(entry.article.id, score) for entry, score in scored]

    def matching(self, query: Node) -> set[str]:
        """The ids of all matches."""
        self.terms = AnalysedQuery(query, self.analyzer)
        return {entry.article.id for entry in self.entries if self._matches(entry, query, "body")}

    def tally(self, query: Node, wanted: Tally) -> dict[tuple[str | None, ...], int]:
        """How many matches, or words of theirs, have which values."""
        matching = self.matching(query)
        found: Counter[tuple[str | None, ...]] = Counter()
        for entry in self.entries:
            if entry.article.id in matching:
                for row in product(*(facet_values(entry.article, facet) for facet in wanted.facets)):
                    found[row] += self._weight(entry, wanted.unit)
        return {
            tuple(self.spelled(facet, value) for facet, value in zip(wanted.facets, row, strict=True)): number
            for row, number in found.items()
        }

    def _weight(self, entry: Entry, unit: Unit) -> int:
        match unit:
            case Unit.ARTICLES:
                return 1
            case Unit.WORDS:
                return len(entry.tokens["body"])
            case Unit.OCCURRENCES:
                marked = SpanFinder(self.terms).find(entry.article)
                return len(marked.title) + len(marked.text)

    def first(self, query: Node, facet: Facet, order: Order, seed: int = 0) -> list[tuple[str | None, str]]:
        """Each value with the first match that has it, in the order of these; values of one match by code point."""
        articles = {entry.article.id: entry.article for entry in self.entries}
        first: dict[str | None, str] = {}
        for identifier, _ in self.search(query, order, seed):
            for value in sorted(facet_values(articles[ArticleId(identifier)], facet), key=str):
                first.setdefault(value, identifier)
        return [(self.spelled(facet, value), identifier) for value, identifier in first.items()]

    def term_counts(
        self, query: Node, there: Node, unit: Unit, least: int
    ) -> tuple[dict[str, tuple[int, int]], int, int]:
        """How often each word stands in the matches, and in those of `there` alone; and both totals."""
        matching, others = self.matching(query), self.matching(there)
        texts = [
            [
                [token.surface for token in entry.tokens["body"]]
                for entry in self.entries
                if entry.article.id in ids
            ]
            for ids in (matching, others - matching)
        ]
        if unit is Unit.ARTICLES:
            counts = [Counter(word for text in side for word in set(text)) for side in texts]
            totals = [len(side) for side in texts]
        else:
            counts = [Counter(word for text in side for word in text) for side in texts]
            totals = [side.total() for side in counts]
        words = {word: (counts[0][word], counts[1][word]) for side in counts for word in sorted(side)}
        kept = {word: pair for word, pair in words.items() if word and max(pair) >= least}
        return kept, totals[0], totals[1]

    def stem_frequencies(self, query: Node, stems: Sequence[str]) -> dict[str, int]:
        """In how many matches each of the stems stands."""
        matching = self.matching(query)
        texts = [
            {self.analyzer.stem(token.surface) for token in entry.tokens["body"] if token.surface}
            for entry in self.entries
            if entry.article.id in matching
        ]
        return {stem: sum(stem in text for text in texts) for stem in stems}

    def words(self, slot: KnownSlot, field: str) -> list[tuple[str, int]]:
        """The words of a field that a slot stands for, and in how many articles each stands."""
        texts = [{token.surface: token for token in entry.tokens[field]} for entry in self.entries]
        found = Counter(
            word
            for text in texts
            for word, token in text.items()
            if (
                word and distance(slot.surface, word) <= slot.edits
                if isinstance(slot, Approximate)
                else self._slot_matches(slot, token)
            )
        )
        return sorted(found.items())

    def spelled(self, facet: Facet, value: str | None) -> str | None:
        """A value as the article of the least id writes it."""
        if value is None or isinstance(facet, Period):
            return value
        for entry in sorted(self.entries, key=lambda entry: entry.article.id):
            for written in values(entry.article, facet):
                if folded(written) == value:
                    return written
        raise LookupError(value)

    def _tokens(self, article: Article) -> dict[str, list[Token]]:
        headline, text = self.analyzer.body_tokens(article)
        return {
            "body": [*headline, *text],
            "title": self.analyzer.title_tokens(article),
            "author": self.analyzer.author_tokens(article),
        }

    def _matches(self, entry: Entry, node: Node, field: str) -> bool:  # noqa: C901  one line a kind of node
        article = entry.article
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                return self._frequency(entry, node, field) > 0
            case And(parts):
                return all(self._matches(entry, part, field) for part in parts)
            case Or(parts):
                return any(self._matches(entry, part, field) for part in parts)
            case Not(part):
                return not self._matches(entry, part, field)
            case Boost(part):
                return self._matches(entry, part, field)
            case Within(name, part):
                return self._matches(entry, part, name)
            case Value(name, glob):
                return any(glob_matches(folded(glob), folded(value)) for value in values(article, name))
            case Ids(ids):
                return article.id in ids
            case Dates():
                return is_published(article, node)
            case Undated():
                return article.date is None
            case Everything():
                return True

    def _frequency(self, entry: Entry, leaf: Leaf | Near, field: str) -> int:
        """How often it occurs: the number of positions where an occurrence begins."""
        tokens = entry.tokens[field]
        if isinstance(leaf, Near):
            sides = [self.occurrences(tokens, side) for side in (leaf.left, leaf.right)]
            return len(_window_beginnings(sides, leaf.slop, ordered=leaf.ordered))
        if isinstance(leaf, Phrase) and leaf.slop is not None:
            sides = [self.places(tokens, [slot]) for slot in self.terms.slots(leaf)]
            return len(_window_beginnings(sides, leaf.slop))
        slots = self.terms.slots(leaf)
        if len(slots) == 1:
            return sum(1 for token in tokens if self._slot_matches(slots[0], token))
        return len(self.places(tokens, slots))

    def occurrences(self, tokens: list[Token], side: Sequence[Leaf]) -> list[range]:
        return [run for leaf in side for run in self.places(tokens, self.terms.slots(leaf))]

    def places(self, tokens: list[Token], slots: Sequence[Slot]) -> list[range]:
        """The runs of consecutive positions at which each slot matches the token."""
        by_position = {token.position: token for token in tokens}
        return [
            range(start, start + len(slots))
            for start, first in by_position.items()
            if self._slot_matches(slots[0], first)
            and all(
                start + offset in by_position and self._slot_matches(slot, by_position[start + offset])
                for offset, slot in enumerate(slots)
            )
        ]

    def _slot_matches(self, slot: Slot, token: Token) -> bool:
        if isinstance(slot, AnyWord):
            return True
        key = (slot, token.surface)
        if key not in self.matched:
            stem = self.analyzer.stem(token.surface)
            self.matched[key] = bool(token.surface) and slot.matches(token.surface, stem)
        return self.matched[key]

    def _score(self, entry: Entry, units: list[ScoringUnit]) -> float:
        score = 0.0
        for leaf, field, weight in units:
            tf = self._frequency(entry, leaf, field)
            if tf:
                lengths = [len(other.tokens[field]) for other in self.entries]
                if field == "title":
                    lengths = [length for length in lengths if length]
                mean = sum(lengths) / len(lengths)
                normal = tf + K1 * (1 - B + B * len(entry.tokens[field]) / mean)
                score += weight * self._idf(leaf, field) * (tf * (K1 + 1) / normal)
        return score

    def _idf(self, leaf: Leaf | Near, field: str) -> float:
        if isinstance(leaf, Near):  # of a group, the most common alternative
            return sum(min(self._idf(one, field) for one in side) for side in (leaf.left, leaf.right))
        return self._slots_idf(self.terms.slots(leaf), field)

    def _slots_idf(self, slots: Sequence[Slot], field: str) -> float:
        idf = 0.0
        for slot in slots:
            if isinstance(slot, AnyWord):
                continue
            n = sum(
                1
                for entry in self.entries
                if any(self._slot_matches(slot, token) for token in entry.tokens[field])
            )
            idf += log(1 + (len(self.entries) - n + 0.5) / (n + 0.5))
        return idf


def distance(one: str, other: str) -> int:
    """The edits between two words, optimal string alignment: written as its definition is."""
    known: dict[tuple[int, int], int] = {}
    for i, j in product(range(len(one) + 1), range(len(other) + 1)):
        ways = [i + j] if not i or not j else []
        if i and j:
            ways = [
                known[i - 1, j] + 1,
                known[i, j - 1] + 1,
                known[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            ]
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
            ways.append(known[i - 2, j - 2] + 1)
        known[i, j] = min(ways)
    return known[len(one), len(other)]


def folded(value: str) -> str:
    """A value as it is compared: the caseless match of the Unicode Standard, D145, in form NFC."""
    return normalize("NFC", normalize("NFD", normalize("NFD", value).casefold()))


def glob_matches(glob: str, text: str) -> bool:
    """Say whether a glob stands for a text, by trying everything."""
    if not glob:
        return not text
    if glob[0] == "*":
        return any(glob_matches(glob[1:], text[start:]) for start in range(len(text) + 1))
    if glob[0] == "\\" and len(glob) > 1:
        return text[:1] == glob[1] and glob_matches(glob[2:], text[1:])
    return bool(text) and glob[0] in {"?", text[0]} and glob_matches(glob[1:], text[1:])


def is_published(article: Article, dates: Dates) -> bool:
    """Say whether an article's date, as far as it is known, lies in a range."""
    if article.date is None:
        return False
    first, last = dates.first or 0, dates.last or 99999999
    earliest, latest = article.date.day, article.date.last_day
    if dates.sure:
        return first <= earliest and latest <= last
    return first <= latest and earliest <= last


def scoring_units(query: Node, terms: AnalysedQuery) -> list[ScoringUnit]:
    """What scores, with its weight: equal parts of the query are one part of the sum of their weights."""
    leaves = list(_scoring_leaves(query, "body", 1.0))
    telling = [leaf for leaf in leaves if isinstance(leaf[0], Near) or not terms.is_stop_word(leaf[0])]
    units: dict[tuple[object, str], ScoringUnit] = {}
    for leaf, field, weight in telling or leaves:
        shares = [(field, weight)]
        if field == "body":
            shares.append(("title", TITLE_SHARE * weight))
        for share_field, share in shares:
            key = (_meaning(leaf, terms), share_field)
            first, _, sum_so_far = units.get(key, (leaf, share_field, 0.0))
            units[key] = (first, share_field, sum_so_far + share)
    return list(units.values())


def _meaning(leaf: Leaf | Near, terms: AnalysedQuery) -> object:
    if isinstance(leaf, Near):
        sides = [
            tuple(dict.fromkeys(_meaning(one, terms) for one in side)) for side in (leaf.left, leaf.right)
        ]
        return ("near", *sides, leaf.slop, leaf.ordered)
    return (terms.slots(leaf), leaf.slop if isinstance(leaf, Phrase) else None)


def _scoring_leaves(node: Node, field: str, weight: float) -> Iterator[ScoringUnit]:
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


def _window_beginnings(sides: list[list[range]], slop: int, *, ordered: bool = False) -> set[int]:
    """Where the windows begin that hold one occurrence of every side, at distinct positions, tight enough."""
    beginnings = set()
    for chosen in product(*sides):
        if ordered and list(chosen) != sorted(chosen, key=lambda run: run.start):
            continue
        positions = [position for run in chosen for position in run]
        width = max(positions, default=0) - min(positions, default=0) + 1
        if len(set(positions)) == len(positions) and width - len(positions) <= slop:
            beginnings.add(min(positions))
    return beginnings


def values(article: Article, name: str) -> tuple[str, ...]:
    """The values of an article's field."""
    by_name: dict[str, tuple[str | None, ...]] = {
        "id": (article.id,),
        "path": (article.path,),
        "source": (article.source,),
        "author": article.authors,
        "section": (article.section,),
        "tag": article.tags,
        "lang": (article.language,),
        "format": (article.format,),
        "origin": (article.date.origin.value,) if article.date else (),
        "precision": (article.date.precision.value,) if article.date else (),
        "flag": flags(article),
    }
    return tuple(value for value in by_name[name] if value)


def flags(article: Article) -> tuple[str, ...]:
    """What to know before trusting an article."""
    told = [
        date
        for date in (article.date, *article.other_dates)
        if date is not None
        and date.origin.value in {"record", "front-matter", "json-ld", "meta", "document", "header"}
    ]
    conflicting = any(
        (as_day(later.day) - as_day(earlier.last_day)).days > 2 for later in told for earlier in told
    )
    found = {
        "conflicting-dates": conflicting,
        "doubtful-date": article.undated is not None,
        "replaced-characters": article.replaced > 0,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def as_day(number: int) -> dt.date:
    """The day YYYYMMDD."""
    return dt.date(number // 10000, number // 100 % 100, number % 100)


def facet_values(article: Article, facet: Facet) -> set[str | None]:
    """What an article is counted under, case folded; None for nothing."""
    if isinstance(facet, Period):
        return {period(article.date, facet) if article.date else None}
    return {folded(value) for value in values(article, facet)} or {None}


def period(published: PublicationDate, unit: Period) -> str:
    """The period of a date, or the date itself where it is not known so precisely."""
    known, day = str(published), as_day(published.day)
    match unit:
        case Period.DECADE:
            return f"{known[:3]}0s"
        case Period.YEAR | Period.MONTH | Period.DAY:
            return known[: {Period.YEAR: 4, Period.MONTH: 7, Period.DAY: 10}[unit]]
        case Period.QUARTER:
            return f"{known[:4]}-Q{(day.month + 2) // 3}" if len(known) >= 7 else known
        case Period.WEEK:
            return day.strftime("%G-W%V") if len(known) == 10 else known


def sort_key(order: Order, article: Article, score: float, seed: int = 0) -> tuple[Any, ...]:
    """What orders articles."""
    day = article.date.day if article.date else 0
    identifier = article.id
    match order:
        case Order.RELEVANCE:
            return (-score, -day, identifier)
        case Order.OLDEST:
            return (day or 99999999, identifier)
        case Order.NEWEST:
            return (-day, identifier)
        case Order.ID:
            return (identifier,)
        case Order.RANDOM:
            return (hashlib.sha256(f"{seed}\0{identifier}".encode()).digest(),)
