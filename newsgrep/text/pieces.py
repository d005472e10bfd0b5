"""Pieces of text to numbers, by the million: a hash table in arrays, which is looked up for all pieces at once.

A piece is a run of bytes between spaces, none of them zero. One of up to 16 bytes is two 64-bit numbers, its
key; longer ones, which are rare, and new ones are looked up one by one.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_LONGEST_KEY = 16
_SPACE = 0x20
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], np.uint64)
_MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_FIRST_BITS = 16
_AT_ONCE = (1 << 12, 1 << 16)
"""At first few, so that what they teach is known to the next; later more."""

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
Values = NDArray[np.int32]


class PieceTable:
    """Gives each piece its number; `learn` is called once for a new piece, and returns its number."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        self._learn = learn
        self._long: dict[bytes, int] = {}
        self._bits = _FIRST_BITS
        self._filled = 0
        self._make_slots()

    def numbers(self, text: bytes, starts: Places, ends: Places) -> Values:
        """The numbers of the pieces of a text that begin and end at these places; all of shape (pieces,)."""
        # Two more words of padding: keys are read from aligned words, of which the last begins before a piece's end.
        words = np.zeros(len(text) // 8 + 4, "<u8")
        words.view(np.uint8)[: len(text)] = np.frombuffer(text, np.uint8)
        found = np.empty(len(starts), np.int32)
        first, at_once = 0, _AT_ONCE[0] if not self._filled else _AT_ONCE[1]
        while first < len(starts):
            part = slice(first, first + at_once)
            found[part] = self._look_up(text, words, starts[part], ends[part])
            first, at_once = first + at_once, min(2 * at_once, _AT_ONCE[1])
        return found

    def _look_up(self, text: bytes, words: Keys, starts: Places, ends: Places) -> Values:
        lengths = ends - starts
        low, high = _keys(words, starts, lengths)
        found = self._find(low, high)
        found[lengths > _LONGEST_KEY] = -1
        unknown = np.flatnonzero(found < 0)
        short: dict[bytes, int] = {}
        new: dict[int, int] = {}
        numbers = []
        for place, start, end in zip(
            unknown.tolist(), starts[unknown].tolist(), ends[unknown].tolist(), strict=True
        ):
            piece = text[start:end]
            known = short if end - start <= _LONGEST_KEY else self._long
            number = known.get(piece)
            if number is None:
                number = known[piece] = self._learn(piece.decode("utf-8", "surrogatepass"))
                if known is short:
                    new[place] = number
            numbers.append(number)
        found[unknown] = numbers
        if new:
            places = np.fromiter(new, np.int64, len(new))
            self._insert(low[places], high[places], np.fromiter(new.values(), np.int32, len(new)))
        return found

    def _make_slots(self) -> None:
        size = 1 << self._bits
        self._low, self._high = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self._values = np.full(size, -1, np.int32)

    def _slots(self, low: Keys, high: Keys) -> Places:
        mixed = low * _MIXERS[0] ^ high * _MIXERS[1]
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIXERS[0]
        mixed >>= np.uint64(64 - self._bits)
        return mixed.view(np.int64)

    def _find(self, low: Keys, high: Keys) -> Values:
        """The values of keys, -1 for unknown ones; looks from slot to slot until the key or an empty one is met."""
        slots = self._slots(low, high)
        found = self._values[slots]
        wrong = np.flatnonzero((found >= 0) & ((self._low[slots] != low) | (self._high[slots] != high)))
        while len(wrong):
            slots[wrong] = slots[wrong] + 1 & (1 << self._bits) - 1
            at = slots[wrong]
            values = self._values[at]
            found[wrong] = values
            wrong = wrong[(values >= 0) & ((self._low[at] != low[wrong]) | (self._high[at] != high[wrong]))]
        return found

    def _insert(self, low: Keys, high: Keys, values: Values) -> None:
        """Put in keys that are not there, each once."""
        self._filled += len(values)
        if self._filled * 3 > 1 << self._bits:
            held = np.flatnonzero(self._values >= 0)
            low = np.concatenate((self._low[held], low))
            high = np.concatenate((self._high[held], high))
            values = np.concatenate((self._values[held], values))
            while self._filled * 3 > 1 << self._bits:
                self._bits += 1
            self._make_slots()
        slots = self._slots(low, high)
        waiting = np.arange(len(values))
        while len(waiting):
            at = slots[waiting]
            free = self._values[at] < 0
            # Of several that want the same slot, one is written last, and has it.
            self._values[at[free]] = values[waiting[free]]
            has_it = self._values[at] == values[waiting]
            own = waiting[has_it & free]
            self._low[slots[own]], self._high[slots[own]] = low[own], high[own]
            waiting = waiting[~(has_it & free)]
            slots[waiting] = slots[waiting] + 1 & (1 << self._bits) - 1


def cut(text: bytes) -> tuple[Places, Places]:
    """Where the pieces of a text begin, and where they end; both of shape (pieces,)."""
    is_space = np.ones(len(text) + 2, np.bool_)
    np.equal(np.frombuffer(text, np.uint8), _SPACE, out=is_space[1:-1])
    borders = np.flatnonzero(is_space[1:] != is_space[:-1])
    return borders[::2], borders[1::2]


def _keys(words: Keys, starts: Places, lengths: Places) -> tuple[Keys, Keys]:
    """The first 8 bytes of pieces, and the next 8, filled up with zeros; both of shape (pieces,)."""
    place = starts >> 3
    shift = (starts & 7).astype(np.uint64) << np.uint64(3)
    back = np.uint64(63) - shift
    first, second, third = words[place], words[place + 1], words[place + 2]
    # A shift by 64 bits is undefined: two shifts, one of them by 1.
    low = first >> shift | second << back << np.uint64(1)
    high = second >> shift | third << back << np.uint64(1)
    low &= _MASKS[np.minimum(lengths, 8)]
    high &= _MASKS[np.clip(lengths - 8, 0, 8)]
    return low, high
