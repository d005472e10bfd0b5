"""The keys of the parts of a container: each its own, in bounded memory."""

from array import array
from collections.abc import Container
from hashlib import blake2b

_FIRST_SLOTS = 1 << 12
_MOST_SLOTS = 1 << 24
"""Of 8 bytes each. A container of more parts than fit gives the rest their numbers as keys."""


class Keys:
    """Gives the parts of one container their keys, each once.

    64 bits of a digest stand for a key that is given: should two ever be the same, a part gets its number
    though its own key was free.
    """

    def __init__(self, taken: Container[str] = ()) -> None:
        """`taken` are keys that other parts of the container already have."""
        self._taken = taken
        self._slots = _empty(_FIRST_SLOTS)
        self._given = 0

    def key(self, own: str | None, number: str) -> str:
        """The part's own key, if it has one and it is free; else its number, with as many `+` as it takes."""
        is_full = self._given * 4 >= _MOST_SLOTS * 3
        if own and not is_full and self._take(own):
            return own
        while not (self._take(number) if not is_full else self._is_free(number)):
            number += "+"
        return number

    def _is_free(self, key: str) -> bool:
        if key in self._taken:
            return False
        digest = _digest(key)
        return self._slots[_place(self._slots, digest)] != digest

    def _take(self, key: str) -> bool:
        """Say whether the key is free, and give it."""
        if key in self._taken:
            return False
        digest = _digest(key)
        place = _place(self._slots, digest)
        if self._slots[place] == digest:
            return False
        self._slots[place] = digest
        self._given += 1
        if self._given * 4 > len(self._slots) * 3 and len(self._slots) < _MOST_SLOTS:
            self._slots = _doubled(self._slots)
        return True


def _digest(key: str) -> int:
    """Never 0, which is an empty slot; the same in every run, as Python's own hash is not."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1


def _empty(slots: int) -> "array[int]":
    return array("Q", [0]) * slots


def _place(slots: "array[int]", digest: int) -> int:
    """Where a digest stands, or would."""
    last = len(slots) - 1
    place = digest & last
    while slots[place] not in {0, digest}:
        place = (place + 1) & last
    return place


def _doubled(slots: "array[int]") -> "array[int]":
    doubled = _empty(2 * len(slots))
    for digest in slots:
        if digest:
            doubled[_place(doubled, digest)] = digest
    return doubled
