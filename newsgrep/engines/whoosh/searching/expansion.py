"""Expands wildcards and fuzzy words to the words of an index."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from newsgrep.engines.occurs import MAX_WORDS
from newsgrep.engines.whoosh.format.lexicon import Lexicon, encode_term, signature
from newsgrep.engines.whoosh.format.segment_reader import TextFieldReader
from newsgrep.engines.whoosh.searching.kernels import (
    VECTOR_WORDS,
    TermKernels,
    import_numpy,
    term_kernels,
)
from newsgrep.engines.whoosh.searching.segments import Segments, Terms
from newsgrep.facts import WordCount
from newsgrep.query.globs import GlobMatcher
from newsgrep.text import Approximate, Glob, KnownSlot, Stems, Surfaces

_MAX_CHARACTER_BYTES = 4


def matching_terms(kernels: TermKernels, lexicon: Lexicon, glob: GlobMatcher) -> Sequence[int]:
    """The numbers of the terms that match a glob, ascending."""
    if glob.literal is not None:
        number = lexicon.find(glob.literal)
        return () if number is None else (number,)
    if glob.prefix or not glob.longest_literal:
        candidates: Sequence[int] = lexicon.with_prefix(glob.prefix)
        if glob.is_prefix:
            return candidates
    else:
        candidates = lexicon.terms.containing(encode_term(glob.longest_literal))
    if glob.suffix:
        min_bytes = len(encode_term(glob.prefix)) + len(encode_term(glob.suffix))
        candidates = kernels.with_suffix(lexicon, candidates, encode_term(glob.suffix), min_bytes)
        if glob.is_prefix_and_suffix:
            return candidates
    terms = kernels.decoded(lexicon, candidates)
    return [number for number, term in zip(candidates, terms, strict=True) if glob.matches(term)]


def similar_terms(kernels: TermKernels, lexicon: Lexicon, word: Approximate) -> Sequence[int]:
    """The numbers of the terms within the word's edits, ascending."""
    encoded = encode_term(word.surface)
    lengths = range(len(word.surface) - word.edits, len(encoded) + _MAX_CHARACTER_BYTES * word.edits + 1)
    candidates = kernels.with_similar_signature(lexicon, signature(encoded), word.edits, lengths)
    return [candidates[index] for index in word.among(kernels.decoded(lexicon, candidates))]


def expand(kernels: TermKernels, words: Lexicon, word: Glob | Approximate) -> Sequence[int]:
    """The numbers of the words in a segment's lexicon that match a wildcard or a fuzzy word, ascending."""
    if isinstance(word, Glob):
        return matching_terms(kernels, words, word.matcher)
    return similar_terms(kernels, words, word)


def words_of(kernels: TermKernels, field: TextFieldReader, slot: KnownSlot) -> Sequence[int]:
    """The numbers of the words in a segment's field that a slot stands for."""
    match slot:
        case Surfaces(forms):
            return [number for form in forms if (number := field.words.find(form)) is not None]
        case Stems(forms):
            stems = [number for form in forms if (number := field.stems.find(form)) is not None]
            return [number for stem in stems for number in field.stems.surfaces(stem)]
        case Glob() | Approximate():
            return expand(kernels, field.words, slot)
    assert_never(slot)


def count_words(segments: Segments, terms: Terms) -> int:
    """The number of distinct words, not counting deleted articles; 0 if they are at most `MAX_WORDS`."""
    if sum(len(part.numbers) for part in terms) <= MAX_WORDS:
        return 0
    return len(set(_live_words(segments, terms)))


def count_articles(segments: Segments, name: str, slot: KnownSlot, *, vector: bool | None) -> list[WordCount]:
    """The words of a text field that a slot stands for, by code point.

    `vector` chooses the kernels; None: the cheaper ones.
    """
    fields = [reader.text_field(name) for reader in segments.readers]
    if vector is None:
        vector = isinstance(slot, Approximate) and sum(len(field.words) for field in fields) > VECTOR_WORDS
        if vector:
            import_numpy()
    kernels = term_kernels(vector=vector)
    totals: dict[str, int] = {}
    for reader, field in zip(segments.readers, fields, strict=True):
        for number in words_of(kernels, field, slot):
            if articles := reader.live_frequency(field.words, number):
                surface = field.words.terms[number]
                totals[surface] = totals.get(surface, 0) + articles
    return [WordCount(surface, articles) for surface, articles in sorted(totals.items())]


def _live_words(segments: Segments, terms: Terms) -> Iterator[bytes]:
    for segment, words, numbers in terms:
        reader = segments.readers[segment]
        for number in numbers:
            if not reader.deleted or reader.live_frequency(words, number):
                yield words.terms.encoded(number)
