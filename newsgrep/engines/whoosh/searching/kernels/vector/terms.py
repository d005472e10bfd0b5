"""The term kernels on numpy: see `kernels.TermKernels`."""

from collections.abc import Iterable, Sequence

import numpy as np

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.text.runs import ranges_of

_DECODED_TOGETHER_FROM = 32
"""From this number on, decoding all terms together is faster than one by one."""


def with_suffix(lexicon: Lexicon, terms: Sequence[int], suffix: bytes, min_bytes: int) -> list[int]:
    """See `TermKernels`."""
    numbers = np.arange(terms.start, terms.stop) if isinstance(terms, range) else np.array(terms, np.int64)
    all_ends, texts = (array_of(lexicon.column(name).all()) for name in ("ends", "terms"))
    begins = np.where(numbers > 0, all_ends[numbers - 1], 0).astype(np.int64)
    ends = all_ends[numbers].astype(np.int64)
    kept = ends - begins >= max(min_bytes, len(suffix))
    numbers, ends = numbers[kept], ends[kept]
    for back, byte in enumerate(reversed(suffix), start=1):
        kept = texts[ends - back] == byte
        numbers, ends = numbers[kept], ends[kept]
    found: list[int] = numbers.tolist()
    return found


def with_similar_signature(lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
    """See `TermKernels`."""
    signatures, target = array_of(lexicon.column("signatures").all()), np.uint32(signature)
    similar = (np.bitwise_count(signatures & ~target) <= bits).nonzero()[0]
    similar = similar[np.bitwise_count(target & ~signatures[similar]) <= bits]
    ends = array_of(lexicon.column("ends").all())
    own_lengths = ends[similar] - np.where(similar > 0, ends[similar - 1], np.uint32(0))
    fits = (own_lengths >= lengths.start) & (own_lengths < lengths.stop)
    found: list[int] = similar[fits].tolist()
    return found


def decoded(lexicon: Lexicon, terms: Sequence[int]) -> Iterable[str]:
    """See `TermKernels`."""
    if len(terms) >= _DECODED_TOGETHER_FROM:
        texts = _decoded_together(lexicon, np.array(terms, np.int64))
        if len(texts) == len(terms):
            return texts
    return map(decode_term, lexicon.terms.several(terms))


def _decoded_together(lexicon: Lexicon, terms: Numbers) -> list[str]:
    """The terms as text; if one contains a line feed, other and more strings."""
    ends, texts = (array_of(lexicon.column(name).all()) for name in ("ends", "terms"))
    begins = np.where(terms > 0, ends[terms - 1], 0).astype(np.int64)
    lengths = ends[terms] - begins + 1  # with a line feed after each
    lines = texts.take(ranges_of(begins, lengths), mode="clip")
    lines[np.cumsum(lengths) - 1] = ord("\n")
    return decode_term(lines[:-1].tobytes()).split("\n")
