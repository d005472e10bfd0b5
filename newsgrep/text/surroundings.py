"""The words around a place in a text, on one line."""

import re

from newsgrep.results import Span

_LONGEST_WORD = 40
"""Characters: more of them without a blank, as in scripts that write no spaces, are several words."""
_REACH = 16
"""Characters for a word, with its blanks, in which most words before a place are found."""
_MOST_WORDS = 1 << 20


class Surroundings:
    """Gives at most `before` words before a span, and `after` words behind it. Words are what blanks stand between.

    What stands right at the span, such as a quotation mark, is a word too. The time does not depend on the text's length.
    """

    def __init__(self, before: int, after: int) -> None:
        self._before = _words(before)
        self._after = _words(after)
        self._reach = _REACH * (min(before, _MOST_WORDS) + 1)

    def of(self, text: str, span: Span) -> tuple[str, str]:
        """The words before a span and those behind it; each run of blanks is one space."""
        start, end = span
        behind = self._after.match(text, end)
        last = behind.end() if behind else end
        return " ".join(text[self._first(text, start) : start].split()), " ".join(text[end:last].split())

    def _first(self, text: str, place: int) -> int:
        """Where the words before a place begin. A text is read backwards only as far as it must be."""
        reach = self._reach
        while True:
            backwards = text[max(0, place - reach) : place][::-1]
            found = self._before.match(backwards)
            length = found.end() if found else 0
            if length < reach or reach >= place:
                return place - length
            reach *= 4


def _words(number: int) -> re.Pattern[str]:
    # Blanks belong to it, so that a match that ends before the text does has found all words.
    return re.compile(rf"(?:\s*+\S{{1,{_LONGEST_WORD}}}+){{0,{min(number, _MOST_WORDS)}}}+\s*+")
