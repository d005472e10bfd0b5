"""What is made safe to print."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from odd_texts import texts

from newsgrep.renderers.safety import one_line, without_unsafe


@given(texts | st.text())
def test_one_line_is_without_what_is_unsafe_and_with_single_spaces(text: str) -> None:
    shown = one_line(text)
    spaced = re.sub(r"\s+", " ", text)
    assert shown == re.sub(r"\s+", " ", without_unsafe(spaced)).strip()
    assert one_line(shown) == shown
    assert [sign for sign in shown if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}] == []
    assert set(shown).isdisjoint("\u200b\u200e\u200f\u202e\u2066\ufeff\U000e0001")
    assert [sign for sign in shown if not sign.isspace()] == [
        sign for sign in text if sign in shown and not sign.isspace()
    ]
