"""Windows and phrases against trying everything."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.proximity import phrase_beginnings, window_beginnings, window_occurrences

places = st.lists(st.integers(0, 12), max_size=6, unique=True).map(sorted)


@st.composite
def sides(draw: st.DrawFn) -> list[list[tuple[int, int]]]:
    """Any number of single words, or two sides of any lengths."""
    if draw(st.booleans()):
        return [[(start, 1) for start in draw(places)] for _ in range(draw(st.integers(1, 4)))]
    return [
        [(start, length) for start in draw(places)]
        for length in (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    ]


@given(st.lists(places, min_size=1, max_size=4))
def test_a_phrase_begins_where_each_slot_follows_the_one_before(slots: list[list[int]]) -> None:
    wanted = [start for start in slots[0] if all(start + offset in slot for offset, slot in enumerate(slots))]
    assert phrase_beginnings(slots) == wanted


@given(sides(), st.integers(0, 5))
def test_windows_are_those_that_trying_everything_finds(
    chosen: list[list[tuple[int, int]]], slop: int
) -> None:
    beginnings: set[int] = set()
    taking_part: set[tuple[int, int]] = set()
    for occurrences in product(*chosen):
        positions = [place for start, length in occurrences for place in range(start, start + length)]
        width = max(positions) - min(positions) + 1
        if len(set(positions)) == len(positions) and width - len(positions) <= slop:
            beginnings.add(min(positions))
            taking_part.update(occurrences)
    assert window_beginnings(chosen, slop) == sorted(beginnings)
    marked = window_occurrences(chosen, slop)
    assert set(marked) <= taking_part
    assert beginnings <= {start for start, _ in marked}
