"""Concatenated strings of a segment: terms, ids, paths. One section has their UTF-8, another where each ends."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from newsgrep.engines.whoosh.format.layout import Section

_DENSE = 4
"""If more than one of this number of strings is read, all are read at once."""
_READS_UNTIL_DECODED, _DECODED_FROM = 64, 8
"""After so many reads of single strings, and one for this number of strings, all are decoded: a read takes a third then."""
_MOST_DECODED_BYTES = 1 << 24
"""All strings of a section take no more memory than this."""
_PIVOTS = 1 << 12
"""About how many strings are cached for the first steps of binary searches."""


class Strings:
    """Concatenated UTF-8 strings, accessed by their numbers."""

    def __init__(self, texts: Section, ends: Section) -> None:
        self._texts = texts
        self._ends = ends
        self._length = len(ends)
        self._pivots: dict[int, bytes] = {}
        self._reads_left = _READS_UNTIL_DECODED + self._length // _DECODED_FROM
        self._decoded = ""
        self._decoded_ends = memoryview(b"")

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, number: int) -> str:
        if self._decoded:
            ends = self._decoded_ends
            return self._decoded[ends[number - 1] if number else 0 : ends[number]]
        self._reads_left -= 1
        if not self._reads_left:
            self._decode()
        start = self._ends.at(number - 1) if number else 0
        return str(self._texts.part(start, self._ends.at(number)), "utf-8", "surrogatepass")

    def _decode(self) -> None:
        """Decode all strings at once, if that are not too many bytes, and ASCII: then each is a slice."""
        if len(self._texts) <= _MOST_DECODED_BYTES:
            texts = self._texts.all().tobytes()
            if texts.isascii():
                self._decoded_ends = self._ends.all()
                self._decoded = texts.decode("ascii")  # last: another thread may read

    def encoded(self, number: int) -> bytes:
        """The bytes of a string."""
        start = self._ends.at(number - 1) if number else 0
        return self._texts.part(start, self._ends.at(number)).tobytes()

    def length(self, number: int) -> int:
        """The number of bytes of a string."""
        end: int = self._ends[number]
        return end - self._ends[number - 1] if number else end

    def slice(self, first: int, stop: int) -> list[bytes]:
        """The bytes of the strings from `first` up to `stop`."""
        if first == stop:
            return []
        start: int = self._ends[first - 1] if first else 0
        ends = self._ends[first:stop].tolist()
        texts = self._texts[start : ends[-1]].tobytes()
        bounds = [0, *(end - start for end in ends)]
        return [texts[begin:end] for begin, end in pairwise(bounds)]

    def several(self, numbers: Sequence[int]) -> list[bytes]:
        """The bytes of the strings with these numbers."""
        if isinstance(numbers, range):
            return self.slice(numbers.start, numbers.stop)
        if len(numbers) * _DENSE > len(self):
            strings = self.slice(0, len(self))
            return [strings[number] for number in numbers]
        end_of, part = self._ends.at, self._texts.part
        return [part(end_of(number - 1) if number else 0, end_of(number)).tobytes() for number in numbers]

    def first_not_below(self, target: bytes) -> int:
        """The number of the first string that is not less than `target`; the strings must be sorted."""
        low, high = 0, self._length
        near, pivots, encoded = high // _PIVOTS, self._pivots, self.encoded
        while high - low > near:
            middle = (low + high) >> 1
            pivot = pivots.get(middle)
            if pivot is None:
                pivot = pivots[middle] = encoded(middle)
            if pivot < target:
                low = middle + 1
            else:
                high = middle
        while low < high:
            middle = (low + high) >> 1
            if encoded(middle) < target:
                low = middle + 1
            else:
                high = middle
        return low

    def containing(self, substring: bytes) -> list[int]:
        """The numbers of the strings that contain `substring`, ascending, by one pass over all strings."""
        if not len(self):
            return []
        texts, ends = self._texts.all().tobytes(), self._ends.all()
        numbers: list[int] = []
        offset = texts.find(substring)
        while offset >= 0:
            number = bisect_right(ends, offset)
            if offset + len(substring) <= ends[number]:
                numbers.append(number)
                offset = texts.find(substring, ends[number])
            else:  # it lies across two strings
                offset = texts.find(substring, offset + 1)
        return numbers
