"""Estimates the cost of a query before it is evaluated: the words to compare and the postings to read."""

from newsgrep.engines.whoosh.searching.lookup import Lookup, Occurs
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.query.nodes import Fuzzy, Node
from newsgrep.query.rewriting import leaves

_COMMON_PER_SCORED = 6
"""With bounds, about one in this number of a common word's articles is scored."""


def words_to_compare(query: Node, segments: Segments) -> int:
    """The number of words of the index that are compared with the fuzzy words of a query."""
    return sum(
        len(reader.text_field(name).words)
        for leaf, field, _, _ in leaves(query)
        if isinstance(leaf, Fuzzy)
        for name in _fields(field)
        for reader in segments.readers
    )


def postings_to_read(query: Node, lookup: Lookup, *, scores_all: bool) -> int:
    """An estimate of the postings to read.

    `scores_all`: all matches are scored, not only the best. Raises QueryError.
    """
    return sum(
        _postings_of(lookup.occurs(leaf, name), lookup, scores_all=scores_all)
        for leaf, field, _, _ in leaves(query)
        for name in _fields(field)
    )


def _fields(field: str) -> tuple[str, ...]:
    return ("body", "title") if field == "body" else (field,)


def _postings_of(occurs: Occurs, lookup: Lookup, *, scores_all: bool) -> int:
    total = 0
    for slot in occurs.slots:
        for _, lexicon, numbers in lookup.terms(occurs.field, slot):
            postings = sum(map(lexicon.document_frequency, numbers))
            has_bounds = occurs.word is not None and len(numbers) == 1 and numbers[0] in lexicon.common
            if has_bounds and not scores_all:
                postings = (
                    len(lexicon.column("bitmaps")) // len(lexicon.common) + postings // _COMMON_PER_SCORED
                )
            total += postings
    return total
