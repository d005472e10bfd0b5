"""Where a query's words stand in an article: single words are found in the text, phrases in its tokens."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

from newsgrep.article import Article
from newsgrep.immutable import NamedTuple
from newsgrep.query.nodes import Leaf, Near, Phrase
from newsgrep.query.rewriting import leaves
from newsgrep.results import MarkedSpans, Span
from newsgrep.text.memo import Memo
from newsgrep.text.proximity import Occurrence, pair_occurrences, phrase_beginnings, window_positions
from newsgrep.text.terms import AnalysedQuery, AnyWord, KnownSlot, beginnings
from newsgrep.text.tokens import Token
from newsgrep.text.word_spans import WordSpans

_SlotNumbers: TypeAlias = tuple[int | None, ...]
"""Numbers of slots; None for any one word."""
_Side: TypeAlias = tuple[_SlotNumbers, ...]
"""Phrases, of which any may stand there."""


class _Sought(NamedTuple):
    """A leaf that is marked: one phrase; or two sides, or several words, that stand together (see `proximity`)."""

    sides: tuple[_Side, ...]
    title_only: bool
    slop: int | None = None
    ordered: bool = False

    @property
    def is_a_word(self) -> bool:
        """Say whether it is a single word, wherever it stands."""
        return self.slop is None and len(self.sides[0][0]) == 1


class SpanFinder:
    """Marks many articles for one query. `find` raises QueryError as `AnalysedQuery.slots` does.

    Marked is what matched: no negated word, no field's value, of a phrase only the phrase.
    """

    def __init__(self, query: AnalysedQuery) -> None:
        self._query = query
        self._analyzer = query.analyzer
        self._slots: list[KnownSlot] = []
        self._matching = Memo(self._matching_slots)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to mark: not for filters alone, nor for what is only negated."""
        return bool(self._sought)

    @cached_property
    def _sought(self) -> list[_Sought]:
        return [
            self._prepare(leaf, title_only=field == "title")
            for leaf, field, _, negated in leaves(self._query.node)
            if not negated and field != "author"
        ]

    @cached_property
    def _words_alone(self) -> bool:
        return all(sought.is_a_word for sought in self._sought)

    def find(self, article: Article) -> MarkedSpans:
        """Mark one article."""
        if not self._sought:
            return MarkedSpans()
        if self._words_alone:
            title = self._title_words.find(article.title) if article.title else ()
            return MarkedSpans(title, self._text_words.find(article.text))
        headline, text = self._analyzer.body_tokens(article)
        title_spans: list[Span] = []
        text_spans: list[Span] = []
        in_title = self._positions(headline)
        everywhere = self._positions(text, in_title) if text else in_title
        for sought in self._sought:
            positions = in_title if sought.title_only else everywhere
            for start, length in _occurrences(sought, positions):
                if start < len(headline):
                    title_spans.append(_span(headline, start, length))
                else:
                    text_spans.append(_span(text, start, length))
        return MarkedSpans(_merged(title_spans), _merged(text_spans))

    @cached_property
    def _text_words(self) -> WordSpans:
        return self._words([sought for sought in self._sought if not sought.title_only])

    @cached_property
    def _title_words(self) -> WordSpans:
        title_only = any(sought.title_only for sought in self._sought)
        return self._words(self._sought) if title_only else self._text_words

    def _words(self, sought: Sequence[_Sought]) -> WordSpans:
        slots = {number for one in sought for number in one.sides[0][0] if number is not None}
        return WordSpans(
            self._analyzer,
            lambda surface: not slots.isdisjoint(self._matching[surface]),
            beginnings([self._slots[number] for number in sorted(slots)], self._analyzer),
        )

    def _prepare(self, leaf: Leaf | Near, *, title_only: bool) -> _Sought:
        if isinstance(leaf, Near):
            sides = (self._number_all(leaf.left), self._number_all(leaf.right))
            return _Sought(sides, title_only, leaf.slop, leaf.ordered)
        numbers = self._number(leaf)
        if isinstance(leaf, Phrase) and leaf.slop is not None:
            return _Sought(tuple(((number,),) for number in numbers), title_only, leaf.slop)
        return _Sought(((numbers,),), title_only)

    def _number_all(self, leaves: Sequence[Leaf]) -> _Side:
        return tuple(map(self._number, leaves))

    def _number(self, leaf: Leaf) -> _SlotNumbers:
        numbers: list[int | None] = []
        for slot in self._query.slots(leaf):
            if isinstance(slot, AnyWord):
                numbers.append(None)
                continue
            if slot not in self._slots:
                self._slots.append(slot)
            numbers.append(self._slots.index(slot))
        return tuple(numbers)

    def _matching_slots(self, surface: str) -> tuple[int, ...]:
        """The numbers of the slots that a surface matches."""
        if not surface:
            return ()
        stem = self._analyzer.stem(surface)
        return tuple([number for number, slot in enumerate(self._slots) if slot.matches(surface, stem)])

    def _positions(
        self, tokens: Sequence[Token], before: dict[int, list[int]] | None = None
    ) -> dict[int, list[int]]:
        """Slot number to the ascending positions where it matches, those in `before` first."""
        positions = {number: list(found) for number, found in before.items()} if before else {}
        matching = self._matching
        for token in tokens:
            for number in matching[token.surface]:
                positions.setdefault(number, []).append(token.position)
        return positions


def _occurrences(sought: _Sought, positions: dict[int, list[int]]) -> list[Occurrence]:
    sides = [_occurrences_of_side(side, positions) for side in sought.sides]
    if sought.slop is None:
        return sides[0]
    if len(sides) == 2:  # noqa: PLR2004  a pair
        return pair_occurrences(sides[0], sides[1], sought.slop, ordered=sought.ordered)
    words = [[position for position, _ in side] for side in sides]
    return [(position, 1) for position in window_positions(words, sought.slop)]


def _occurrences_of_side(side: _Side, positions: dict[int, list[int]]) -> list[Occurrence]:
    """Where any of the phrases stands, ascending."""
    return sorted(
        (beginning, len(phrase))
        for phrase in side
        for beginning in phrase_beginnings(
            [None if number is None else positions.get(number, []) for number in phrase]
        )
    )


def _span(tokens: Sequence[Token], start: int, length: int) -> Span:
    """From the token at a position on; every position from the first token's on holds one."""
    first = start - tokens[0].position
    return tokens[first].start, tokens[first + length - 1].end


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
