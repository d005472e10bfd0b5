"""Which segments are merged: few are left, no article is written again too often."""

import random

import pytest

from newsgrep.engines.whoosh.writing.merge_policy import MAX_ARTICLES, merges


def whole(*sizes: int) -> list[tuple[int, int]]:
    return [(size, size) for size in sizes]


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        (whole(), []),
        (whole(*[10] * 7), []),
        (whole(*[10] * 8), [[0, 1, 2, 3, 4, 5, 6, 7]]),
        # The large one is left alone until the others are as large together.
        (whole(1000, *[10] * 8), [[1, 2, 3, 4, 5, 6, 7, 8]]),
        (whole(1000, *[10] * 7), []),
        (whole(MAX_ARTICLES, MAX_ARTICLES, *[MAX_ARTICLES // 4] * 7), []),
        # A quarter deleted and more: written again by itself.
        ([(74, 100), (100, 100)], [[0]]),
        ([(75, 100)], []),
    ],
)
def test_groups(sizes: list[tuple[int, int]], groups: list[list[int]]) -> None:
    assert [sorted(group) for group in merges(sizes)] == groups


def test_an_archive_that_grows_stays_in_few_segments_and_is_not_written_over_and_over() -> None:
    draw = random.Random(1)  # noqa: S311  a repeatable draw
    segments: list[int] = []
    added = written = 0
    for _ in range(2000):
        segments.append(draw.choice([1, 5, 40, 300]))
        added += segments[-1]
        for group in merges(whole(*segments)):
            merged = sum(segments[place] for place in group)
            assert merged <= MAX_ARTICLES
            written += merged
            segments = [size for place, size in enumerate(segments) if place not in group] + [merged]
    assert len(segments) < 20
    assert written < 12 * added
