"""How often words stand in articles, found in their texts: for what the cluster cannot count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsgrep.article import Article
from newsgrep.engines.fields import TEXT_FIELDS
from newsgrep.engines.occurs import ExactPhrase, Occurs, Side
from newsgrep.text import Analyzer, AnyWord, KnownSlot, Slot
from newsgrep.text.bulk import BulkAnalyzer, TokenArrays
from newsgrep.text.proximity import Occurrence, pair_beginnings, phrase_beginnings, window_beginnings

_PAIR = 2
_Places: TypeAlias = Mapping[Slot, list[int]]
"""Where each slot stands in an article."""


class TextReader:
    """Counts in many articles at once. What it has learned of their words is kept for the next."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._bulk = BulkAnalyzer(analyzer)
        self._matching: dict[KnownSlot, list[bool]] = {}
        """Whether a slot stands for each of the analyzer's surfaces."""

    def frequencies(self, articles: Sequence[Article], wanted: Iterable[Occurs]) -> dict[Occurs, list[int]]:
        """How often each occurs in each article: the number of positions at which an occurrence begins."""
        if self._bulk.is_full:
            self._bulk.forget()
            self._matching.clear()
        of_fields: dict[str, TokenArrays] = {}
        found: dict[Occurs, list[int]] = {}
        for occurs in wanted:
            if occurs.field not in of_fields:
                parts = TEXT_FIELDS[occurs.field].parts
                of_fields[occurs.field] = self._bulk.tokens(map(parts, articles))
            found[occurs] = [
                _frequency(occurs, places) for places in self._places(occurs, of_fields[occurs.field])
            ]
        return found

    def _places(self, occurs: Occurs, tokens: TokenArrays) -> Iterator[_Places]:
        """Where the slots stand in each article."""
        slots = list(dict.fromkeys(occurs.slots))
        columns = [self._positions(slot, tokens) for slot in slots]
        return (dict(zip(slots, of_article, strict=True)) for of_article in zip(*columns, strict=True))

    def _positions(self, slot: KnownSlot, tokens: TokenArrays) -> list[list[int]]:
        """Where a slot stands in each article."""
        at = np.flatnonzero(self._mask(slot)[tokens.surfaces])
        borders = np.searchsorted(at, np.cumsum(tokens.lengths)[:-1])
        return [part.tolist() for part in np.split(tokens.positions[at], borders)]

    def _mask(self, slot: KnownSlot) -> NDArray[np.bool_]:
        known = self._matching.setdefault(slot, [False])  # number 0 is that of tokens that are not indexed
        new = self._bulk.surfaces[len(known) :]
        known += map(slot.matches, new, self._analyzer.stems(new))
        return np.array(known)


def _frequency(occurs: Occurs, places: _Places) -> int:
    if occurs.slop is None:
        return len(_beginnings(occurs.sides[0][0], places))
    if len(occurs.sides) == _PAIR:
        left, right = (_occurrences(side, places) for side in occurs.sides)
        return len(pair_beginnings(left, right, occurs.slop, ordered=occurs.ordered))
    words = [places[slot] for ((slot,),) in occurs.sides if not isinstance(slot, AnyWord)]
    return len(window_beginnings(words, occurs.slop))


def _beginnings(phrase: ExactPhrase, places: _Places) -> list[int]:
    return phrase_beginnings([None if isinstance(slot, AnyWord) else places[slot] for slot in phrase])


def _occurrences(side: Side, places: _Places) -> list[Occurrence]:
    return sorted({(place, len(phrase)) for phrase in side for place in _beginnings(phrase, places)})
