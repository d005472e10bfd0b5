"""Where a query's words stand in an article, by brute force over its tokens; see `oracle`."""

from oracle import Oracle

from newsgrep.article import Article
from newsgrep.query.nodes import Leaf, Near, Node, Phrase
from newsgrep.query.rewriting import leaves
from newsgrep.results import MarkedSpans, Span
from newsgrep.text import Token
from newsgrep.text.proximity import pair_occurrences, window_positions


def marked_spans(oracle: Oracle, article: Article, query: Node) -> MarkedSpans:
    """The spans of an article that the oracle has been asked this query about."""
    (entry,) = (entry for entry in oracle.entries if entry.article == article)
    headline = len(entry.tokens["title"])
    in_title: set[Span] = set()
    in_text: set[Span] = set()
    for leaf, field, _, negated in leaves(query):
        for run in [] if negated or field == "author" else _runs(oracle, entry.tokens[field], leaf):
            first, last = (entry.tokens[field][place] for place in (run[0], run[-1]))
            (in_title if run[0] < headline else in_text).add((first.start, last.end))
    return MarkedSpans(_merged(in_title), _merged(in_text))


def _runs(oracle: Oracle, tokens: list[Token], leaf: Leaf | Near) -> list[range]:
    """Which tokens, counted from the first, an occurrence is made of."""
    places = {token.position: place for place, token in enumerate(tokens)}
    found: list[tuple[int, int]]
    if isinstance(leaf, Near):
        left, right = (
            [(run.start, len(run)) for run in oracle.occurrences(tokens, side)]
            for side in (leaf.left, leaf.right)
        )
        found = pair_occurrences(sorted(left), sorted(right), leaf.slop, ordered=leaf.ordered)
    elif isinstance(leaf, Phrase) and leaf.slop is not None:
        words = [[run.start for run in oracle.places(tokens, [slot])] for slot in oracle.terms.slots(leaf)]
        found = [(position, 1) for position in window_positions(words, leaf.slop)]
    else:
        found = [(run.start, len(run)) for run in oracle.occurrences(tokens, [leaf])]
    return [range(places[position], places[position] + length) for position, length in found]


def _merged(spans: set[Span]) -> tuple[Span, ...]:
    """Spans that share a character are one."""
    covered: list[Span] = []
    for start, end in sorted(spans):
        if covered and start < covered[-1][1]:
            covered[-1] = covered[-1][0], max(end, covered[-1][1])
        else:
            covered.append((start, end))
    return tuple(covered)
