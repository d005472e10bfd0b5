"""What a query costs, before it is evaluated: how many postings must be looked at one by one."""

from newsgrep.engines.whoosh.occurrences import Occurrences, Occurs
from newsgrep.query.nodes import Node
from newsgrep.query.rewriting import leaves

_SCORED_OF_COMMON = 6
"""Bounds leave about one in so many of a common word's articles to be scored."""


def postings_to_look_at(query: Node, occurrences: Occurrences, *, all_of_them: bool) -> int:
    """An estimate; `all_of_them`: every match is asked for, not only the first. Raises QueryError."""
    return sum(
        _of_occurs(occurrences.occurs(leaf, name), occurrences, all_of_them=all_of_them)
        for leaf, field, _, _ in leaves(query)
        for name in (("body", "title") if field == "body" else (field,))
    )


def _of_occurs(occurs: Occurs, occurrences: Occurrences, *, all_of_them: bool) -> int:
    total = 0
    for slot in occurs.slots:
        for _, lexicon, numbers in occurrences.terms(occurs.field, slot):
            postings = sum(map(lexicon.document_frequency, numbers))
            bounded = occurs.word is not None and len(numbers) == 1 and numbers[0] in lexicon.common
            if bounded and not all_of_them:
                postings = (
                    len(lexicon.column("bitmaps")) // len(lexicon.common) + postings // _SCORED_OF_COMMON
                )
            total += postings
    return total
