"""A suggestion when nothing was found: words that no article contains are replaced by similar ones."""

from newsgrep.archive.search import Query
from newsgrep.engines.contract import Snapshot
from newsgrep.query import nodes
from newsgrep.query.rewriting import walk
from newsgrep.text.spelling import nearest_word
from newsgrep.text.terms import edits_allowed


def suggest(query: Query, snapshot: Snapshot) -> str | None:
    """The query's text with similar words; None if a word has no similar one."""
    text = query.text
    misspelled = [
        part
        for _, part in walk(query.node, negated=False)
        if isinstance(part, nodes.Word) and not snapshot.search(query.part(part), limit=0).total
    ]
    for word in sorted(misspelled, key=lambda word: word.extent, reverse=True):
        surfaces = [token.surface for token in query.analysed.analyzer.tokens(word.text)]
        nearest = _nearest(surfaces[0], snapshot) if len(surfaces) == 1 else None
        if nearest is None:
            return None
        text = text[: word.extent[0]] + nearest + text[word.extent[1] :]
    return text if misspelled else None


def _nearest(surface: str, snapshot: Snapshot) -> str | None:
    edits = edits_allowed(surface)
    return nearest_word(surface, snapshot.near_words(surface, edits)) if edits else None
