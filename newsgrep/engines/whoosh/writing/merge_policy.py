"""Which segments to merge: few enough segments for a search, few enough articles written again for a commit.

As soon as there are eight, the smallest become one: as many of them as together hold at least twice the articles of
the largest among them. So an article is written again about as often as the index doubles. A segment of which a
quarter is deleted is written again by itself. No merge makes a segment of more than a million articles.
"""

from collections.abc import Iterator, Sequence

MERGED_FROM = 8
"""Fewer segments than this are left as they are."""
LARGEST = 1 << 20
"""No merged segment has more articles; numbers of articles have 24 bits."""
_DELETED_SHARE = 4


def merges(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Groups of segments to be merged, by their places; sizes are (live articles, all articles) of each."""
    smallest_first = sorted(range(len(sizes)), key=lambda place: sizes[place][0])
    chosen: list[int] = []
    for stop in range(len(sizes), MERGED_FROM - 1, -1):
        group = smallest_first[:stop]
        articles = sum(sizes[place][0] for place in group)
        if 2 * sizes[group[-1]][0] <= articles <= LARGEST:
            chosen = group
            yield group
            break
    for place, (live, written) in enumerate(sizes):
        if place not in chosen and (written - live) * _DELETED_SHARE > written:
            yield [place]
