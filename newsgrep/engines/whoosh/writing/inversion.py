"""Inverts an index by sorting: from tokens in the order of articles to postings in the order of terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.lexicon import encode_term
from newsgrep.text.runs import changes

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class PostingColumns:
    """The posting lists of T terms, concatenated: P postings, which ascend by article within each term.

    `frequencies` has shape (T,): the document frequency of each term. `articles` and `counts` have shape
    (P,); without `counts`, each is 1. `positions` has those of all postings, concatenated, which ascend
    within each posting; None if they are not stored.
    """

    frequencies: NDArray[np.int64]
    articles: Numbers
    counts: Numbers | None = None
    positions: Numbers | None = None


def invert_words(ranks: Numbers, articles: Numbers, positions: Numbers, terms: int) -> PostingColumns:
    """The postings of words, from tokens: the rank of each one's word, its article, its position.

    The three arrays are uint32 of one shape, in ascending order of article and position. `terms` is the
    number of words.
    """
    keys = ranks.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.arange(len(ranks), dtype=np.uint64)
    keys.sort()
    tokens = keys.astype(np.uint32)
    keys >>= np.uint64(32)
    token_articles = articles[tokens]
    begins = np.flatnonzero(changes(keys) | changes(token_articles))
    counts = np.diff(np.append(begins, len(tokens)))
    return PostingColumns(
        np.bincount(keys[begins].astype(np.int64), minlength=terms),
        token_articles[begins],
        counts.astype(np.uint32),
        positions[tokens],
    )


def sum_to_stems(words: PostingColumns, stem_of_word: Numbers, stems: int) -> PostingColumns:
    """The postings of stems: the count of each is the sum of those of its words.

    `stem_of_word`: uint32, one for each word.
    """
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
    """The terms, encoded and sorted; and for each term, in the order given, its rank: uint32."""
    order = sorted(range(len(terms)), key=terms.__getitem__)  # by code point, which is the order of the bytes
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return [encode_term(terms[number]) for number in order], ranks


def packed(numbers: NDArray[np.generic], typecode: str) -> memoryview:
    """Numbers as little-endian bytes. `typecode` is one of `layout`: B, H, I or Q."""
    if not len(numbers):
        return memoryview(b"")
    width = {"B": "u1", "H": "<u2", "I": "<u4", "Q": "<u8"}[typecode]
    return np.ascontiguousarray(numbers, dtype=width).view(np.uint8).data
