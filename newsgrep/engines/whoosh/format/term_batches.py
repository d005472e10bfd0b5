"""The terms of several lexicons together, in batches of bounded size, so that memory is bounded whatever their size."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import Lexicon

_BATCH_POSTINGS = 1 << 19
_BATCH_POSITIONS = 1 << 21
"""A posting of news has less than two. One of articles of a megabyte has ten: merging 168 of these took 557 MB, not 180."""
_BATCH_TERMS = 1 << 16


def term_batches(lexicons: Sequence[Lexicon]) -> Iterator[list[range]]:
    """Batches of terms, in their order: the numbers of a batch's terms in each lexicon.

    A term is in the same batch in all lexicons. A batch has a limited number of terms, of postings and of positions.
    """
    bounds = [0] * len(lexicons)
    terms, postings, positions = (
        max(1, most // max(1, len(lexicons))) for most in (_BATCH_TERMS, _BATCH_POSTINGS, _BATCH_POSITIONS)
    )
    while any(bound < len(lexicon) for bound, lexicon in zip(bounds, lexicons, strict=True)):
        cuts = [
            _batch_end(lexicon, bound, terms, postings, positions)
            for lexicon, bound in zip(lexicons, bounds, strict=True)
        ]
        least = min(
            (
                lexicon.terms.encoded(cut)
                for lexicon, cut in zip(lexicons, cuts, strict=True)
                if cut < len(lexicon)
            ),
            default=None,
        )
        if least is not None:
            cuts = [
                bisect_left(range(cut), least, bound, cut, key=lexicon.terms.encoded)
                for lexicon, bound, cut in zip(lexicons, bounds, cuts, strict=True)
            ]
        yield list(map(range, bounds, cuts))
        bounds = cuts


def _batch_end(lexicon: Lexicon, first: int, terms: int, postings: int, positions: int) -> int:
    """The end of a batch from `first` on: at most so many terms, postings and positions, but at least one term."""
    if first == len(lexicon):
        return first
    end = min(first + terms, len(lexicon))
    limited = [(lexicon.starts, postings)]
    if lexicon.has("positions"):
        limited.append((lexicon.column("position_starts"), positions))
    for starts, most in limited:
        end = max(first + 1, bisect_right(starts, starts[first] + most, first + 1, end + 1) - 1)
    return end


def rank_together(
    lexicons: Sequence[Lexicon], ranges: Sequence[range]
) -> tuple[list[bytes], list[NDArray[np.int64]]]:
    """The distinct terms of a batch, sorted; and for each lexicon the ranks of its terms among them."""
    parts = [lexicon.terms.several(part) for lexicon, part in zip(lexicons, ranges, strict=True)]
    terms = sorted(set().union(*parts))
    rank_of = {term: rank for rank, term in enumerate(terms)}
    return terms, [np.fromiter(map(rank_of.__getitem__, part), np.int64, len(part)) for part in parts]
