"""How deep JSON is nested, in pieces cut anywhere: as a parser says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import json_nesting
from newsgrep.readers.json_nesting import MAX_NESTING, Nesting

values: st.SearchStrategy[Any] = st.recursive(
    st.text(st.sampled_from('ab[]{}"\\\n'), max_size=6) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=20,
)


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(values, st.integers(1, 9), st.integers(0, 6))
def test_depth_is_the_parsers(value: object, size: int, limit: int) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_nesting, "MAX_NESTING", limit)
        nesting = Nesting()
        assert any(nesting.is_too_deep(piece) for piece in pieces) == (depth(value) > limit)


@pytest.mark.parametrize(
    "content", ["[" * 1_000_000, '{"a":' * 1_000_000, '[{"text": "x"},' + "[" * 1_000_000]
)
def test_brackets_without_end_are_refused(read: Callable[..., list[Article | Skipped]], content: str) -> None:
    skipped = read("a.json", content)[-1]
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "nested too deeply"


def test_what_is_not_too_deep_is_read(read_one: Callable[..., Article]) -> None:
    deep = "[" * (MAX_NESTING - 1) + "]" * (MAX_NESTING - 1)
    assert read_one("a.json", f'{{"text": "x [[[", "deep": {deep}}}').text == "x [[["
