"""How often words stand in an article, found in its text: for what the cluster cannot count."""

from collections.abc import Mapping, Sequence

from newsgrep.article import Article
from newsgrep.engines.occurs import ExactPhrase, Occurs, Side
from newsgrep.text import Analyzer, AnyWord, Slot, Token
from newsgrep.text.proximity import Occurrence, pair_beginnings, phrase_beginnings, window_beginnings

_PAIR = 2


class ArticleTokens:
    """The tokens of an article, by field; each field is tokenised when it is asked for."""

    def __init__(self, article: Article, analyzer: Analyzer) -> None:
        self._article = article
        self._analyzer = analyzer
        self._fields: dict[str, list[Token]] = {}

    def frequency(self, occurs: Occurs) -> int:
        """How often it occurs: the number of positions at which an occurrence begins."""
        tokens = self._of(occurs.field)
        places: dict[Slot, list[int]] = {slot: self._positions(slot, tokens) for slot in occurs.slots}
        if occurs.slop is None:
            return len(_beginnings(occurs.sides[0][0], places))
        if len(occurs.sides) == _PAIR:
            left, right = (_occurrences(side, places) for side in occurs.sides)
            return len(pair_beginnings(left, right, occurs.slop, ordered=occurs.ordered))
        words = [places[slot] for ((slot,),) in occurs.sides if not isinstance(slot, AnyWord)]
        return len(window_beginnings(words, occurs.slop))

    def _positions(self, slot: Slot, tokens: Sequence[Token]) -> list[int]:
        stem = self._analyzer.stem
        return [
            token.position
            for token in tokens
            if token.surface and slot.matches(token.surface, stem(token.surface))
        ]

    def _of(self, field: str) -> list[Token]:
        if field not in self._fields:
            self._fields[field] = self._tokens(field)
        return self._fields[field]

    def _tokens(self, field: str) -> list[Token]:
        if field == "body":
            headline, text = self._analyzer.body_tokens(self._article)
            return [*headline, *text]
        if field == "title":
            return self._analyzer.title_tokens(self._article)
        return self._analyzer.author_tokens(self._article)


def _beginnings(phrase: ExactPhrase, places: Mapping[Slot, list[int]]) -> list[int]:
    return phrase_beginnings([None if isinstance(slot, AnyWord) else places[slot] for slot in phrase])


def _occurrences(side: Side, places: Mapping[Slot, list[int]]) -> list[Occurrence]:
    return sorted({(place, len(phrase)) for phrase in side for place in _beginnings(phrase, places)})
