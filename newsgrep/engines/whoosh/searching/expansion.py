"""The words of an index that a wildcard or a fuzzy word stands for."""

from collections.abc import Iterator, Sequence

from newsgrep.engines.whoosh.format.lexicon import Lexicon, encode_term, signature
from newsgrep.engines.whoosh.searching.kernels import (
    COMPARED_BY_VECTORS,
    TermKernels,
    import_numpy,
    term_kernels,
)
from newsgrep.engines.whoosh.searching.segments import Segments, Terms
from newsgrep.query.globs import GlobMatcher
from newsgrep.results import WordCount
from newsgrep.text import Approximate, Glob

MAX_WORDS = 10_000
"""A wildcard or fuzzy word that stands for more words than this is refused."""
_LONGEST_CHARACTER = 4


def matching_terms(kernels: TermKernels, lexicon: Lexicon, glob: GlobMatcher) -> Sequence[int]:
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
        shortest = len(encode_term(glob.prefix)) + len(encode_term(glob.suffix))
        candidates = kernels.ending(lexicon, candidates, encode_term(glob.suffix), shortest)
        if glob.is_prefix_and_suffix:
            return candidates
    terms = kernels.spelled(lexicon, candidates)
    return [number for number, term in zip(candidates, terms, strict=True) if glob.matches(term)]


def similar_terms(kernels: TermKernels, lexicon: Lexicon, word: Approximate) -> Sequence[int]:
    """The numbers of the terms that are a word spelled nearly so, ascending."""
    wanted = encode_term(word.surface)
    lengths = range(len(word.surface) - word.edits, len(wanted) + _LONGEST_CHARACTER * word.edits + 1)
    candidates = kernels.similar(lexicon, signature(wanted), word.edits, lengths)
    return [candidates[place] for place in word.among(kernels.spelled(lexicon, candidates))]


def expand(kernels: TermKernels, words: Lexicon, word: Glob | Approximate) -> Sequence[int]:
    """The numbers, ascending, of the words of a segment's lexicon that it stands for."""
    if isinstance(word, Glob):
        return matching_terms(kernels, words, word.matcher)
    return similar_terms(kernels, words, word)


def count_words(segments: Segments, terms: Terms) -> int:
    """How many different words of articles that are not deleted these are; 0 where they cannot be too many."""
    if sum(len(part.numbers) for part in terms) <= MAX_WORDS:
        return 0
    return len(set(_live_words(segments, terms)))


def count_articles(segments: Segments, word: Approximate, *, vector: bool | None) -> list[WordCount]:
    """The words of bodies that are a word spelled nearly so, by code point. `vector` None: as costs less."""
    lexicons = [reader.text_field("body").words for reader in segments.readers]
    if vector is None:
        vector = sum(map(len, lexicons)) > COMPARED_BY_VECTORS
        if vector:
            import_numpy()
    kernels = term_kernels(vector=vector)
    totals: dict[str, int] = {}
    for reader, words in zip(segments.readers, lexicons, strict=True):
        for number in similar_terms(kernels, words, word):
            if articles := reader.live_frequency(words, number):
                surface = words.terms[number]
                totals[surface] = totals.get(surface, 0) + articles
    return [WordCount(surface, articles) for surface, articles in sorted(totals.items())]


def _live_words(segments: Segments, terms: Terms) -> Iterator[bytes]:
    for segment, words, numbers in terms:
        reader = segments.readers[segment]
        for number in numbers:
            if not reader.deleted or reader.live_frequency(words, number):
                yield words.terms.encoded(number)
