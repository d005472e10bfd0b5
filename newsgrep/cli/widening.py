"""Plain words that few articles all have: on a terminal, the best articles with any of them come after those."""

from typing import NamedTuple

from newsgrep.archive import Archive, Query, Results
from newsgrep.cli.query_options import QueryOptions

FEW = 10
"""Fewer articles than this are few."""


class Widened(NamedTuple):
    """The articles with any of the words that do not have all, best first, and the line that stands above them."""

    others: Results
    heading: str
    total: int
    """The number of articles with any of the words, those with all included."""


def widen(
    archive: Archive, query: QueryOptions, parsed: Query, found: int, *, limit: int, offset: int, context: int
) -> Widened | None:
    """What comes after `found` articles, or nothing. `limit` and `offset` count from the first of the others."""
    if found >= FEW or query.any_word or not parsed.is_plain:
        return None
    loose = query.parse(archive, any_word=True)
    others = archive.search(archive.others(parsed, loose), limit=limit, offset=offset, context=context)
    if not others.total:
        return None
    total = found + others.total
    all_words = {0: "no article has", 1: "1 article has"}.get(found, f"{found} articles have")
    best = f"the best of {total:,}" if total > 1 else "1"
    return Widened(others, f"{all_words} all words; {best} with any of them:", total)
