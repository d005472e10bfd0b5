"""Wildcards in the cluster's language."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from newsgrep.query.globs import GlobMatcher

_SPECIAL: Final = frozenset("\\*?")


def written(glob: GlobMatcher) -> str:
    """A glob as the cluster writes wildcards."""
    return "*".join("".join(map(_escaped, piece)) for piece in glob.pieces)


def divided(glob: GlobMatcher, words: Sequence[str], most: int) -> list[str]:
    """A glob as several wildcards, each for at most `most` words. `words` are all that the glob stands for."""
    if len(words) <= most:
        return [written(glob)] if words else []
    narrower = (divided(one, list(filter(one.matches, words)), most) for one in _narrower(glob, words))
    return list(dict.fromkeys(chain.from_iterable(narrower)))


def _narrower(glob: GlobMatcher, words: Iterable[str]) -> Iterator[GlobMatcher]:
    """Globs that together stand for what a glob stands for: its first wildcard is each character that words have there."""
    first, *others = glob.pieces
    place = first.index(None) if None in first else len(first)
    for character in sorted({word[place] for word in words if len(word) > place}):
        if None in first:
            yield _glob((*first[:place], character, *first[place + 1 :]), *others)
        else:
            yield _glob((*first, character), *others)
    if None not in first:  # a star stands for nothing, too
        yield _glob((*first, *others[0]), *others[1:])


def _glob(*pieces: tuple[str | None, ...]) -> GlobMatcher:
    has_any = any(None in piece for piece in pieces)
    return GlobMatcher(pieces, None if has_any else tuple("".join(filter(None, piece)) for piece in pieces))


def _escaped(character: str | None) -> str:
    if character is None:
        return "?"
    return f"\\{character}" if character in _SPECIAL else character
