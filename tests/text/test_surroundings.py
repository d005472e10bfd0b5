"""The words around a place, held against what is found by reading all of the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.surroundings import Surroundings

WORD = re.compile(r"\S{1,40}")
BLANKS = st.sampled_from([" ", "\n", "\t", "\u3000", "\xa0", "\x85", " " * 50, "\n" * 700])
PIECES = st.one_of(
    st.text("ab\u00e9\u6771\u0301", max_size=8), BLANKS, st.just("x" * 41), st.just("\u6771" * 900)
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def words_behind(text: str, number: int) -> str:
    """The first words of a text."""
    found = [word.end() for word in WORD.finditer(text)][:number]
    return " ".join(text[: found[-1] if found else 0].split())


@given(
    before=TEXTS,
    match=st.text(max_size=3),
    behind=TEXTS,
    numbers=st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_words_are_those_of_the_whole_text(
    before: str, match: str, behind: str, numbers: tuple[int, int]
) -> None:
    span = (len(before), len(before) + len(match))
    left, right = Surroundings(*numbers).of(before + match + behind, span)
    assert left == words_behind(before[::-1], numbers[0])[::-1]
    assert right == words_behind(behind, numbers[1])


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("one two\n\n three [oil] four  five six", "two three", "four five"),
        ("[oil]", "", ""),
        (" [oil] ", "", ""),
        ('said: "[oil]-rich, he', 'said: "', "-rich, he"),
        ("(crude)[oil]'s price", "(crude)", "'s price"),
    ],
)
def test_what_is_a_word(text: str, left: str, right: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert Surroundings(2, 2).of(text.replace("[", "").replace("]", ""), (start, end)) == (left, right)


def test_any_number_of_words_may_be_asked_for() -> None:
    assert Surroundings(10**18, 10**18).of("a b oil c d", (4, 7)) == ("a b", "c d")
