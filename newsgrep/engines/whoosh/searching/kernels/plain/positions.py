"""Positions of words in articles, on the standard library."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import CommonFrequencies, counts_of
from newsgrep.engines.whoosh.searching.segments import Segments, Terms


def positions_in(segments: Segments, terms: Terms, candidates: Sequence[int]) -> list[list[int]]:
    """For each candidate, by ascending article numbers, the ascending positions of any of the words."""
    positions: list[list[int]] = [[] for _ in candidates]
    for segment, words, numbers in terms:
        own = segments.ranges[segment]
        begin, end = bisect_left(candidates, own.start), bisect_left(candidates, own.stop)
        if begin == end:
            continue
        index_of = {candidates[index] - own.start: index for index in range(begin, end)}
        for term in numbers:
            for index, found in _positions_of_word(len(own), words.postings(term), index_of):
                positions[index] = sorted([*positions[index], *found]) if positions[index] else found
    return positions


def _positions_of_word(
    articles: int, postings: Postings, index_of: Mapping[int, int]
) -> Iterator[tuple[int, list[int]]]:
    """(index of the candidate, ascending positions) of a word, in a segment of `articles` articles.

    `index_of` is {number in the segment: index of the candidate}, ascending.
    """
    # The shorter of the two is iterated: a wildcard matches many words of few articles each.
    if postings.bitmap is None and postings.length < len(index_of):
        return _by_postings(postings, index_of)
    return _by_candidates(articles, postings, index_of)


def _by_candidates(
    articles: int, postings: Postings, index_of: Mapping[int, int]
) -> Iterator[tuple[int, list[int]]]:
    counts = counts_of(postings)
    size = -(-articles // BLOCK_ARTICLES) * BLOCK_ARTICLES
    posting_of = CommonFrequencies(size, [(0, postings)]).index if postings.bitmap is not None else None
    numbers = postings.articles
    previous = start = 0
    for number, index in index_of.items():
        if posting_of is not None:
            posting = posting_of(number)
            if posting is None:
                continue
        else:
            posting = bisect_left(numbers, number, previous)
            if posting == len(numbers) or numbers[posting] != number:
                continue
        start += sum(counts[previous:posting])
        previous = posting
        if postings.positions is not None:
            yield index, postings.positions[start : start + counts[posting]].tolist()


def _by_postings(postings: Postings, index_of: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    start = 0
    for number, count in zip(postings.articles, counts_of(postings), strict=True):
        index = index_of.get(number)
        if index is not None and postings.positions is not None:
            yield index, postings.positions[start : start + count].tolist()
        start += count
