"""What differs between two texts, by words."""

import pytest
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.text.word_diff import word_diff

texts = st.lists(st.sampled_from(["a", "b", "c", "B,", " ", "\n", "\t", "\u2028", "é"]), max_size=25).map(
    " ".join
)


@settings(max_examples=200 * SCALE)
@given(old=texts, new=texts, most_pairs=st.sampled_from([0, 1 << 31]))
def test_the_parts_are_all_words_of_both_texts(old: str, new: str, most_pairs: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsgrep.text.word_diff._MOST_PAIRS", most_pairs)
        parts = list(word_diff(old, new))
    for text, spans in ((old, [part.old for part in parts]), (new, [part.new for part in parts])):
        assert [word for start, end in spans for word in text[start:end].split()] == text.split()
    for is_same, old_span, new_span in parts:
        words = old[slice(*old_span)].split(), new[slice(*new_span)].split()
        assert (words[0] == words[1]) == is_same
        assert any(words)


@given(old=texts, new=texts)
def test_no_fewer_words_can_be_changed(old: str, new: str) -> None:
    changed = sum(
        max(len(old[slice(*part.old)].split()), len(new[slice(*part.new)].split()))
        for part in word_diff(old, new)
        if not part.is_same
    )
    assert changed == edits(old.split(), new.split())


def edits(old: list[str], new: list[str]) -> int:
    """The Levenshtein distance, by its definition's table."""
    row = list(range(len(new) + 1))
    for above, word in enumerate(old, start=1):
        before, row[0] = row[0], above
        for place, other in enumerate(new, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def test_long_texts_are_compared_too() -> None:
    """Sixty thousand words each: their pairs are too many, so that whole lines are compared."""
    lines = [f"line {number} has six words here" for number in range(10_000)]
    old, new = "\n".join(lines), "\n".join([*lines[:5000], "another line", *lines[5001:]])
    parts = list(word_diff(old, new))
    assert [(part.is_same, old[slice(*part.old)][:9], new[slice(*part.new)][:9]) for part in parts] == [
        (True, "line 0 ha", "line 0 ha"),
        (False, "line 5000", "another l"),
        (True, "line 5001", "line 5001"),
    ]
