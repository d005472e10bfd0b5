"""Tokens near places in a text, held against those of the whole text."""

import pytest
from conftest import SCALE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.results import Span
from newsgrep.text import Analyzer, Token, neighbours
from newsgrep.text.neighbours import tokens_near

words = st.sampled_from(
    ["oil", "U.S.-China", "--", "5\u202f000\u00a0000", "GAS", "BP'S", "l'or", "x" * 300, "漢字の石油", "\n", "\n\n", "e\u0301"]
)  # fmt: skip
texts = st.lists(words, min_size=20, max_size=50).map(" ".join) | st.lists(words, max_size=20).map("".join)


def wanted(tokens: list[Token], spans: list[Span], most: int) -> list[Token]:
    """Those with a span's token at most so many places before or behind."""
    own = {
        place for place, token in enumerate(tokens) if any(start <= token.start < end for start, end in spans)
    }
    near = {place + step for place in own for step in range(-most, most + 1)} - own
    return [token for place, token in enumerate(tokens) if place in near]


@given(
    text=texts,
    chosen=st.sets(st.integers(0, 50), min_size=1, max_size=5),
    lengths=st.integers(1, 3),
    most=st.integers(1, 4),
    reach=st.sampled_from([1, 2, 4]),
    stretches=st.sampled_from([1, 32]),
)
@settings(max_examples=200 * SCALE, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_they_are_those_of_the_whole_text(
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    chosen: set[int],
    lengths: int,
    most: int,
    reach: int,
    stretches: int,
) -> None:
    monkeypatch.setattr(neighbours, "_REACH", reach)
    monkeypatch.setattr(neighbours, "_MOST_STRETCHES", stretches)
    analyzer = Analyzer()
    tokens = analyzer.tokens(text)
    spans: list[Span] = []
    for place in sorted(chosen):
        phrase = tokens[place : place + lengths]
        if phrase and (not spans or phrase[0].start >= spans[-1][1]):
            spans.append((phrase[0].start, phrase[-1].end))
    found = tokens_near(analyzer, text, spans, most)
    assert [token[1:] for token in found] == [token[1:] for token in wanted(tokens, spans, most)]


def test_of_a_long_text_only_a_part_is_tokenised(monkeypatch: pytest.MonkeyPatch) -> None:
    analyzer = Analyzer()
    text = "gas " * 10_000 + "corn oil wheat" + " gas" * 10_000
    start = text.index("oil")
    learned: list[Span | None] = []
    tokens = analyzer.tokens

    def spied(text: str, first_position: int = 0, part: Span | None = None) -> list[Token]:
        learned.append(part)
        return tokens(text, first_position, part)

    monkeypatch.setattr(analyzer, "tokens", spied)
    near = tokens_near(analyzer, text, [(start, start + 3)], 2)
    assert [token.surface for token in near] == ["gas", "corn", "wheat", "gas"]
    (part,) = learned
    assert part is not None
    assert part[1] - part[0] < 200
