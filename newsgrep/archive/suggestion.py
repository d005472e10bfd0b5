"""What to try when nothing was found: the words that no article holds, spelled as words that some do."""

from newsgrep.archive.found import Query
from newsgrep.engines import Engine
from newsgrep.query import nodes
from newsgrep.query.rewriting import walk
from newsgrep.text import Analyzer
from newsgrep.text.spelling import nearest_word


def suggest(query: Query, engine: Engine, analyzer: Analyzer) -> str | None:
    """The query's text so corrected; None if no word is near."""
    text = query.text
    misspelled = [
        part
        for _, part in walk(query.node, negated=False)
        if isinstance(part, nodes.Word) and not engine.count(part)
    ]
    for word in sorted(misspelled, key=lambda word: word.extent, reverse=True):
        surfaces = [token.surface for token in analyzer.tokens(word.text)]
        nearest = nearest_word(surfaces[0], engine.words()) if len(surfaces) == 1 else None
        if nearest is None:
            return None
        text = text[: word.extent[0]] + nearest + text[word.extent[1] :]
    return text if misspelled else None
