"""Globs: `*` for any characters, `?` for exactly one, a backslash to take the next character as it is."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import ClassVar

from newsgrep.immutable import NamedTuple
from newsgrep.query.quotes import QUOTES

STAR = "*"
QUESTION = "?"
_SPECIAL = f"\\*?{QUOTES}"


class Wildcard:
    """What is not a literal character in a glob: one of two."""

    STAR: ClassVar["Wildcard"]
    QUESTION: ClassVar["Wildcard"]

    def __init__(self, value: str) -> None:
        self.value = value


Wildcard.STAR, Wildcard.QUESTION = Wildcard(STAR), Wildcard(QUESTION)


def parse_glob(glob: str) -> Iterator[str | Wildcard]:
    """The characters and wildcards of a glob. A backslash at its end stands for itself."""
    characters = iter(glob)
    for character in characters:
        if character == "\\":
            yield next(characters, "\\")
        elif character == STAR:
            yield Wildcard.STAR
        elif character == QUESTION:
            yield Wildcard.QUESTION
        else:
            yield character


class GlobMatcher(NamedTuple):
    """A glob, ready to be matched against whole strings, in time proportional to both lengths' product at most.

    `pieces` are what stands between the stars, None being any one character. Each is looked for at its first
    place after the one before: for globs the first is as good as any other, so nothing is tried twice.
    """

    pieces: tuple[tuple[str | None, ...], ...]
    literals: tuple[str, ...] | None = None
    """The pieces as strings, where none has any one character."""

    @property
    def literal(self) -> str | None:
        """The one string that it stands for; None if it has wildcards."""
        return self.prefix if len(self.pieces) == 1 and None not in self.pieces[0] else None

    @property
    def prefix(self) -> str:
        """The literal characters that all it matches begins with."""
        first = self.pieces[0]
        end = first.index(None) if None in first else len(first)
        return "".join(character for character in first[:end] if character is not None)

    @property
    def suffix(self) -> str:
        """The literal characters that all it matches ends with."""
        reversed_last = self.pieces[-1][::-1]
        end = reversed_last.index(None) if None in reversed_last else len(reversed_last)
        return "".join(character for character in reversed_last[:end][::-1] if character is not None)

    @property
    def is_prefix(self) -> bool:
        """Say whether it stands for all that begins with its prefix."""
        return len(self.pieces) == 2 and None not in self.pieces[0] and not self.pieces[1]  # noqa: PLR2004  one star

    @property
    def is_prefix_and_suffix(self) -> bool:
        """Say whether it stands for all that begins with its prefix and, after that, ends with its suffix."""
        return len(self.pieces) == 2 and self.literals is not None  # noqa: PLR2004  one star

    @property
    def longest_literal(self) -> str:
        """The longest run of literal characters that stands in all it matches."""
        runs = [""]
        for piece in self.pieces:
            for character in (None, *piece):
                runs = [*runs, ""] if character is None else [*runs[:-1], runs[-1] + character]
        return max(runs, key=len)

    def matches(self, text: str) -> bool:
        """Say whether it stands for the whole of the text."""
        if self.literals is not None:
            return _literals_match(self.literals, text)
        first, *rest = self.pieces
        if not _stands_at(first, text, 0):
            return False
        if not rest:
            return len(text) == len(first)
        place = len(first)
        *middle, last = rest
        for piece in middle:
            ends = len(text) - len(piece) + 1
            found = next((start for start in range(place, ends) if _stands_at(piece, text, start)), None)
            if found is None:
                return False
            place = found + len(piece)
        return place <= len(text) - len(last) and _stands_at(last, text, len(text) - len(last))


def compile_glob(glob: str, fold: Callable[[str], str]) -> GlobMatcher:
    """Prepare a glob; `fold` is what has been done to the strings that it will be matched against."""
    pieces: list[list[str | None]] = [[]]
    for is_literal, parts in groupby(parse_glob(glob), lambda part: isinstance(part, str)):
        if is_literal:  # whole runs: what is folded may be more than one character
            pieces[-1].extend(fold("".join(map(str, parts))))
            continue
        for part in parts:
            if part is Wildcard.STAR:
                pieces.append([])
            else:
                pieces[-1].append(None)
    literals = tuple("".join(filter(None, piece)) for piece in pieces)
    has_any = any(None in piece for piece in pieces)
    return GlobMatcher(tuple(tuple(piece) for piece in pieces), None if has_any else literals)


def _literals_match(literals: tuple[str, ...], text: str) -> bool:
    """Say whether strings follow each other, the first at the text's beginning, the last at its end."""
    first, last = literals[0], literals[-1]
    if len(literals) == 1:
        return text == first
    if not (text.startswith(first) and text.endswith(last)) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in literals[1:-1]:
        place = text.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def _stands_at(piece: tuple[str | None, ...], text: str, start: int) -> bool:
    if start + len(piece) > len(text):
        return False
    return all(
        wanted is None or wanted == found
        for wanted, found in zip(piece, text[start : start + len(piece)], strict=True)
    )


def escape_glob(text: str) -> str:
    """The glob that stands for a text as it is. Quotes are escaped too, so that it may stand between them."""
    return "".join("\\" + character if character in _SPECIAL else character for character in text)
