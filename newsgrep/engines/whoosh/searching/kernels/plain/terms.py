"""The term kernels on the standard library: see `kernels.TermKernels`."""

from collections.abc import Iterator, Sequence

from newsgrep.engines.whoosh.format.lexicon import Lexicon, decode_term


def with_suffix(lexicon: Lexicon, terms: Sequence[int], suffix: bytes, min_bytes: int) -> list[int]:
    """See `TermKernels`."""
    return [
        number
        for number, term in zip(terms, lexicon.terms.several(terms), strict=True)
        if term.endswith(suffix) and len(term) >= min_bytes
    ]


def with_similar_signature(lexicon: Lexicon, signature: int, bits: int, lengths: range) -> list[int]:
    """See `TermKernels`."""
    signatures = lexicon.column("signatures").all()
    return [
        term
        for term, own in enumerate(signatures)
        if (own & ~signature).bit_count() <= bits
        and (signature & ~own).bit_count() <= bits
        and lexicon.terms.length(term) in lengths
    ]


def decoded(lexicon: Lexicon, terms: Sequence[int]) -> Iterator[str]:
    """See `TermKernels`."""
    return map(decode_term, lexicon.terms.several(terms))
