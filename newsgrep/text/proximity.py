"""Words that stand together: exact phrases, two sides near each other, windows in which several words stand.

A match uses no position twice. It is counted by where it begins: the frequency is the number of distinct
positions that are the first position of a match.
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


def pair_beginnings(
    left: Sequence[Occurrence], right: Sequence[Occurrence], slop: int, *, ordered: bool
) -> list[int]:
    """The first positions of matches: one of each side, with at most `slop` positions between them.

    Both sides ascend; occurrences of a side may be of several lengths, and overlap. With `ordered`, the left
    one comes first.
    """
    beginnings = {start for (start, _), _ in _followed(left, right, slop)}
    if not ordered:
        beginnings.update(start for (start, _), _ in _followed(right, left, slop))
    return sorted(beginnings)


def pair_occurrences(
    left: Sequence[Occurrence], right: Sequence[Occurrence], slop: int, *, ordered: bool
) -> list[Occurrence]:
    """The occurrences with which a match begins, and those nearest behind each of them, ascending."""
    taking_part: set[Occurrence] = set()
    for first, second in ((left, right),) if ordered else ((left, right), (right, left)):
        followed = list(_followed(first, second, slop))
        nearest = {start for _, start in followed}
        taking_part.update(occurrence for occurrence, _ in followed)
        taking_part.update(occurrence for occurrence in second if occurrence[0] in nearest)
    return sorted(taking_part)


def _followed(
    first: Sequence[Occurrence], second: Sequence[Occurrence], slop: int
) -> Iterator[tuple[Occurrence, int]]:
    """Those of `first` that one of `second` follows closely enough, with where the nearest begins."""
    starts = [start for start, _ in second]
    for occurrence in first:
        end = occurrence[0] + occurrence[1]
        index = bisect_left(starts, end)
        if index < len(starts) and starts[index] - end <= slop:
            yield occurrence, starts[index]


def window_beginnings(words: Sequence[Sequence[int]], slop: int) -> list[int]:
    """The first positions of windows in which every word stands, in any order.

    `words` gives each word's ascending positions. A window's width, less the number of words, is at most
    `slop`.
    """
    return [beginning for beginning, _ in _windows(words, slop)]


def window_positions(words: Sequence[Sequence[int]], slop: int) -> list[int]:
    """The positions that take part in a tightest window at each of the windows' beginnings, ascending."""
    taking_part: set[int] = set()
    for beginning, end in _windows(words, slop):
        tightest = (_choose(words, beginning, stop) for stop in range(beginning + len(words), end + 1))
        taking_part.update(next(filter(None, tightest)))
    return sorted(taking_part)


def _windows(words: Sequence[Sequence[int]], slop: int) -> Iterator[tuple[int, int]]:
    """(first position, position behind the last one allowed) of every window that holds a match."""
    if not all(words):
        return
    for beginning in sorted(set().union(*words)):
        end = beginning + len(words) + slop
        if _choose(words, beginning, end):
            yield beginning, end


def _choose(words: Sequence[Sequence[int]], beginning: int, end: int) -> list[int]:
    """A position of its own for every word, in [beginning, end); none if there is no such choice.

    It is a bipartite matching, by augmenting paths (Kuhn 1955). The beginning, which is a word's, is taken:
    positions are tried in order, and one that is taken stays taken.
    """
    inside = [
        positions[bisect_left(positions, beginning) : bisect_left(positions, end)] for positions in words
    ]
    taken: dict[int, int] = {}
    if all(inside) and all(_augment(inside, number, taken, set()) for number in range(len(inside))):
        return sorted(taken)
    return []


def _augment(words: Sequence[Sequence[int]], number: int, taken: dict[int, int], tried: set[int]) -> bool:
    for position in words[number]:
        if position in tried:
            continue
        tried.add(position)
        if position not in taken or _augment(words, taken[position], taken, tried):
            taken[position] = number
            return True
    return False
