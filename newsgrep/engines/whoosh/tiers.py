"""Which segments to merge: few enough segments for a search, few enough articles written again for a commit.

Segments are of one tier when they are about as large. Eight of a tier become one of the next, so that an article is
written again once a tier; a segment of which a quarter is deleted is written again by itself. A merge of more than a
million articles is never made.
"""

from collections.abc import Iterator, Sequence

TIER = 8
"""So many segments of one tier become one."""
LARGEST = 1 << 20
"""No merged segment has more articles."""
_SMALLEST_TIER = 1_000
_DELETED_SHARE = 4


def merges(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Groups of segments to be merged, by their places; sizes are (live articles, all articles) of each."""
    tiers: dict[int, list[int]] = {}
    for place, (live, _) in enumerate(sizes):
        tiers.setdefault(tier(live), []).append(place)
    for number in sorted(tiers):
        gathered = sorted(tiers[number], key=lambda place: sizes[place][0])
        while len(gathered) >= TIER:
            group, gathered = gathered[:TIER], gathered[TIER:]
            if sum(sizes[place][0] for place in group) <= LARGEST:
                yield group
            else:
                gathered = [*group, *gathered]
                break
        for place in gathered:
            live, written = sizes[place]
            if (written - live) * _DELETED_SHARE > written:
                yield [place]


def tier(articles: int) -> int:
    """The tier of a segment of so many articles."""
    number, size = 0, _SMALLEST_TIER
    while articles > size:
        number, size = number + 1, size * TIER
    return number
