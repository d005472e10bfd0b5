"""Many texts to tokens at once: the same tokens as the analyzer's, as arrays of numbers.

No rule is written twice. The texts are cut at white space, as the analyzer cuts them, and at characters that
divide as white space does; a known piece has a number already (`pieces`), and only a new one is given to the
rules (`tokens.tokenize`).
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsgrep.text.analyzer import POSITION_GAP, Analyzer, has_number_spaces, piece_pattern
from newsgrep.text.pieces import PieceTable, cut
from newsgrep.text.runs import ranges_of, starts_of
from newsgrep.text.tokens import plain_surface, separates

_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_ASCII_LINE_BREAKS = b"\n\r\x0b\x0c"
_LAST_ASCII = 0x7F
_SEPARATORS = bytes(ord(" ") if code <= _LAST_ASCII and separates(chr(code)) else code for code in range(256))
_BYTES_AT_ONCE = 1 << 22
_PIECES_REMEMBERED = 350_000
"""News needs so many for twenty segments; until these are written, those of one segment more are in memory."""


class TokenArrays(NamedTuple):
    """The tokens of one field of many articles, article after article.

    `surfaces` and `positions` have the shape (tokens,): numbers in `BulkAnalyzer.surfaces`, and positions, which
    ascend in each article. `lengths` and `first_lengths` have the shape (articles,): how many tokens each
    article has, and how many its first part has.
    """

    surfaces: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    lengths: NDArray[np.uint32]
    first_lengths: NDArray[np.uint32]

    @property
    def first_parts(self) -> "TokenArrays":
        """The tokens of the articles' first parts alone."""
        chosen = ranges_of(np.cumsum(self.lengths, dtype=np.int64) - self.lengths, self.first_lengths)
        return TokenArrays(
            self.surfaces[chosen], self.positions[chosen], self.first_lengths, self.first_lengths
        )


_SMALL, _CAPITAL, _BREAK = 1, 2, 4
_KINDS = bytearray(256)
_KINDS[ord("a") : ord("z") + 1] = bytes([_SMALL]) * 26
_KINDS[ord("s")] = 0
_KINDS[ord("A") : ord("Z") + 1] = bytes([_CAPITAL]) * 26
_KINDS[_LAST_ASCII + 1 :] = bytes([_CAPITAL]) * 128
for _code in _ASCII_LINE_BREAKS:
    _KINDS[_code] = _BREAK
"""What a byte may be in a line of capitals: other than ASCII, a capital, and an s the end of a possessive."""


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
        self._piece_lengths = array("I")
        self._piece_surfaces = array("I")
        self._tables = [PieceTable(partial(self._learn, capitals=capitals)) for capitals in (False, True)]

    @property
    def is_full(self) -> bool:
        """Say whether its memory is full, and should be emptied before the next texts."""
        return len(self._piece_lengths) > _PIECES_REMEMBERED

    def tokens(self, articles: Iterable[Sequence[str]]) -> TokenArrays:
        """The tokens of articles, each given as its parts: a headline and a text, or names.

        Positions run on from part to part, with a gap of POSITION_GAP.
        """
        found = [
            self._expand(*self._pieces_of(texts), np.array(parts, np.int64))
            for texts, parts in _batches(articles)
        ]
        return TokenArrays(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def _pieces_of(self, texts: Sequence[bytes]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The numbers of the pieces of texts, and how many pieces each text has."""
        numbers, starts = self._pieces(b"\n".join(texts))
        ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
        return numbers, np.diff(np.searchsorted(starts, ends), prepend=0)

    def _pieces(self, text: bytes) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The numbers of the pieces of a text, and where they begin; both of shape (pieces,)."""
        cut_text = text.translate(_SEPARATORS)
        starts, ends = cut(cut_text)
        lines = self._lines_of_capitals(text)
        if not len(lines):
            return self._tables[0].numbers(cut_text, starts, ends), starts
        numbers = np.empty(len(starts), np.int32)
        # An odd number of borders before it: it stands in such a line.
        in_capitals = np.searchsorted(lines.ravel(), starts, "right") % 2 == 1
        for table, chosen in zip(self._tables, (~in_capitals, in_capitals), strict=True):
            numbers[chosen] = table.numbers(cut_text, starts[chosen], ends[chosen])
        return numbers, starts

    def _lines_of_capitals(self, text: bytes) -> NDArray[np.int64]:
        """Where lines of capitals begin and end: shape (lines, 2), or (0,) if there are none."""
        kinds = np.frombuffer(text.translate(_KINDS), np.uint8)
        breaks = np.flatnonzero(kinds == _BREAK)
        begins = np.concatenate(([0], breaks + 1))
        ends = np.append(breaks, len(kinds))
        # The break at its end is of a line too.
        of_line = np.bitwise_or.reduceat(np.append(kinds, _BREAK), begins)
        candidates = np.flatnonzero(of_line == _CAPITAL | _BREAK)
        found = [
            (begin, end)
            for begin, end in zip(begins[candidates].tolist(), ends[candidates].tolist(), strict=True)
            if self._analyzer.is_line_of_capitals(text[begin:end].decode("utf-8", "surrogatepass"))
        ]
        return np.array(found, np.int64)

    def _learn(self, piece: str, *, capitals: bool) -> int:
        """The number of a new piece, after its tokens have been recorded."""
        word = plain_surface(piece, capitals=capitals)
        surfaces = (
            [word] if word else [one.surface for one in self._analyzer.pieces(piece, capitals=capitals)]
        )
        for surface in surfaces:
            number = self._numbers.get(surface)
            if number is None:
                number = self._numbers[surface] = len(self.surfaces)
                self.surfaces.append(surface)
            self._piece_surfaces.append(number)
        self._piece_lengths.append(len(surfaces))
        return len(self._piece_lengths) - 1

    def _expand(
        self, pieces: NDArray[np.int32], in_part: NDArray[np.int64], parts: NDArray[np.int64]
    ) -> TokenArrays:
        """Numbers of pieces to numbers of surfaces; most pieces are one token, some are none or several."""
        lengths = _numbers(self._piece_lengths).astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        of_piece = lengths[pieces]
        surfaces = _numbers(self._piece_surfaces)[ranges_of(starts[pieces], of_piece)]
        part_lengths = _sums(of_piece, in_part)
        part_firsts = np.cumsum(part_lengths) - part_lengths
        # A part that is not empty begins POSITION_GAP after the last token before it.
        steps = np.where(part_lengths > 0, part_lengths + (POSITION_GAP - 1), 0)
        positions_before = np.cumsum(steps) - steps
        first_part = np.cumsum(parts, dtype=np.int64) - parts
        parts_with = np.flatnonzero(parts)
        base = np.zeros(len(parts), np.int64)
        base[parts_with] = positions_before[first_part[parts_with]]
        positions_before -= np.repeat(base, parts)
        positions = np.arange(len(surfaces), dtype=np.int64)
        positions += np.repeat(positions_before - part_firsts, part_lengths)
        first_lengths = np.zeros(len(parts), np.uint32)
        first_lengths[parts_with] = part_lengths[first_part[parts_with]]
        return TokenArrays(
            surfaces,
            positions.astype(np.uint32),
            _sums(part_lengths, parts).astype(np.uint32),
            first_lengths,
        )


def _batches(articles: Iterable[Sequence[str]]) -> Iterator[tuple[list[bytes], list[int]]]:
    """The parts of articles, encoded, and how many parts each article has; in batches, of which one may be empty."""
    texts: list[bytes] = []
    parts_in_article: list[int] = []
    size = 0
    for parts in articles:
        parts_in_article.append(len(parts))
        for text in parts:
            encoded = text.encode() if text.isascii() else _with_ascii_spaces(text)
            texts.append(encoded)
            size += len(encoded)
        if size > _BYTES_AT_ONCE:
            yield texts, parts_in_article
            texts, parts_in_article, size = [], [], 0
    yield texts, parts_in_article


def _with_ascii_spaces(text: str) -> bytes:
    """The text in UTF-8, its lines and the pieces on them apart by ASCII characters."""
    pieces = piece_pattern(text).findall if has_number_spaces(text) else str.split
    lines = (" ".join(pieces(line)) for line in _LINE_BREAK.split(text))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _numbers(values: "array[int]") -> NDArray[np.uint32]:
    # A copy: an array that is looked at cannot grow.
    return np.array(values, dtype=np.uint32)


def _sums(values: NDArray[np.integer], groups: NDArray[np.integer]) -> NDArray[np.int64]:
    """The sums of `values`, in groups of these lengths, one after the other."""
    return np.diff(starts_of(values)[starts_of(groups)])
