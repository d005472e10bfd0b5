"""Where the words of phrases and of NEAR stand in a text, as positions, without tokenising what lies far from them."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from newsgrep.immutable import NamedTuple
from newsgrep.results import Span
from newsgrep.text.analyzer import Analyzer, piece_pattern
from newsgrep.text.candidates import Candidates
from newsgrep.text.memo import Memo
from newsgrep.text.word_spans import is_in_capitals

_Word: TypeAlias = tuple[int, Span, Sequence[int]]
"""The number of a token in its piece, its place there, and the slots that it matches."""


class _Piece(NamedTuple):
    """How many tokens a piece has, and those that match: as it stands, and on a line of capitals."""

    tokens: int
    words: tuple[_Word, ...]
    in_capitals: tuple[_Word, ...]


class SlotPositions:
    """Finds, in many texts, the positions of the tokens that match slots.

    Tokens at most `reach` positions apart have positions just so far apart; others may have any that are further
    apart than `reach`. `matching` gives the numbers of the slots that a surface matches; `beginnings` are what
    those surfaces begin with, see `Candidates`.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        matching: Callable[[str], Sequence[int]],
        beginnings: frozenset[str] | None,
        reach: int,
    ) -> None:
        self._analyzer = analyzer
        self._matching = matching
        self._candidates = Candidates(beginnings)
        self._reach = reach
        self._pieces = Memo(self._words_of_piece)
        self._lengths = Memo(lambda piece: len(analyzer.pieces(piece, capitals=False)))

    def find(self, text: str, first: int, positions: dict[int, list[int]]) -> dict[int, Span]:
        """Add the positions of each slot to `positions`, ascending; gives the places in the text of all of them.

        `first` is the position of the text's first token.
        """
        places: dict[int, Span] = {}
        lines: list[tuple[int, int, bool]] = []
        pattern = piece_pattern(text)
        position, behind = first, 0
        for start, piece in self._candidates.find(text):
            found = self._pieces[piece]
            if not found:
                continue
            position += self._tokens_between(text, behind, start, pattern)
            words = found.words
            if words != found.in_capitals:
                lines = lines or list(self._analyzer.lines(text))
                words = found.in_capitals if is_in_capitals(lines, start) else words
            for number, (begin, end), slots in words:
                places[position + number] = start + begin, start + end
                for slot in slots:
                    positions.setdefault(slot, []).append(position + number)
            position += found.tokens
            behind = start + len(piece)
        return places

    def _tokens_between(self, text: str, start: int, stop: int, pattern: re.Pattern[str]) -> int:
        """The number of tokens between two pieces; where there are more than `reach`, any number above it."""
        number = 0
        for piece in pattern.finditer(text, start, stop):
            number += self._lengths[piece[0]]
            if number > self._reach:
                break
        return number

    def _words_of_piece(self, piece: str) -> _Piece | None:
        tokens = self._analyzer.pieces(piece, capitals=False)
        words, in_capitals = (
            tuple(
                (number, (start, end), slots)
                for number, (surface, start, end) in enumerate(
                    self._analyzer.pieces(piece, capitals=capitals)
                )
                if (slots := self._matching(surface))
            )
            for capitals in (False, True)
        )
        return _Piece(len(tokens), words, in_capitals) if words or in_capitals else None
