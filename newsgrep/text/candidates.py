"""The pieces of a text in which a word that is sought may begin, found without looking at the others.

A text is cut, at white space and at what divides words as white space does, into pieces. What a piece holds
does not depend on the others.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import accumulate, count
from operator import add
from typing import TypeAlias

from newsgrep.text.analyzer import IN_NUMBER, has_number_spaces
from newsgrep.text.tokens import separates

_ASCII = "".join(map(chr, range(128)))
_CUT = "".join(" " if separates(character) else character for character in _ASCII)
_CUT_IN_LOWER_CASE = _CUT.lower()
_LETTERS_AND_DIGITS = "".join(character for character in _ASCII if character.isalnum())
_OTHER_WHITE_SPACE = r"[^\S ]"
_BLOCK = 1 << 12
"""Characters. A text that is not ASCII is in most of its blocks, in which words are found three times as fast."""
_compiled = cache(re.compile)
"""Most texts need no pattern, or the shorter of two."""

PieceAt: TypeAlias = tuple[int, str]
"""Where a piece begins in its text, and the piece."""


class Candidates:
    """Finds the pieces in which a token may begin with one of `beginnings`; None: all pieces.

    These are one or two characters of a surface, without full stops.
    """

    def __init__(self, beginnings: frozenset[str] | None) -> None:
        self._beginnings = beginnings

    def find(self, text: str) -> Iterable[PieceAt]:
        """The pieces, ascending. All that hold such a token are among them."""
        if self._beginnings is None:
            return _all(_cut(text))
        if text.isascii():
            return self._in_ascii(text)
        return self._in_any(text) if len(text) <= _BLOCK else self._in_blocks(text)

    def _in_blocks(self, text: str) -> Iterator[PieceAt]:
        start = 0
        while start < len(text):
            stop = text.find(" ", start + _BLOCK) + 1 or len(text)
            block = text[start:stop]
            for place, piece in self._in_ascii(block) if block.isascii() else self._in_any(block):
                yield start + place, piece
            start = stop

    def _in_ascii(self, text: str) -> list[PieceAt]:
        cut = text.translate(_CUT_IN_LOWER_CASE)
        return [
            (start := cut.rfind(" ", 0, begun.start()) + 1, text[start : begun.end()])
            for begun in self._pattern_in_lower_case.finditer(cut)
        ]

    def _in_any(self, text: str) -> list[PieceAt]:
        cut = _cut(text)
        return [
            (start := cut.rfind(" ", 0, begun.start()) + 1, text[start : begun.end()])
            for begun in self._pattern.finditer(cut)
        ]

    # A token of ASCII letters and digits begins with the same character as its surface, and never behind one of
    # these. Its next letter or digit is that of its surface too, but perhaps behind a joint: AT&T, S.A., o'clock.

    @cached_property
    def _pattern_in_lower_case(self) -> re.Pattern[str]:
        """For a text of ASCII, cut and in lower case. With one literal in front it is searched for without a set."""
        own = {beginning for beginning in self._beginnings or () if beginning.isascii()}
        firsts = re.escape("".join(sorted({beginning[0] for beginning in own})))
        if not firsts:
            return _compiled(r"(?!)")
        first = firsts if len(firsts) == 1 else f"[{firsts}]"
        return _compiled(rf"{first}(?<![a-z0-9].){_second(own)}[^ ]*")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """For any text that is cut: a piece from the first character on that is not ASCII, or as above."""
        own = self._beginnings or frozenset()
        firsts = {beginning[0] for beginning in own}
        others = re.escape("".join(character for character in _ASCII if character.lower() not in firsts))
        return _compiled(rf"[^{others}](?<![A-Za-z0-9][\x00-\x7f])(?:(?<=[^\x00-\x7f])|{_second(own)})[^ ]*")


def _second(beginnings: Iterable[str]) -> str:
    """What may stand behind the first character: the second one, or what is neither a letter nor a digit."""
    seconds = {beginning[1:] for beginning in beginnings}
    if "" in seconds:
        return ""
    others = [character for character in _LETTERS_AND_DIGITS if character.lower() not in seconds]
    return f"[^ {''.join(others)}]"


def _all(cut: str) -> Iterator[PieceAt]:
    pieces = cut.split(" ")
    return zip(map(add, accumulate(map(len, pieces), initial=0), count()), pieces, strict=False)


def _cut(text: str) -> str:
    """A text with a space in place of every character at which it is cut."""
    if text.isascii():
        return text.translate(_CUT)
    pattern = rf"(?!{IN_NUMBER}){_OTHER_WHITE_SPACE}" if has_number_spaces(text) else _OTHER_WHITE_SPACE
    return _compiled(pattern).sub(" ", text)
