"""Where single words stand in a text, without tokenising all of it.

A text is cut, at white space and at what divides words as white space does, into pieces. What a piece holds
does not depend on the others, and news repeats its pieces: each is tokenised once. Where it is known what
letters the words sought begin with, pieces in which no token begins so are not even looked at.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, count
from operator import add
from typing import TypeAlias

from newsgrep.results import Span
from newsgrep.text.analyzer import IN_NUMBER, Analyzer, has_number_spaces
from newsgrep.text.memo import Memo
from newsgrep.text.tokens import separates

_ASCII = "".join(map(chr, range(128)))
_CUT = "".join(" " if separates(character) else character for character in _ASCII)
_OTHER_WHITE_SPACE = r"[^\S ]"
_compiled = cache(re.compile)
"""Most texts need no pattern, or the shorter of two."""

_Words: TypeAlias = tuple[tuple[Span, ...], tuple[Span, ...]]
"""Those that match in a piece: as it stands, and on a line of capitals."""


class WordSpans:
    """Marks the words whose surface `matches` accepts, in many texts.

    `initials` are what those surfaces begin with; None: they may begin with anything.
    """

    def __init__(
        self, analyzer: Analyzer, matches: Callable[[str], bool], initials: frozenset[str] | None
    ) -> None:
        self._analyzer = analyzer
        self._matches = matches
        self._words = Memo(self._words_of_piece)
        self._candidate = None if initials is None else _candidate(initials)

    def find(self, text: str) -> tuple[Span, ...]:
        """The places, ascending, of all words that match."""
        cut = _cut(text)
        lines: list[tuple[int, int, bool]] = []
        spans: list[Span] = []
        for start, found in self._all(cut) if self._candidate is None else self._some(cut, self._candidate):
            words, in_capitals = found
            if words != in_capitals:
                lines = lines or list(self._analyzer.lines(text))
                if _is_in_capitals(lines, start):
                    words = in_capitals
            spans += [(start + first, start + last) for first, last in words]
        return tuple(spans)

    def _all(self, cut: str) -> Iterator[tuple[int, _Words]]:
        """Where pieces with words that match begin, and these words."""
        pieces = cut.split(" ")
        starts = map(add, accumulate(map(len, pieces), initial=0), count())
        for start, found in zip(starts, map(self._words.__getitem__, pieces), strict=False):
            if found:
                yield start, found

    def _some(self, cut: str, candidate: re.Pattern[str]) -> Iterator[tuple[int, _Words]]:
        """The same, looked for among candidates alone."""
        words = self._words
        for begun in candidate.finditer(cut):
            start = cut.rfind(" ", 0, begun.start()) + 1
            found = words[cut[start : begun.end()]]
            if found:
                yield start, found

    def _words_of_piece(self, piece: str) -> _Words | None:
        """The words that match in a piece; None for none, on whatever line."""
        words = self._mark(piece, capitals=False)
        has_no_capitals = piece.isascii() and piece.islower()
        in_capitals = words if has_no_capitals else self._mark(piece, capitals=True)
        return (words, in_capitals) if words or in_capitals else None

    def _mark(self, piece: str, *, capitals: bool) -> tuple[Span, ...]:
        return tuple(
            [
                (start, end)
                for surface, start, end in self._analyzer.pieces(piece, capitals=capitals)
                if self._matches(surface)
            ]
        )


def _cut(text: str) -> str:
    """A text with a space in place of every character at which it is cut."""
    if text.isascii():
        return text.translate(_CUT)
    pattern = rf"(?!{IN_NUMBER}){_OTHER_WHITE_SPACE}" if has_number_spaces(text) else _OTHER_WHITE_SPACE
    return _compiled(pattern).sub(" ", text)


def _candidate(initials: frozenset[str]) -> re.Pattern[str]:
    """A piece from the first character on that is not ASCII, or that is an initial and may begin a token.

    A token of ASCII letters begins with the same letter as its surface, and never behind a letter or a digit.
    """
    others = [character for character in _ASCII if character.lower() not in initials]
    return re.compile(rf"[^{re.escape(''.join(others))}](?<![A-Za-z0-9][\x00-\x7f])[^ ]*")


def _is_in_capitals(lines: list[tuple[int, int, bool]], place: int) -> bool:
    return lines[bisect_right(lines, place, key=lambda line: line[0]) - 1][2]
