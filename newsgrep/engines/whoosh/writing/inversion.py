"""From tokens in the order of the articles to postings in the order of the terms, by sorting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import encode_term
from newsgrep.text.runs import changes

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class PostingColumns:
    """The lists of a lexicon, term after term, each in ascending order of articles.

    `frequencies` has, for each term, how many postings it has; `articles` and `counts` (None: whole values, all 1) are
    the postings'; `positions` (None: not kept) ascend posting after posting.
    """

    frequencies: NDArray[np.int64]
    articles: Numbers
    counts: Numbers | None = None
    positions: Numbers | None = None


def invert_words(ranks: Numbers, articles: Numbers, positions: Numbers, terms: int) -> PostingColumns:
    """The lists of words, from tokens: each a word's rank among `terms`, an article, a position.

    Tokens stand in ascending order of article and position.
    """
    keys = ranks.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.arange(len(ranks), dtype=np.uint64)
    keys.sort()
    tokens = keys.astype(np.uint32)
    keys >>= np.uint64(32)
    of_token = articles[tokens]
    begins = np.flatnonzero(changes(keys) | changes(of_token))
    counts = np.diff(np.append(begins, len(tokens)))
    return PostingColumns(
        np.bincount(keys[begins].astype(np.int64), minlength=terms),
        of_token[begins],
        counts.astype(np.uint32),
        positions[tokens],
    )


def sum_to_stems(words: PostingColumns, stem_of_word: Numbers, stems: int) -> PostingColumns:
    """The lists of stems: each posting sums those of its words in an article."""
    assert words.counts is not None  # noqa: S101  words have counts
    keys = np.repeat(stem_of_word.astype(np.uint64), words.frequencies)
    keys <<= np.uint64(32)
    keys |= words.articles
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(changes(keys))
    counts = np.add.reduceat(words.counts[order], begins) if len(begins) else words.counts
    firsts = keys[begins]
    return PostingColumns(
        np.bincount((firsts >> np.uint64(32)).astype(np.int64), minlength=stems),
        firsts.astype(np.uint32),
        counts.astype(np.uint32),
    )


def rank_terms(terms: Sequence[str]) -> tuple[list[bytes], Numbers]:
    """The terms, sorted and encoded, and for each of them, as given, its rank there."""
    encoded = [encode_term(term) for term in terms]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return [encoded[number] for number in order], ranks


def packed(numbers: NDArray[np.generic], typecode: str) -> memoryview:
    """Numbers as little-endian bytes of a type of `layout`."""
    if not len(numbers):
        return memoryview(b"")
    width = {"B": "u1", "H": "<u2", "I": "<u4", "Q": "<u8"}[typecode]
    return np.ascontiguousarray(numbers, dtype=width).view(np.uint8).data
