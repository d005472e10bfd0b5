"""The merge policy: few segments for a search, few rewritten articles for a commit.

The smallest segments, three or more, are merged if the largest of them weighs less than twice the others
together. So the segments that are left outweigh those smaller than themselves, and their number grows with the
logarithm of the articles: at most five after 190 runs of 100 articles, eight after ten thousand. An article's
segment grows by half each time that it is rewritten. To rewrite a thousand articles takes about 16
milliseconds.

A segment weighs as much as it has articles, a long one as several: else a hundred articles of a megabyte would
be rewritten with every other small change. A segment of few weighs as much as one of 256, which are merged in
about ten milliseconds: small changes, one after the other, leave one small segment, not one for each size.

New segments, that several processes have written, are merged by these into two before they are committed, which that
leaves as they are. One process would merge them while the others wait.

A segment with more than a quarter of its articles deleted is rewritten alone. No merged segment has more than
about a million articles.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

MAX_ARTICLES = 1 << 20
"""The most articles of a merged segment; article numbers have 24 bits."""
_MERGED_FROM = 3
"""Fewer segments than this are not merged: two processes that index an archive leave one each."""
_OUTWEIGHS = 2
_LEAST_WEIGHT = 256
_TOKENS_OF_AN_ARTICLE = 256
"""Articles of news agencies have 140, those of newspapers 600."""
_DELETED_SHARE = 4
_LARGER_OF_TWO = 0.68
"""What is left may grow by a fifteenth before two thirds no longer outweigh it."""


class SegmentSize(NamedTuple):
    """The articles of a segment that are not deleted, all its articles, and the tokens of their bodies."""

    articles: int
    written: int
    tokens: int

    @property
    def weight(self) -> int:
        """What it takes to rewrite it, in articles of usual length."""
        return max(self.articles, self.tokens // _TOKENS_OF_AN_ARTICLE, _LEAST_WEIGHT)


def merges(sizes: Sequence[SegmentSize]) -> Iterator[list[int]]:
    """Groups of segments to merge, as indexes into `sizes`."""
    smallest_first = sorted(range(len(sizes)), key=lambda index: (sizes[index].weight, sizes[index].articles))
    merged = articles = weights = 0
    for count, index in enumerate(smallest_first, 1):
        weight = sizes[index].weight
        articles += sizes[index].articles
        if count >= _MERGED_FROM and weight < _OUTWEIGHS * weights and articles <= MAX_ARTICLES:
            merged = count
        weights += weight
    chosen = smallest_first[:merged]
    if chosen:
        yield chosen
    for index, size in enumerate(sizes):
        if index not in chosen and (size.written - size.articles) * _DELETED_SHARE > size.written:
            yield [index]


def groups(sizes: Sequence[int]) -> list[int]:
    """Where to cut new segments, of so many articles, into groups to merge: from 0 to their number.

    They are as few as a commit does not merge again. Of two, one outweighs the other, so that the next small change leaves
    both as they are: with equal ones, to append 1,000 records to 200,000 took 2.7 seconds. More are equally large.
    """
    ends = list(accumulate(sizes))
    articles = ends[-1]
    wanted = max(_MERGED_FROM - 1, 2 * articles // MAX_ARTICLES)
    shares = [_LARGER_OF_TWO] if wanted == 2 else [number / wanted for number in range(1, wanted)]  # noqa: PLR2004  a pair
    cuts = (bisect_left(ends, int(articles * share)) + 1 for share in shares)
    return sorted({0, *cuts, len(sizes)})
