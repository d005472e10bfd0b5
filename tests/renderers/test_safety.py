"""What is made safe to print."""

import re

from hypothesis import given
from hypothesis import strategies as st
from odd_texts import texts

from newsgrep.renderers.safety import dropped, one_line


@given(texts | st.text())
def test_one_line_is_without_what_is_unsafe_and_with_single_spaces(text: str) -> None:
    spaced = re.sub(r"\s+", " ", text)
    assert one_line(text) == re.sub(r"\s+", " ", dropped(spaced)).strip()
    assert one_line(one_line(text)) == one_line(text)
