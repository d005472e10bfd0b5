"""The passage of a text to show: the one with the most of the query's words, cut where a reader would cut."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, takewhile

from newsgrep.results import Span
from newsgrep.text.folding import fold

_CHARACTERS_A_WORD = 6
"""News in English; only to see which of the query's words can stand in one excerpt."""

_LONGEST_SENTENCE_END = 40
"""Characters of punctuation and blanks."""

_WORD = re.compile(r"\S{1,40}")  # of scripts without spaces, forty characters at a time
_ABBREVIATIONS = (
    "Mr",
    "Ms",
    "Dr",
    "St",
    "Jr",
    "Sr",
    "Mrs",
    "Gen",
    "Sen",
    "Rep",
    "Gov",
    "Lt",
    "Col",
    "No",
    "vs",
)
_NO_ABBREVIATION = "".join(rf"(?<!\b{word}\.)" for word in (*_ABBREVIATIONS, "[A-Z]"))


_LOOKED_BACK_AT = 5
"""Characters: the longest of them with its full stop, and what may stand before it."""
_PLAIN_MARKS = (("\u2026", "!"), ("\u3002", "!"), ("\u201d", '"'), ("\u2019", "'"))
"""Marks at the end of a sentence, and those of ASCII that mean as much. A set with both takes longer to compile than all else."""


@cache
def _sentence_end() -> re.Pattern[str]:
    """What may end a sentence, compiled only where excerpts are shown.

    The character comes first, its surroundings after it: so a search passes over all other characters at once.
    """
    return re.compile(rf"[.!?\n](?:(?<!\n){_NO_ABBREVIATION}[\"')\]]*(?=\s|$)|(?<=\n)[^\S\n]*\n)")


def _ends_of_sentences(text: str, start: int, stop: int) -> Iterator[int]:
    """Where sentences may end in a part of a text, behind all marks."""
    first = max(0, start - _LOOKED_BACK_AT)
    part = text[first:stop]
    if not part.isascii():
        for mark, plain in _PLAIN_MARKS:
            part = part.replace(mark, plain)
    for found in _sentence_end().finditer(part, start - first):
        yield first + found.end()


def choose_excerpt(text: str, spans: Sequence[Span], words: int = 40) -> Span:
    """Choose a passage of about `words` words; `spans`, ascending, are where the query's words stand.

    It holds as many different words of the query as can stand together, then as many of them as can, and is
    the first such passage. It begins and ends with sentences where they are near, else with words. Without
    spans it is the text's beginning; of blank text, (0, 0).
    """
    reach = words * _CHARACTERS_A_WORD
    beginning = len(text) - len(text.lstrip())
    first, last = _densest(text, spans, reach) if spans else (beginning, beginning)
    start = _beginning(text, first, words, reach)
    return _ending(text, start, max(last, start), words)


def begins_sentence(text: str, place: int) -> bool:
    """Say whether a sentence begins at a place, or after the blanks there; so does what is behind the end of the text."""
    word = _WORD.search(text, place)
    if not word:
        return True
    start = word.start()
    before = text[max(0, start - _LONGEST_SENTENCE_END) : start]
    return not before.strip() or any(
        not before[end:].strip() for end in _ends_of_sentences(before, 0, len(before))
    )


def _densest(text: str, spans: Sequence[Span], reach: int) -> Span:
    """From the first span to the last of the best group within reach: most different words, then most words."""
    forms = [fold(text[start:end]) for start, end in spans]
    inside: Counter[str] = Counter()
    best = (0, 0)
    chosen = (0, 0)
    oldest = 0
    for newest, form in enumerate(forms):
        inside[form] += 1
        while spans[newest][1] - spans[oldest][0] > reach and oldest < newest:
            inside[forms[oldest]] -= 1
            if not inside[forms[oldest]]:
                del inside[forms[oldest]]
            oldest += 1
        quality = (len(inside), newest - oldest + 1)
        if quality > best:
            best, chosen = quality, (oldest, newest)
    return spans[chosen[0]][0], spans[chosen[1]][1]


def _beginning(text: str, first: int, words: int, reach: int) -> int:
    """The start of the sentence of the first span; if that is far back, some words before the span."""
    earliest = max(0, first - reach // 2)
    sentence = max(_ends_of_sentences(text, earliest, first), default=0 if earliest == 0 else None)
    if sentence is None:
        starts = [found.start() for found in _WORD.finditer(text, earliest, first)][1:]
        kept = starts[-max(1, words // 4) :]
        sentence = kept[0] if kept else first
    if sentence >= first:
        return first
    word = _WORD.search(text, sentence)
    return word.start() if word else len(text)


def _ending(text: str, start: int, last: int, words: int) -> Span:
    """Where to end: with the last sentence that ends in the second half, else with the last word."""
    ends = _ends_of_words(text, start, last, words)
    if not ends:
        return 0, 0
    end = max(ends[-1], last)
    earliest = max(last, ends[len(ends) // 2])
    for found in _ends_of_sentences(text, start, end):
        if found >= earliest:
            end_of_sentence = start + len(text[start:found].rstrip())
            if end_of_sentence <= ends[-1]:
                end = end_of_sentence
    return start, end


def _ends_of_words(text: str, start: int, last: int, words: int) -> list[int]:
    """Where `words` words end, and more of them as long as they begin before `last`."""
    found = _WORD.finditer(text, start)
    ends = [word.end() for word in islice(found, words)]
    ends += [word.end() for word in takewhile(lambda word: word.start() < last, found)]
    return ends
