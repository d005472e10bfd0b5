"""Bounds: no score exceeds them, however the archive's mean length has changed since."""

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engines.bm25 import Weight, rate

lengths = st.integers(1, 100_000)
postings = st.lists(st.tuples(st.integers(1, 1000), lengths), min_size=1, max_size=20)


@given(postings, st.integers(1, 5000), st.floats(0.5, 5000), st.floats(1e-6, 30))
def test_no_score_exceeds_its_bound(
    block: list[tuple[int, int]], mean_then: int, mean_now: float, scale: float
) -> None:
    weight = Weight(scale, mean_now)
    highest = max(rate(count, length, mean_then) for count, length in block)
    bound = weight.bound(highest, mean_then)
    assert all(weight.score(count, weight.norm(length)) <= bound <= weight.limit for count, length in block)


@given(st.integers(1, 1 << 30), lengths, st.floats(0.5, 5000))
def test_no_count_exceeds_the_limit(count: int, length: int, mean: float) -> None:
    weight = Weight(1.0, mean)
    assert weight.score(count, weight.norm(length)) <= weight.limit
