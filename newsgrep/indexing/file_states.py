"""Files with their states, as a scan finds them and as they were when they were read: a mapping, kept in columns.

Two integers of a file take 16 bytes here, and 200 as a dictionary's tuple: archives have a million files. And two scans that
are alike are compared as bytes.
"""

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from struct import pack
from typing import TypeAlias

from newsgrep.immutable import NamedTuple

FileState: TypeAlias = tuple[int, int]
"""A file's size, and its time of modification in ns since the epoch, as `file_state` gives it."""

MAX_MTIME_NS = (1 << 63) - 1
"""The latest time of modification in a state, and with a minus sign the earliest."""
READ_AGAIN = -MAX_MTIME_NS - 1
"""A time of modification that no state has."""
_INTEGERS = "q"
_PACKED_AT_ONCE = 100_000
_MANY = 200_000
"""The places of more paths are found by bisection, in two microseconds each: a dictionary of a million takes 60 MB."""


def file_state(status: os.stat_result) -> FileState:
    """The state of a file, in two integers of 64 bits, as SQLite and arrays hold them.

    File systems know times before 1677 and after 2262, which need more: those are taken modulo 2^64 - 1 ns, 584 years.
    """
    mtime_ns = status.st_mtime_ns
    if not -MAX_MTIME_NS <= mtime_ns <= MAX_MTIME_NS:
        mtime_ns = (mtime_ns + MAX_MTIME_NS) % (2 * MAX_MTIME_NS + 1) - MAX_MTIME_NS
    return status.st_size, mtime_ns


class PackedStates(NamedTuple):
    """The same bytes for the same files, with the same states, in the same order."""

    paths: bytes
    numbers: bytes

    def unpacked(self) -> "FileStates":
        """The files. Raises ValueError for bytes that `FileStates.packed` does not give."""
        paths = self.paths.decode("utf-8", "surrogateescape").split("\0") if self.numbers else []
        numbers = array(_INTEGERS)
        numbers.frombytes(self.numbers)
        if len(numbers) != 2 * len(paths):
            raise ValueError("not the states of files")
        return FileStates(paths, numbers)


class FileStates(Mapping[str, FileState]):
    """Files, by their `Article.path`, in the order in which they were added."""

    def __init__(self, paths: list[str] | None = None, numbers: "array[int] | None" = None) -> None:
        """`numbers` are a size and a time for each path. No path stands there twice."""
        self.paths = [] if paths is None else paths
        self.numbers = array(_INTEGERS) if numbers is None else numbers
        self._places: dict[str, int] = {}
        self._order = array("I")
        """The places in the order of their paths, if these are many."""

    @classmethod
    def of(cls, files: Iterable[tuple[str, FileState]]) -> "FileStates":
        """Those of pairs."""
        paths: list[str] = []
        numbers = array(_INTEGERS)
        for path, state in files:
            paths.append(path)
            numbers.extend(state)
        return cls(paths, numbers)

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __getitem__(self, path: str) -> FileState:
        place = self._place(path)
        if place is None:
            raise KeyError(path)
        return self.state_at(place)

    def state_at(self, place: int) -> FileState:
        """The state of a file by its place among the paths."""
        return self.numbers[2 * place], self.numbers[2 * place + 1]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._place(path) is not None

    def _place(self, path: str) -> int | None:
        """The place of a file among the paths; None if it is not there."""
        count, path_at = len(self.paths), self.paths.__getitem__
        if count <= _MANY or len(self._places) == count:
            return self.place_by_path().get(path)
        if len(self._order) != count:
            self._order = array("I", sorted(range(count), key=path_at))
        at = bisect_left(self._order, path, key=path_at)
        return self._order[at] if at < count and path_at(self._order[at]) == path else None

    def place_by_path(self) -> dict[str, int]:
        """The places of files among the paths.

        Made at the first question, for a scan that finds nothing changed asks none; and again after others were added.
        """
        if len(self._places) != len(self.paths):
            self._places = {path: place for place, path in enumerate(self.paths)}
        return self._places

    def states(self) -> Iterator[tuple[str, FileState]]:
        """The files with their states."""
        return zip(self.paths, zip(self.numbers[::2], self.numbers[1::2], strict=True), strict=True)

    def add(self, path: str, state: FileState) -> None:
        """Add a file, unless it is there."""
        if path not in self.place_by_path():
            self._places[path] = len(self.paths)
            self.extend([path], state)

    def extend(self, paths: Sequence[str], numbers: Sequence[int]) -> None:
        """Add files that are not there; `numbers` are a size and a time for each path."""
        self.paths += paths
        # A quarter of the time that array.extend takes.
        self.numbers.frombytes(pack(f"{len(numbers)}{_INTEGERS}", *numbers))

    def without(self, left_out: Iterable[str]) -> "FileStates":
        """These files but for some."""
        dropped = set(left_out)
        return FileStates.of(pair for pair in self.states() if pair[0] not in dropped)

    def with_more(self, others: "FileStates") -> "FileStates":
        """These files, and those of the others that are not among them."""
        if not self.paths:
            return others
        added = others if set(self.paths).isdisjoint(others.paths) else others.without(self.paths)
        return FileStates(self.paths + added.paths, self.numbers + added.numbers)

    def with_states(self, states: Iterable[tuple[str, FileState]]) -> "FileStates":
        """These files, with other states for some of them; of a file's the last counts, and other files are left out."""
        numbers = self.numbers[:]
        for path, state in states:
            place = self._place(path)
            if place is not None:
                numbers[2 * place], numbers[2 * place + 1] = state
        return FileStates(self.paths, numbers)

    def packed(self) -> PackedStates:
        """These files as bytes."""
        paths = BytesIO()
        for first in range(0, len(self.paths), _PACKED_AT_ONCE):
            some = self.paths[first : first + _PACKED_AT_ONCE]
            paths.write(("\0" * bool(first) + "\0".join(some)).encode("utf-8", "surrogateescape"))
        return PackedStates(paths.getvalue(), self.numbers.tobytes())

    def changed_since(self, known: "FileStates") -> list[str]:
        """Those that are not among others, or with another state."""
        if self.paths != known.paths:
            before = known.place_by_path()
            return [
                path
                for path, state in self.states()
                if (place := before.get(path)) is None or known.state_at(place) != state
            ]
        pairs = enumerate(zip(self.numbers, known.numbers, strict=True))
        places = {number // 2 for number, (now, then) in pairs if now != then}
        return [self.paths[place] for place in sorted(places)]

    def missing_from(self, found: "FileStates") -> list[str]:
        """Those that are not among others."""
        return [] if self.paths == found.paths else [path for path in self.paths if path not in found]
