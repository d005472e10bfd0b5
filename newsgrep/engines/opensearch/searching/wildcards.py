"""Wildcards in the cluster's language."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from newsgrep.query.globs import GlobMatcher

_SPECIAL: Final = frozenset("\\*?")


def written(glob: GlobMatcher) -> str:
    """A glob as the cluster writes wildcards."""
    return "*".join("".join(map(_escaped, piece)) for piece in glob.pieces)


def divided(glob: GlobMatcher, words: Sequence[str], most: int) -> tuple[list[str], list[str]]:
    """A glob as several wildcards, each for at most `most` words, and the words that none of these stands for.

    `words` are those that the glob stands for, ascending; there are more of others.
    """
    if len(words) <= most:
        return [written(glob)], []
    first, *others = glob.pieces
    place = first.index(None) if None in first else len(first)
    wildcards: list[str] = []
    left: list[str] = []
    for character, group in groupby(words, lambda word: word[place : place + 1]):
        of_group = list(group)
        if None in first:
            narrower = GlobMatcher(((*first[:place], character, *first[place + 1 :]), *others))
        else:
            narrower = GlobMatcher(((*first, character), *others))
        # A short word may end with what the star does not stand for.
        matching = [word for word in of_group if character and narrower.matches(word)]
        left += set(of_group).difference(matching)
        if matching:
            more, rest = divided(narrower, matching, most)
            wildcards += more
            left += rest
    return wildcards, left


def _escaped(character: str | None) -> str:
    if character is None:
        return "?"
    return f"\\{character}" if character in _SPECIAL else character
