"""What no score exceeds: bounds hold however the mean length has changed since they were written."""

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engines.whoosh.bm25 import Weight, rate

counts = st.integers(1, 70_000)
lengths = st.integers(1, 70_000)
means = st.floats(1, 70_000)


@given(
    postings=st.lists(st.tuples(counts, lengths), min_size=1, max_size=8),
    written=st.integers(1, 70_000),
    now=means,
    scale=st.floats(1e-6, 1e4),
)
def test_no_score_exceeds_the_bound_of_its_block(
    postings: list[tuple[int, int]], written: int, now: float, scale: float
) -> None:
    """A block keeps the posting of the highest rate, at the mean length of when it was written."""
    weight = Weight(scale, now)
    bound = weight.bound(max(rate(count, length, written) for count, length in postings), written)
    scores = [weight.score(count, length) for count, length in postings]
    assert max(scores) <= bound <= weight.limit * (1 + 1e-8)
