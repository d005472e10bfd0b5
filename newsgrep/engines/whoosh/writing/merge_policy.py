"""The merge policy: few segments for a search, few rewritten articles for a commit.

From eight segments on, the smallest are merged: as many of them as have together at least twice the articles
of the largest of them. So an article is rewritten about once each time the index doubles. A segment with more
than a quarter of its articles deleted is rewritten alone. No merged segment has more than about a million
articles.
"""

from collections.abc import Iterator, Sequence

MERGED_FROM = 8
"""Fewer segments than this are not merged."""
MAX_ARTICLES = 1 << 20
"""The most articles of a merged segment; article numbers have 24 bits."""
_DELETED_SHARE = 4


def merges(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Groups of segments to merge, as indexes into `sizes`: (articles not deleted, all articles) of each."""
    smallest_first = sorted(range(len(sizes)), key=lambda index: sizes[index][0])
    chosen: list[int] = []
    for stop in range(len(sizes), MERGED_FROM - 1, -1):
        group = smallest_first[:stop]
        articles = sum(sizes[index][0] for index in group)
        if 2 * sizes[group[-1]][0] <= articles <= MAX_ARTICLES:
            chosen = group
            yield group
            break
    for index, (live, written) in enumerate(sizes):
        if index not in chosen and (written - live) * _DELETED_SHARE > written:
            yield [index]
