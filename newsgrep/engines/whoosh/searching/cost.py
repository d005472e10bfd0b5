"""What a query costs, before it is evaluated: how many words and postings must be looked at one by one."""

from newsgrep.engines.whoosh.searching.lookup import Lookup, Occurs
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.query.nodes import Fuzzy, Node
from newsgrep.query.rewriting import leaves

_SCORED_OF_COMMON = 6
"""Bounds leave about one in so many of a common word's articles to be scored."""


def words_to_compare(query: Node, segments: Segments) -> int:
    """With how many words of the index the fuzzy ones of a query are compared, in all."""
    return sum(
        len(reader.text_field(name).words)
        for leaf, field, _, _ in leaves(query)
        if isinstance(leaf, Fuzzy)
        for name in _fields(field)
        for reader in segments.readers
    )


def postings_to_look_at(query: Node, lookup: Lookup, *, all_of_them: bool) -> int:
    """An estimate; `all_of_them`: every match is asked for, not only the first. Raises QueryError."""
    return sum(
        _of_occurs(lookup.occurs(leaf, name), lookup, all_of_them=all_of_them)
        for leaf, field, _, _ in leaves(query)
        for name in _fields(field)
    )


def _fields(field: str) -> tuple[str, ...]:
    return ("body", "title") if field == "body" else (field,)


def _of_occurs(occurs: Occurs, lookup: Lookup, *, all_of_them: bool) -> int:
    total = 0
    for slot in occurs.slots:
        for _, lexicon, numbers in lookup.terms(occurs.field, slot):
            postings = sum(map(lexicon.document_frequency, numbers))
            bounded = occurs.word is not None and len(numbers) == 1 and numbers[0] in lexicon.common
            if bounded and not all_of_them:
                postings = (
                    len(lexicon.column("bitmaps")) // len(lexicon.common) + postings // _SCORED_OF_COMMON
                )
            total += postings
    return total
