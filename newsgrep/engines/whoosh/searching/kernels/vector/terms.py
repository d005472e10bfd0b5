"""Operations on many terms of a lexicon, on numpy: see `kernels.TermKernels`."""

from collections.abc import Iterable, Sequence

import numpy as np

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.text.runs import ranges_of

_SPELLED_AT_ONCE = 32
"""So many terms are written out at once sooner than one by one."""


def ending(lexicon: Lexicon, terms: Sequence[int], suffix: bytes, shortest: int) -> list[int]:
    """See `TermKernels`."""
    numbers = np.arange(terms.start, terms.stop) if isinstance(terms, range) else np.array(terms, np.int64)
    all_ends, texts = (array_of(lexicon.column(name).all()) for name in ("ends", "terms"))
    begins = np.where(numbers > 0, all_ends[numbers - 1], 0).astype(np.int64)
    ends = all_ends[numbers].astype(np.int64)
    kept = ends - begins >= max(shortest, len(suffix))
    numbers, ends = numbers[kept], ends[kept]
    for back, byte in enumerate(reversed(suffix), start=1):
        kept = texts[ends - back] == byte
        numbers, ends = numbers[kept], ends[kept]
    found: list[int] = numbers.tolist()
    return found


def similar(lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
    """See `TermKernels`."""
    signatures, wanted = array_of(lexicon.column("signatures").all()), np.uint32(signature)
    similar = np.flatnonzero(np.bitwise_count(signatures & ~wanted) <= bits)
    similar = similar[np.bitwise_count(wanted & ~signatures[similar]) <= bits]
    ends = array_of(lexicon.column("ends").all())
    own_lengths = ends[similar] - np.where(similar > 0, ends[similar - 1], np.uint32(0))
    fits = (own_lengths >= lengths.start) & (own_lengths < lengths.stop)
    found: list[int] = similar[fits].tolist()
    return found


def spelled(lexicon: Lexicon, terms: Sequence[int]) -> Iterable[str]:
    """See `TermKernels`."""
    if len(terms) >= _SPELLED_AT_ONCE:
        found = _spelled_at_once(lexicon, np.array(terms, np.int64))
        if len(found) == len(terms):
            return found
    return map(decode_term, lexicon.terms.several(terms))


def _spelled_at_once(lexicon: Lexicon, terms: Numbers) -> list[str]:
    """The terms; other strings and more of them if one holds a line feed."""
    ends, texts = (array_of(lexicon.column(name).all()) for name in ("ends", "terms"))
    begins = np.where(terms > 0, ends[terms - 1], 0).astype(np.int64)
    lengths = ends[terms] - begins + 1  # of one with a line feed after it
    lines = texts.take(ranges_of(begins, lengths), mode="clip")
    lines[np.cumsum(lengths) - 1] = ord("\n")
    return decode_term(lines[:-1].tobytes()).split("\n")
