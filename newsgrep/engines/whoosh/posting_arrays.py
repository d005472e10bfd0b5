"""The lists of a lexicon as arrays of numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.lexicon import BLOCK_ARTICLES, Lexicon, Postings

Bitmap = NDArray[np.uint64]
Numbers = NDArray[np.int64]

_LAST_BIT = BLOCK_ARTICLES - 1
_SPARSE = 4
"""Where so much fewer than all blocks hold articles, those alone are looked at."""
_BLOCK_BITS = _LAST_BIT.bit_length()


def numbers_in(articles: Bitmap, blocks: Numbers | None = None) -> Numbers:
    """The numbers of articles, ascending; of those in some blocks alone, ascending too."""
    if blocks is None:
        inhabited = np.flatnonzero(articles != 0)
        blocks = inhabited if len(inhabited) * _SPARSE < len(articles) else None
    words = articles if blocks is None else articles[blocks]
    # As truth values, which numpy looks through faster than numbers.
    found = np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_))
    return found if blocks is None else blocks[found >> _BLOCK_BITS] << _BLOCK_BITS | found & _LAST_BIT


def articles_of(postings: Postings, first: int = 0) -> Numbers:
    """The numbers of the articles of a list, in its order, counted from `first`."""
    if postings.bitmap is not None:
        numbers = numbers_in(np.asarray(postings.bitmap))
    else:
        numbers = np.array(postings.low if postings.low is not None else [], np.int64)
        if postings.high is not None:
            numbers |= np.asarray(postings.high, np.int64) << 16
    if first:
        numbers += first
    return numbers


def articles_of_terms(lexicon: Lexicon, terms: Sequence[int]) -> tuple[Numbers, Numbers]:
    """The lists of ascending terms: how many articles each has, and these, list after list."""
    starts, numbers = array_of(lexicon.starts.all()).astype(np.int64), np.asarray(terms, np.int64)
    articles = joined([articles_of(postings) for postings in lexicon.runs(terms)])
    return starts[numbers + 1] - starts[numbers], articles


def counts_of(postings: Postings) -> NDArray[np.integer]:
    """The counts of a list."""
    if postings.count_bytes is None:
        return np.ones(postings.length, np.uint8)
    counts = np.frombuffer(postings.count_bytes, np.uint8)
    if not postings.large:
        return counts
    true_counts = counts.astype(np.uint32)
    indexes, large = zip(*postings.large, strict=True)
    true_counts[list(indexes)] = large
    return true_counts


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays, one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, np.int64)


def positions_of(postings: Postings) -> NDArray[np.unsignedinteger]:
    """The positions of a list, those of all its articles."""
    positions = postings.positions
    return np.asarray(positions) if positions is not None else np.zeros(0, np.uint16)


def array_of(numbers: memoryview) -> NDArray[np.unsignedinteger]:
    """The numbers of a section, in place."""
    return np.asarray(numbers)
