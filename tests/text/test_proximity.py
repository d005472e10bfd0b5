"""Phrases, pairs and windows against trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.proximity import (
    Occurrence,
    pair_beginnings,
    pair_occurrences,
    phrase_beginnings,
    window_beginnings,
    window_positions,
)

places = st.lists(st.integers(0, 12), max_size=6, unique=True).map(sorted)
sides = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3)), max_size=8, unique=True).map(sorted)
"""Occurrences of phrases of several lengths: they overlap, and begin at the same positions."""
slops = st.integers(0, 5)


def positions_of(*occurrences: Occurrence) -> list[int]:
    return [place for start, length in occurrences for place in range(start, start + length)]


def is_match(positions: list[int], slop: int) -> bool:
    """Say whether the positions are distinct, and few others among them."""
    width = max(positions) - min(positions) + 1
    return len(set(positions)) == len(positions) and width - len(positions) <= slop


@given(st.lists(places, min_size=1, max_size=4))
def test_a_phrase_begins_where_each_slot_follows_the_one_before(slots: list[list[int]]) -> None:
    wanted = [start for start in slots[0] if all(start + offset in slot for offset, slot in enumerate(slots))]
    assert phrase_beginnings(slots) == wanted


@given(sides, sides, slops, st.booleans())
def test_pairs_are_those_that_trying_everything_finds(
    left: list[Occurrence],
    right: list[Occurrence],
    slop: int,
    ordered: bool,  # noqa: FBT001  drawn
) -> None:
    matches = [
        (one, other)
        for one, other in product(left, right)
        if is_match(positions_of(one, other), slop)
        and (not ordered or max(positions_of(one)) < min(positions_of(other)))
    ]
    beginnings = {min(positions_of(*match)) for match in matches}
    assert pair_beginnings(left, right, slop, ordered=ordered) == sorted(beginnings)
    marked = pair_occurrences(left, right, slop, ordered=ordered)
    assert set(marked) <= {occurrence for match in matches for occurrence in match}
    assert beginnings <= {start for start, _ in marked}


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ([(0, 1)], [(2, 1), (3, 1)], [(0, 1), (2, 1)]),  # only the nearest
        ([(0, 1)], [(2, 1), (2, 2), (3, 1)], [(0, 1), (2, 1), (2, 2)]),  # all that begin there
        ([(0, 1), (0, 2)], [(2, 1)], [(0, 1), (0, 2), (2, 1)]),
        ([(0, 2)], [(1, 1)], []),
    ],
)
def test_the_occurrences_of_a_pair(
    left: list[Occurrence], right: list[Occurrence], marked: list[Occurrence]
) -> None:
    assert pair_occurrences(left, right, 2, ordered=True) == marked
    assert pair_occurrences(right, left, 2, ordered=False) == marked
    assert pair_occurrences(right, left, 2, ordered=True) == []


@given(st.lists(places, min_size=1, max_size=4), slops)
def test_windows_are_those_that_trying_everything_finds(words: list[list[int]], slop: int) -> None:
    matches = [chosen for chosen in product(*words) if is_match(list(chosen), slop)]
    beginnings = set(map(min, matches))
    assert window_beginnings(words, slop) == sorted(beginnings)
    marked = window_positions(words, slop)
    assert set(marked) <= {place for match in matches for place in match}
    assert beginnings <= set(marked)
