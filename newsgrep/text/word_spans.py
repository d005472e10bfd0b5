"""Where single words stand in a text, without tokenising all of it: news repeats its pieces, each is tokenised once."""

from bisect import bisect_right
from collections.abc import Callable
from typing import TypeAlias

from newsgrep.results import Span
from newsgrep.text.analyzer import Analyzer
from newsgrep.text.candidates import Candidates
from newsgrep.text.memo import Memo

_Words: TypeAlias = tuple[tuple[Span, ...], tuple[Span, ...]]
"""Those that match in a piece: as it stands, and on a line of capitals; the same object if they do not differ."""


class WordSpans:
    """Marks the words whose surface `matches` accepts, in many texts.

    `beginnings` are what those surfaces begin with, see `Candidates`; None: they may begin with anything.
    """

    def __init__(
        self, analyzer: Analyzer, matches: Callable[[str], bool], beginnings: frozenset[str] | None
    ) -> None:
        self._analyzer = analyzer
        self._matches = matches
        self._words = Memo(self._words_of_piece)
        self._candidates = Candidates(beginnings)

    def find(self, text: str) -> tuple[Span, ...]:
        """The places, ascending, of all words that match."""
        words_of = self._words
        lines: list[tuple[int, int, bool]] = []
        spans: list[Span] = []
        for start, piece in self._candidates.find(text):
            found = words_of[piece]
            if found:
                words, in_capitals = found
                if words is not in_capitals:
                    lines = lines or list(self._analyzer.lines(text))
                    if is_in_capitals(lines, start):
                        words = in_capitals
                for first, last in words:
                    spans.append((start + first, start + last))
        return tuple(spans)

    def _words_of_piece(self, piece: str) -> _Words | None:
        """The words that match in a piece; None for none, on whatever line."""
        words = self._mark(piece, capitals=False)
        has_no_capitals = piece.isascii() and piece.islower()
        in_capitals = words if has_no_capitals else self._mark(piece, capitals=True)
        if not words and not in_capitals:
            return None
        return words, (words if words == in_capitals else in_capitals)

    def _mark(self, piece: str, *, capitals: bool) -> tuple[Span, ...]:
        return tuple(
            [
                (start, end)
                for surface, start, end in self._analyzer.pieces(piece, capitals=capitals)
                if self._matches(surface)
            ]
        )


def is_in_capitals(lines: list[tuple[int, int, bool]], place: int) -> bool:
    """Whether the line of a place is one of capitals; `lines` are those of `Analyzer.lines`."""
    return lines[bisect_right(lines, place, key=lambda line: line[0]) - 1][2]
