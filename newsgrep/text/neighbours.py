"""The tokens near places in a text, found without those of the whole text where it is long."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from operator import attrgetter
from typing import NamedTuple

from newsgrep.results import Span
from newsgrep.text.analyzer import Analyzer
from newsgrep.text.tokens import Token

_START = attrgetter("start")
_REACH = 12
"""Characters for a position: most words with the blank behind them are shorter."""
_MOST_STRETCHES = 32
"""For each of them the lines of the text are counted."""


class _Stretch(NamedTuple):
    """A part of a text, cut at blanks, with the spans in it."""

    start: int
    end: int
    spans: list[Span]


def tokens_near(analyzer: Analyzer, text: str, spans: Sequence[Span], most: int) -> Iterable[Token]:
    """The tokens at most `most` positions from those of a span, each once, without the spans' own.

    `spans` ascend, and do not overlap.
    """
    near = _near_in_stretches(analyzer, text, spans, most)
    return _near(analyzer.tokens(text), spans, most) if near is None else near


def _near_in_stretches(analyzer: Analyzer, text: str, spans: Sequence[Span], most: int) -> list[Token] | None:
    """The same, from tokens around the spans alone; None if there are too few of them, or too many places."""
    stretches = list(islice(_stretches(text, spans, _REACH * (most + 2)), _MOST_STRETCHES + 1))
    if len(stretches) > _MOST_STRETCHES:
        return None
    near: list[Token] = []
    for start, end, own in stretches:
        tokens = analyzer.tokens(text, part=(start, end))
        before = bisect_left(tokens, own[0][0], key=_START)
        behind = len(tokens) - bisect_left(tokens, own[-1][1], key=_START)
        if (start and before < most) or (end < len(text) and behind < most):
            return None
        near += _near(tokens, own, most)
    return near


def _stretches(text: str, spans: Iterable[Span], reach: int) -> Iterator[_Stretch]:
    """Parts that reach at least so many characters before and behind their spans, or to an end of the text."""
    start = end = 0
    own: list[Span] = []
    for span in spans:
        if not own or span[0] - reach > end:
            if own:
                yield _Stretch(start, end, own)
            start, own = text.rfind(" ", end, max(0, span[0] - reach)) + 1, []
        own.append(span)
        if span[1] + reach > end:
            blank = text.find(" ", span[1] + reach)
            end = len(text) if blank < 0 else blank
    if own:
        yield _Stretch(start, end, own)


def _near(tokens: Sequence[Token], spans: Iterable[Span], most: int) -> Iterable[Token]:
    starts = [token.start for token in tokens]
    matches = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans]
    chosen = bytearray(len(tokens))
    for first, stop in matches:
        window = slice(max(0, first - most), stop + most)
        chosen[window] = b"\1" * len(chosen[window])
    for first, stop in matches:
        chosen[first:stop] = bytes(stop - first)
    return compress(tokens, chosen)
