"""Words that stand together: exact phrases, and windows in which all of several phrases stand, in any order.

A match is counted by where it begins: a phrase's frequency is the number of distinct positions that are the
first position of a match.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Occurrence: TypeAlias = tuple[int, int]
"""(position, how many positions): where a word or an exact phrase stands."""


def phrase_beginnings(slots: Sequence[Sequence[int] | None]) -> list[int]:
    """The positions from which each slot stands one after the other.

    `slots` gives, for each slot in order, the ascending positions where it matches; None for any one word,
    which the first slot is not.
    """
    first, *others = slots
    if not others:
        return list(first or ())
    beginnings = set(first or ())
    for offset, positions in enumerate(others, start=1):
        if positions is not None:
            beginnings.intersection_update([position - offset for position in positions])
    return sorted(beginnings)


def window_beginnings(sides: Sequence[Sequence[Occurrence]], slop: int) -> list[int]:
    """The first positions of windows in which every side occurs, no position being used twice.

    `sides` gives each side's occurrences, ascending: two sides of any lengths, or any number of single words.
    A window's width, less the number of its words, is at most `slop`.
    """
    return [beginning for beginning, _ in _windows(sides, slop)]


def window_occurrences(sides: Sequence[Sequence[Occurrence]], slop: int) -> list[Occurrence]:
    """The occurrences that take part in a tightest window at each of the windows' beginnings, ascending."""
    taking_part: set[Occurrence] = set()
    for beginning, width in _windows(sides, slop):
        words = sum(side[0][1] for side in sides)
        for tighter in range(words, width + 1):
            chosen = _choose(sides, beginning, beginning + tighter)
            if chosen is not None:
                taking_part.update(chosen)
                break
    return sorted(taking_part)


def _windows(sides: Sequence[Sequence[Occurrence]], slop: int) -> Iterator[tuple[int, int]]:
    """(first position, widest width allowed) of every window that holds a match."""
    if not all(sides):
        return
    width = sum(side[0][1] for side in sides) + slop
    for beginning in sorted({start for side in sides for start, _ in side}):
        if _choose(sides, beginning, beginning + width) is not None:
            yield beginning, width


def _choose(sides: Sequence[Sequence[Occurrence]], beginning: int, end: int) -> tuple[Occurrence, ...] | None:
    """One occurrence of every side, disjoint, in [beginning, end), one of them at the beginning."""
    inside = [_between(side, beginning, end) for side in sides]
    if not all(inside):
        return None
    for number, candidates in enumerate(inside):
        if candidates[0][0] != beginning:
            continue
        first = candidates[0]
        others = [
            [occurrence for occurrence in side if _disjoint(occurrence, first)]
            for side in (*inside[:number], *inside[number + 1 :])
        ]
        chosen = _assign(others)
        if chosen is not None:
            return (first, *chosen)
    return None


def _between(side: Sequence[Occurrence], beginning: int, end: int) -> list[Occurrence]:
    first, stop = bisect_left(side, (beginning, 0)), bisect_left(side, (end, 0))
    return [occurrence for occurrence in side[first:stop] if occurrence[0] + occurrence[1] <= end]


def _disjoint(left: Occurrence, right: Occurrence) -> bool:
    return left[0] + left[1] <= right[0] or right[0] + right[1] <= left[0]


def _assign(sides: list[list[Occurrence]]) -> list[Occurrence] | None:
    """Give every side an occurrence of its own: a bipartite matching, by augmenting paths (Kuhn 1955)."""
    taken: dict[Occurrence, int] = {}
    for number in range(len(sides)):
        if not _augment(sides, number, taken, set()):
            return None
    return sorted(taken)


def _augment(
    sides: list[list[Occurrence]], number: int, taken: dict[Occurrence, int], tried: set[Occurrence]
) -> bool:
    for occurrence in sides[number]:
        if occurrence in tried:
            continue
        tried.add(occurrence)
        if occurrence not in taken or _augment(sides, taken[occurrence], taken, tried):
            taken[occurrence] = number
            return True
    return False
