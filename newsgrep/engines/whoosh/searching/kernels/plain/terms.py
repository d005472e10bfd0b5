"""Operations on many terms of a lexicon, on the standard library alone: see `kernels.TermKernels`."""

from collections.abc import Iterator, Sequence

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term


def ending(lexicon: Lexicon, terms: Sequence[int], suffix: bytes, shortest: int) -> list[int]:
    """See `TermKernels`."""
    return [
        number
        for number, term in zip(terms, lexicon.terms.several(terms), strict=True)
        if term.endswith(suffix) and len(term) >= shortest
    ]


def similar(lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
    """See `TermKernels`."""
    signatures = lexicon.column("signatures").all()
    return [
        term
        for term, own in enumerate(signatures)
        if (own & ~signature).bit_count() <= bits
        and (signature & ~own).bit_count() <= bits
        and lexicon.terms.length(term) in lengths
    ]


def spelled(lexicon: Lexicon, terms: Sequence[int]) -> Iterator[str]:
    """See `TermKernels`."""
    return map(decode_term, lexicon.terms.several(terms))
