"""Where words stand in articles, on the standard library alone."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Postings
from newsgrep.engines.whoosh.searching.kernels.plain.frequencies import CommonFrequencies, counts_of
from newsgrep.engines.whoosh.searching.segments import Segments, Terms


def positions_in(segments: Segments, terms: Terms, candidates: Sequence[int]) -> list[list[int]]:
    """For each of the candidates, ascending article numbers, the ascending positions of any of the words."""
    found_at: list[list[int]] = [[] for _ in candidates]
    for segment, words, numbers in terms:
        own = segments.ranges[segment]
        begin, end = bisect_left(candidates, own.start), bisect_left(candidates, own.stop)
        if begin == end:
            continue
        place_of = {candidates[place] - own.start: place for place in range(begin, end)}
        for term in numbers:
            for place, found in _positions_of_word(len(own), words.postings(term), place_of):
                found_at[place] = sorted([*found_at[place], *found]) if found_at[place] else found
    return found_at


def _positions_of_word(
    articles: int, postings: Postings, place_of: Mapping[int, int]
) -> Iterator[tuple[int, list[int]]]:
    """The positions of a word in those of a segment's so many articles that have a place, which ascend."""
    # From the shorter side: a wildcard stands for many words of few articles each.
    if postings.bitmap is None and postings.length < len(place_of):
        return _of_its_articles(postings, place_of)
    return _of_the_candidates(articles, postings, place_of)


def _of_the_candidates(
    articles: int, postings: Postings, place_of: Mapping[int, int]
) -> Iterator[tuple[int, list[int]]]:
    counts = counts_of(postings)
    size = -(-articles // BLOCK_ARTICLES) * BLOCK_ARTICLES
    index_of = CommonFrequencies(size, [(0, postings)]).index if postings.bitmap is not None else None
    numbers = postings.articles
    done = start = 0
    for number, place in place_of.items():
        if index_of is not None:
            index = index_of(number)
            if index is None:
                continue
        else:
            index = bisect_left(numbers, number, done)
            if index == len(numbers) or numbers[index] != number:
                continue
        start += sum(counts[done:index])
        done = index
        if postings.positions is not None:
            yield place, postings.positions[start : start + counts[index]].tolist()


def _of_its_articles(postings: Postings, place_of: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    start = 0
    for number, count in zip(postings.articles, counts_of(postings), strict=True):
        place = place_of.get(number)
        if place is not None and postings.positions is not None:
            yield place, postings.positions[start : start + count].tolist()
        start += count
