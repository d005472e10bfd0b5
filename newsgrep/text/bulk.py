"""Many texts to tokens at once: the same tokens as the analyzer's, as arrays of numbers.

No rule is written twice. The texts are cut at white space, as the analyzer cuts them; a piece that has been seen
before is a number already, and only those that have not are given to the rules (`tokens.tokenize`), all together.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.analyzer import POSITION_GAP, Analyzer

_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_BREAKS_BESIDE_LF = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
_PIECES_REMEMBERED = 1 << 19


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """The tokens of one field of many articles, article after article.

    `surfaces` are numbers in `BulkAnalyzer.surfaces`, `positions` ascend in each article, `lengths` is how many tokens
    each article has.
    """

    surfaces: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    lengths: NDArray[np.uint32]


class BulkAnalyzer:
    """Tokenises texts by the thousand. Numbers of surfaces hold good until `forget`."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.forget()

    def forget(self) -> None:
        """Let go of all numbers."""
        self.surfaces: list[str] = [""]
        """Number to surface; number 0 is that of overlong ones, which hold their position alone."""
        self._numbers: dict[str, int] = {"": 0}
        self._piece_lengths = np.zeros(0, np.int64)
        self._piece_surfaces = np.zeros(0, np.uint32)
        numbers = count()
        self._pieces = _Memo(numbers)
        self._pieces_of_capitals = _Memo(numbers)

    @property
    def is_full(self) -> bool:
        """Say whether it remembers so much that it had better forget before the next texts."""
        return len(self._piece_lengths) > _PIECES_REMEMBERED

    def tokens(self, articles: Iterable[Sequence[str]]) -> TokenArrays:
        """The tokens of articles, each given as its parts: a headline and a text, or names.

        Positions run on from part to part, with a gap of POSITION_GAP.
        """
        pieces = array("I")
        pieces_in_part = array("I")
        parts_in_article = array("I")
        for parts in articles:
            parts_in_article.append(len(parts))
            for text in parts:
                before = len(pieces)
                self._gather(text, pieces)
                pieces_in_part.append(len(pieces) - before)
        self._learn()
        return self._expand(_numbers(pieces), _numbers(pieces_in_part), _numbers(parts_in_article))

    def _gather(self, text: str, pieces: "array[int]") -> None:
        lines = _LINE_BREAK.split(text) if _BREAKS_BESIDE_LF.search(text) else text.split("\n")
        if not any(map(self._analyzer.is_line_of_capitals, lines)):
            pieces.extend(map(self._pieces.__getitem__, text.split()))
            return
        for line in lines:
            capitals = self._analyzer.is_line_of_capitals(line)
            memo = self._pieces_of_capitals if capitals else self._pieces
            pieces.extend(map(memo.__getitem__, line.split()))

    def _learn(self) -> None:
        """Put down the tokens of the pieces not seen before, whose numbers are those after all others."""
        first = len(self._piece_lengths)
        learned: dict[int, list[int]] = {}
        for memo, capitals in ((self._pieces, False), (self._pieces_of_capitals, True)):
            for pieces in _apart(memo.unseen):
                found = self._analyzer.surfaces(pieces, capitals=capitals)
                for piece, surfaces in zip(pieces, found, strict=True):
                    learned[memo[piece]] = [self._number(surface) for surface in surfaces]
            memo.unseen.clear()
        numbers = [learned[first + place] for place in range(len(learned))]
        lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
        flat = np.fromiter(chain.from_iterable(numbers), np.uint32)
        self._piece_lengths = np.concatenate((self._piece_lengths, lengths))
        self._piece_surfaces = np.concatenate((self._piece_surfaces, flat))

    def _number(self, surface: str) -> int:
        number = self._numbers.get(surface)
        if number is None:
            number = self._numbers[surface] = len(self.surfaces)
            self.surfaces.append(surface)
        return number

    def _expand(
        self, pieces: NDArray[np.uint32], in_part: NDArray[np.uint32], parts: NDArray[np.uint32]
    ) -> TokenArrays:
        """Numbers of pieces to numbers of surfaces; most pieces are one token, some are none or several."""
        lengths = self._piece_lengths
        starts = np.cumsum(lengths) - lengths
        of_piece = lengths[pieces]
        surfaces = self._piece_surfaces[_ranges(starts[pieces], of_piece)]
        part_lengths = _sums(of_piece, in_part)
        part_firsts = np.cumsum(part_lengths) - part_lengths
        # A part that is not empty begins POSITION_GAP after the last token before it.
        steps = np.where(part_lengths > 0, part_lengths + (POSITION_GAP - 1), 0)
        positions_before = np.cumsum(steps) - steps
        first_part = np.cumsum(parts, dtype=np.int64) - parts
        if len(parts_with := np.flatnonzero(parts)):
            base = np.zeros(len(parts), np.int64)
            base[parts_with] = positions_before[first_part[parts_with]]
            positions_before -= np.repeat(base, parts)
        positions = np.arange(len(surfaces), dtype=np.int64)
        positions += np.repeat(positions_before - part_firsts, part_lengths)
        return TokenArrays(
            surfaces, positions.astype(np.uint32), _sums(part_lengths, parts).astype(np.uint32)
        )


class _Memo(dict[str, int]):
    """Piece to its number; one not seen before gets the next, and waits to be learned."""

    def __init__(self, numbers: Iterator[int]) -> None:
        super().__init__()
        self._next = numbers
        self.unseen: list[str] = []

    def __missing__(self, piece: str) -> int:
        number = self[piece] = next(self._next)
        self.unseen.append(piece)
        return number


def _apart(pieces: Sequence[str]) -> Iterator[list[str]]:
    """Pieces of ASCII characters, and those with others, which cost more to fold."""
    yield [piece for piece in pieces if piece.isascii()]
    yield [piece for piece in pieces if not piece.isascii()]


def _numbers(values: "array[int]") -> NDArray[np.uint32]:
    return np.frombuffer(values, dtype=np.uint32) if values else np.zeros(0, np.uint32)


def _sums(values: NDArray[np.integer], groups: NDArray[np.integer]) -> NDArray[np.int64]:
    """The sums of `values`, in groups of these lengths, one after the other."""
    ends = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    bounds = np.concatenate(([0], np.cumsum(groups, dtype=np.int64)))
    return np.diff(ends[bounds])


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of ranges, one after the other: of `lengths[i]` numbers from `starts[i]`."""
    firsts = np.cumsum(lengths) - lengths
    return np.repeat(starts - firsts, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)
