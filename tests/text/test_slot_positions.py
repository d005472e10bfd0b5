"""The words of phrases have the positions that tokenising the whole text would give, as far as these matter."""

from itertools import combinations

import pytest
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import pieces, texts

from newsgrep.text import Analyzer
from newsgrep.text.slot_positions import SlotPositions
from newsgrep.text.tokens import Piece

ENGLISH = Analyzer("english")
WORDS = ("oil", "us", "u.s.", "price", "at&t", "1200.50", "of", "été")
BEGINNINGS = frozenset(word.replace(".", "")[:2] for word in WORDS)

sentences = st.lists(st.sampled_from((*WORDS, "OIL", "U.S.", "1,200.50", "said", "--", "a-b")) | pieces).map(
    " ".join
)


def matching(surface: str) -> tuple[int, ...]:
    return (WORDS.index(surface),) if surface in WORDS else ()


@pytest.mark.parametrize("beginnings", [BEGINNINGS, None], ids=["some pieces", "all pieces"])
@given(
    text=st.lists(texts | sentences, max_size=4).map("\n".join),
    reach=st.integers(0, 30),
    first=st.sampled_from((0, 107)),
)
@settings(max_examples=100 * SCALE)
def test_positions_are_those_of_the_tokens(
    beginnings: frozenset[str] | None, text: str, reach: int, first: int
) -> None:
    tokens = [token for token in ENGLISH.tokens(text, first) if matching(token.surface)]
    positions: dict[int, list[int]] = {}
    places = SlotPositions(ENGLISH, matching, beginnings, reach).find(text, first, positions)
    assert list(places.values()) == [(token.start, token.end) for token in tokens]
    found = list(places)
    assert positions == {
        slot: own
        for slot, word in enumerate(WORDS)
        if (own := [one for one, token in zip(found, tokens, strict=True) if token.surface == word])
    }
    wanted = [first - 1, *(token.position for token in tokens)]
    for (one, other), (true_one, true_other) in zip(
        combinations([first - 1, *found], 2), combinations(wanted, 2), strict=True
    ):
        apart = true_other - true_one
        assert other - one == apart if apart <= reach else other - one > reach


def test_what_lies_far_from_the_words_is_not_tokenised(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    analyzer = Analyzer("english")
    of_piece = analyzer.pieces

    def counted(piece: str, *, capitals: bool) -> list[Piece]:
        looked_at.append(piece)
        return of_piece(piece, capitals=capitals)

    monkeypatch.setattr(analyzer, "pieces", counted)
    far = " ".join(f"x{number}" for number in range(5_000))
    text = f"{far} oil {far} oil price {far}"
    finder = SlotPositions(analyzer, matching, BEGINNINGS, 5)
    first, second, third = finder.find(text, 0, {})
    assert (third - second, second - first > 5) == (1, True)
    assert len(looked_at) < 60
