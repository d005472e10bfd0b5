"""Which segments are merged: few are left, no article is written again too often."""

import random
from itertools import pairwise

import pytest

from newsgrep.engines.whoosh.writing.merge_policy import MAX_ARTICLES, SegmentSize, groups, merges


def whole(*sizes: int, length: int = 140) -> list[SegmentSize]:
    """Segments of so many articles of `length` tokens, none deleted."""
    return [SegmentSize(size, size, size * length) for size in sizes]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (whole(), []),
        # Two processes leave a segment each.
        (whole(10_000, 10_000), []),
        (whole(10_000, 10_000, 10_000), [[0, 1, 2]]),
        # One that outweighs the others twice is left alone, until they have grown.
        (whole(10_000, 2_500, 2_500), []),
        (whole(10_000, 2_500, 2_501), [[0, 1, 2]]),
        (whole(90_000, *[10_000] * 4), [[1, 2, 3, 4]]),
        # The smallest of all count for more than they have.
        (whole(10_000, 1, 200, 100), [[1, 2, 3]]),
        (whole(MAX_ARTICLES, MAX_ARTICLES // 2, MAX_ARTICLES // 3, MAX_ARTICLES // 4), []),
        # Long articles count for several.
        ([*whole(100, length=150_000), *whole(1, 1)], []),
        ([*whole(10, length=150_000), *whole(3_000, 10)], [[0, 1, 2]]),
        # A quarter deleted and more: written again by itself.
        ([SegmentSize(74, 100, 0), *whole(100)], [[0]]),
        ([SegmentSize(75, 100, 0)], []),
    ],
)
def test_groups(sizes: list[SegmentSize], expected: list[list[int]]) -> None:
    assert [sorted(group) for group in merges(sizes)] == expected


@pytest.mark.parametrize(
    ("sizes", "cuts"),
    [
        ([7, 7, 7], [0, 2, 3]),
        ([10, 10, 10, 10, 10], [0, 4, 5]),
        ([10, 10, 80, 10], [0, 3, 4]),
        ([14_000] * 14, [0, 10, 14]),
        ([28_000] * 100, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_new_segments_are_merged_into_few_which_a_commit_leaves(sizes: list[int], cuts: list[int]) -> None:
    assert groups(sizes) == cuts
    merged = [sum(sizes[start:end]) for start, end in pairwise(cuts)]
    assert list(merges(whole(*merged))) == []


def test_the_first_small_changes_leave_merged_groups_as_they_are() -> None:
    """They would be written again, all of them, with the first record that is appended."""
    sizes = [14_000] * 14
    merged = [sum(sizes[start:end]) for start, end in pairwise(groups(sizes))]
    assert list(merges(whole(*merged, 1))) == []
    assert list(merges(whole(*merged, 2_000, 400))) == []
    assert list(merges(whole(*merged, 1, 1, 1))) == [[2, 3, 4]]


def grown(sizes: list[int], segments: list[int]) -> tuple[int, int]:
    """Commit segments of these sizes, one by one: the most segments there are, the articles rewritten."""
    most = rewritten = 0
    for size in sizes:
        segments.append(size)
        for group in merges(whole(*segments)):
            merged = sum(segments[place] for place in group)
            assert merged <= MAX_ARTICLES
            rewritten += merged
            segments[:] = [size for place, size in enumerate(segments) if place not in group] + [merged]
        most = max(most, len(segments))
    return most, rewritten


def test_an_archive_that_grows_stays_in_few_segments_and_is_not_written_over_and_over() -> None:
    draw = random.Random(1)  # noqa: S311  a repeatable draw
    sizes = [draw.choice([1, 5, 40, 300]) for _ in range(2000)]
    most, rewritten = grown(sizes, [])
    assert most <= 8
    assert rewritten < 12 * sum(sizes)


@pytest.mark.parametrize(
    ("runs", "size", "before", "most", "rewritten"),
    [
        (190, 100, [], 5, 600),
        (200, 3, [9_500, 9_500], 4, 300),
        (2_000, 3, [9_500, 9_500], 5, 300),
        (200, 100, [900_000, 50_000], 7, 600),
    ],
)
def test_small_runs_leave_few_segments_and_rewrite_little(
    runs: int, size: int, before: list[int], most: int, rewritten: int
) -> None:
    segments, articles = grown([size] * runs, before)
    assert segments <= most
    assert articles / runs < rewritten
