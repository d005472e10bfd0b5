"""The words of an index that a wildcard or a fuzzy word stands for."""

from collections.abc import Iterator, Sequence

from newsgrep.engines.whoosh.kernels import Kernels, make_kernels, vector_kernels_are_there
from newsgrep.engines.whoosh.lexicon import Lexicon, decode_term, encode_term, signature
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.query.globs import GlobMatcher
from newsgrep.text import Approximate, Glob

MAX_WORDS = 10_000
"""A wildcard or fuzzy word that stands for more words than this is refused."""
_VECTOR_FROM = 100_000
_LONGEST_CHARACTER = 4
_BITS_AN_EDIT = 2


def matching_terms(kernels: Kernels, lexicon: Lexicon, glob: GlobMatcher) -> Sequence[int]:
    """The numbers of the terms that a glob stands for, ascending."""
    if glob.literal is not None:
        found = lexicon.find(glob.literal)
        return () if found is None else (found,)
    if glob.prefix or not glob.longest_literal:
        candidates: Sequence[int] = lexicon.with_prefix(glob.prefix)
        if glob.is_prefix:
            return candidates
    else:
        candidates = lexicon.terms.containing(encode_term(glob.longest_literal))
    if glob.suffix:
        candidates = kernels.ending(lexicon, candidates, encode_term(glob.suffix))
    terms = map(decode_term, lexicon.terms.several(candidates))
    return [number for number, term in zip(candidates, terms, strict=True) if glob.matches(term)]


def similar_terms(kernels: Kernels, lexicon: Lexicon, word: Approximate) -> Sequence[int]:
    """The numbers of the terms that are a word spelled nearly so, ascending."""
    wanted = encode_term(word.surface)
    lengths = range(len(word.surface) - word.edits, len(wanted) + _LONGEST_CHARACTER * word.edits + 1)
    candidates = kernels.similar(lexicon, signature(wanted), _BITS_AN_EDIT * word.edits, lengths)
    return [candidates[place] for place in word.among(map(decode_term, lexicon.terms.several(candidates)))]


def expand(readers: Sequence[SegmentReader], field: str, word: Glob | Approximate) -> list[Sequence[int]]:
    """For each segment, the numbers of the words of a field that it stands for."""
    found: list[Sequence[int]] = []
    for reader in readers:
        words = reader.text_field(field).words
        # The signatures of all words are looked through for a fuzzy one.
        many = isinstance(word, Approximate) and len(words) > _VECTOR_FROM
        kernels = make_kernels(reader, vector=vector_kernels_are_there() or many)
        found.append(
            matching_terms(kernels, words, word.matcher)
            if isinstance(word, Glob)
            else similar_terms(kernels, words, word)
        )
    return found


def count_words(readers: Sequence[SegmentReader], field: str, found: Sequence[Sequence[int]]) -> int:
    """How many different words of articles that are not deleted these are; 0 where they cannot be too many."""
    if sum(map(len, found)) <= MAX_WORDS:
        return 0
    return len(set(_live_words(readers, field, found)))


def _live_words(
    readers: Sequence[SegmentReader], field: str, found: Sequence[Sequence[int]]
) -> Iterator[bytes]:
    for reader, numbers in zip(readers, found, strict=True):
        words = reader.text_field(field).words
        for number in numbers:
            if not reader.deleted or reader.live_frequency(words, number):
                yield words.terms.encoded(number)
