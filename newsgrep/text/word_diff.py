"""What differs between two texts, by words: a word is what stands between white space."""

import re
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.results import Span

_WORD = re.compile(r"\S+")
_LINE = re.compile(r"\S(?:.*\S)?")
_MOST_PAIRS = 1 << 31
"""Texts with more pairs of words are compared by lines: time grows with the product, here to two seconds."""


class Difference(NamedTuple):
    """A part of the old text in whose place the new one has another; with `is_same`, they have the same words.

    The parts follow each other, white space between them left out. One of the two may be empty.
    """

    is_same: bool
    old: Span
    new: Span


def word_diff(old: str, new: str) -> Iterator[Difference]:
    """The texts as parts that are the same and parts that differ, in order: few words as can be removed, added or replaced."""
    words = _spans(_WORD, old), _spans(_WORD, new)
    if len(words[0]) * len(words[1]) > _MOST_PAIRS:
        words = _spans(_LINE, old), _spans(_LINE, new)
    return _differences(old, new, *words)


def _differences(old: str, new: str, old_words: list[Span], new_words: list[Span]) -> Iterator[Difference]:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  not on the search path

    numbers: dict[str, int] = {}
    sides = [
        array(
            "Q", [numbers.setdefault(" ".join(text[start:end].split()), len(numbers)) for start, end in words]
        )
        for text, words in ((old, old_words), (new, new_words))
    ]
    for part in Levenshtein.opcodes(*sides):
        yield Difference(
            part.tag == "equal",
            _joined(old_words[part.src_start : part.src_end]),
            _joined(new_words[part.dest_start : part.dest_end]),
        )


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [found.span() for found in pattern.finditer(text)]


def _joined(words: list[Span]) -> Span:
    return (words[0][0], words[-1][1]) if words else (0, 0)
