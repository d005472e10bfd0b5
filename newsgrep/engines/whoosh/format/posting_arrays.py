"""Posting lists as numpy arrays."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, Lexicon, Postings

Bitmap = NDArray[np.uint64]
"""A bit for each article, of shape (articles / 64,): bit B of number W is article 64 * W + B."""
Numbers = NDArray[np.int64]
"""Numbers of articles or of terms, counts, or indexes: of one dimension."""
Floats = NDArray[np.float64]
"""Scores, bounds or norms: of one dimension."""

Element = TypeVar("Element", bound=np.generic)

_LAST_BIT = BLOCK_ARTICLES - 1
_SPARSE = 4
"""If fewer than one of this number of blocks has articles, only these blocks are unpacked."""
_FEW_OCTETS = 0.6
"""If fewer of the octets have articles, only these are unpacked: numpy finds the elements that are true slowly if
few are. Of one in 16 of a million articles it takes a third of the time."""
_BLOCK_BITS = _LAST_BIT.bit_length()
_OCTET_BITS = 3
_LAST_BIT_OF_OCTET = 7


def numbers_in(articles: Bitmap, blocks: Numbers | None = None) -> Numbers:
    """The numbers of the articles in a bitmap: ascending, int64.

    `blocks`: only in these blocks, which ascend.
    """
    if blocks is None:
        is_inhabited = articles != 0
        if np.count_nonzero(is_inhabited) * _SPARSE >= len(articles):
            return _numbers_in_octets(articles.view(np.uint8))
        blocks = is_inhabited.nonzero()[0]
    found = _bits_in(articles[blocks].view(np.uint8))
    numbers: Numbers = blocks[found >> _BLOCK_BITS] << _BLOCK_BITS | found & _LAST_BIT
    return numbers


def _numbers_in_octets(octets: NDArray[np.uint8]) -> Numbers:
    is_inhabited = octets != 0
    if np.count_nonzero(is_inhabited) > len(octets) * _FEW_OCTETS:
        return _bits_in(octets)
    inhabited = is_inhabited.nonzero()[0]
    found = _bits_in(octets[inhabited])
    numbers: Numbers = inhabited[found >> _OCTET_BITS] << _OCTET_BITS | found & _LAST_BIT_OF_OCTET
    return numbers


def _bits_in(octets: NDArray[np.uint8]) -> Numbers:
    """The numbers of the bits that are set: ascending, int64."""
    # As bool, for which `nonzero` is faster.
    bits: Numbers = np.unpackbits(octets, bitorder="little").view(np.bool_).nonzero()[0]
    return bits


def articles_of(postings: Postings, first: int = 0) -> Numbers:
    """The numbers of the articles of a list, in its order, plus `first`: int64 of shape (postings,)."""
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
    """The posting lists of ascending terms: the number of postings of each, and all articles, concatenated.

    Both int64.
    """
    starts, numbers = array_of(lexicon.starts.all()).astype(np.int64), np.asarray(terms, np.int64)
    articles = joined([articles_of(postings) for postings in lexicon.runs(terms)], np.int64)
    return starts[numbers + 1] - starts[numbers], articles


def counts_of(postings: Postings) -> NDArray[np.integer]:
    """The counts of a list, one for each posting: uint8, or uint32 if one is large."""
    if postings.count_bytes is None:
        return np.ones(postings.length, np.uint8)
    counts = np.frombuffer(postings.count_bytes, np.uint8)
    if not postings.large:
        return counts
    true_counts = counts.astype(np.uint32)
    indexes, large = zip(*postings.large, strict=True)
    true_counts[list(indexes)] = large
    return true_counts


def joined(parts: Sequence[NDArray[Element]], of_none: type[Element]) -> NDArray[Element]:
    """Concatenated arrays of one dimension, of their widest type; if there are none, of type `of_none`."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, of_none)


def positions_of(postings: Postings) -> NDArray[np.unsignedinteger]:
    """The positions of a list, those of all its postings: uint16, or uint32 if one is large."""
    positions = postings.positions
    return np.asarray(positions) if positions is not None else np.zeros(0, np.uint16)


def array_of(numbers: memoryview) -> NDArray[np.unsignedinteger]:
    """The numbers of a section as a view: of its type, in one dimension."""
    return np.asarray(numbers)
