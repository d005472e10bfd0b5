"""Texts and paths cut to the screen."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsgrep.renderers.shortening import folded_path, shortened_path

CARNEY = "seeds/archive of texts/2025-05-06-carney-trump-oval-office.txt"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, CARNEY),
        (60, "seeds/archive of …/2025-05-06-carney-trump-oval-office.txt"),
        (50, "seeds/…/2025-05-06-carney-trump-oval-office.txt"),
        (40, "seeds/archive of …-trump-oval-office.txt"),
        (20, "seeds/…-office.txt"),
        (2, "s…"),
        (1, "…"),
    ],
)
def test_a_path_is_shortened_in_the_middle(width: int, shown: str) -> None:
    assert shortened_path(CARNEY, width) == shown


@given(st.text("ab é字-_./ ", min_size=1, max_size=60), st.integers(1, 70))
def test_a_shortened_path_fits_and_is_made_of_the_beginning_and_the_end(path: str, width: int) -> None:
    shown = shortened_path(path, width)
    assert cell_len(shown) <= width
    head, sign, tail = shown.partition("…")
    assert path.startswith(head)
    assert path.endswith(tail)
    assert bool(sign) == (cell_len(path) > width)


@given(st.lists(st.sampled_from(["word", "of", "news", "-", "/", ".", " "]), min_size=9, max_size=40))
def test_words_stay_whole_where_they_can(pieces: list[str]) -> None:
    path = "".join(pieces)
    head, _, tail = shortened_path(path, 20).partition("…")
    for part, rest in ((head, path[len(head) :]), (tail[::-1], path[: len(path) - len(tail)][::-1])):
        if len(path) > 20 and max(map(len, re.findall(r"\w+", path))) <= 12:
            assert not (part and part[-1].isalnum() and rest and rest[0].isalnum())


@given(st.text("ab é字-_./ ", max_size=60), st.integers(2, 70))
def test_a_folded_path_loses_nothing_and_is_cut_between_words(path: str, width: int) -> None:
    lines = list(folded_path(path, width))
    assert "".join(lines) == path
    assert max(map(cell_len, lines)) <= width
    for before, after in itertools.pairwise(lines):
        for word in re.finditer(r"[^\W_]+", before + after):
            assert not word.start() < len(before) < word.end() or cell_len(word[0]) > width
