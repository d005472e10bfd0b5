"""Similar articles: the stems that tell what a text is about, and the query for articles that have them too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import log
from typing import NamedTuple

from newsgrep.engines.collectors import Count, StemFrequencies
from newsgrep.engines.contract import Snapshot
from newsgrep.query import nodes
from newsgrep.text import AnalysedQuery, Token
from newsgrep.text.stopwords import is_stop_word

_MOST_STEMS = 50
_LEAST_ARTICLES = 2


class TellingStem(NamedTuple):
    """A stem of a text, and a word that the text has it in: how often, in how many articles, and how much it tells.

    `weight` is `times` * ln(N / `articles`), N being the number of all articles.
    """

    stem: str
    word: str
    times: int
    articles: int
    weight: float


def telling_stems(
    snapshot: Snapshot, everything: AnalysedQuery, tokens: Iterable[Token]
) -> list[TellingStem]:
    """The stems of the highest weights, at most 50, ties by code point; without numbers, stop words and those of one article.

    `tokens` are a text's. `everything` is the query for all articles.
    """
    analyzer = everything.analyzer
    words = Counter(token.surface for token in tokens)
    times: Counter[str] = Counter()
    word_of: dict[str, str] = {}
    for word, number in words.items():
        if word and not word[0].isdigit() and not is_stop_word(word, analyzer.language):
            stem = analyzer.stem(word)
            times[stem] += number
            word_of.setdefault(stem, word)
    total, frequencies = snapshot.collect(everything, Count(), StemFrequencies(tuple(times)))
    stems = (
        TellingStem(stem, word_of[stem], number, frequencies[stem], number * log(total / frequencies[stem]))
        for stem, number in times.items()
        if frequencies[stem] >= _LEAST_ARTICLES
    )
    return nsmallest(_MOST_STEMS, stems, key=lambda one: (-one.weight, one.stem))


def any_of(stems: Sequence[TellingStem]) -> nodes.Node:
    """The query for articles with any of the stems, each weighted by how often the text has it; for nothing, if there are none."""
    if not stems:
        return nodes.Ids(frozenset())
    return nodes.Or(tuple(nodes.Boost(nodes.StemOf(one.word), float(one.times)) for one in stems))
