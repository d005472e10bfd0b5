"""The passage of a text to show: the one with the most of the query's words, cut where a reader would cut."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, takewhile

from newsgrep.results import Span
from newsgrep.text.folding import fold

_CHARACTERS_A_WORD = 6
"""News in English; only to see which of the query's words can stand in one excerpt."""

_LONGEST_SENTENCE_END = 40
"""Characters of punctuation and blanks."""

_LONGEST_WORD = 40
"""Characters: of scripts without spaces, so many at a time."""
_WORD = re.compile(rf"\S{{1,{_LONGEST_WORD}}}")
_ROOM_FOR_A_WORD = 16
"""Characters in which most words stand, with the blank behind them."""
_ABBREVIATIONS = ("Mr|Ms|Dr|St|Jr|Sr|Lt|No|vs", "Mrs|Gen|Sen|Rep|Gov|Col", "[A-Z]")
"""Those of one length together: with each alone the search takes twice the time, and compiling it a third more."""
_NO_ABBREVIATION = "".join(rf"(?<!\b(?:{words})\.)" for words in _ABBREVIATIONS)


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
    if spans:
        first, last = _densest(text, spans, reach)
    else:
        first = last = len(text) - len(text.lstrip())
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
    words = [text[start:end] for start, end in spans]
    folded = {word: fold(word) for word in set(words)}
    forms = [folded[word] for word in words]
    if forms.count(forms[0]) == len(forms):
        return _densest_of_one_word(spans, reach)
    inside = dict.fromkeys(forms, 0)
    different = oldest = 0
    best = chosen = (0, 0)
    for newest, form in enumerate(forms):
        different += not inside[form]
        inside[form] += 1
        while spans[newest][1] - spans[oldest][0] > reach and oldest < newest:
            left = forms[oldest]
            inside[left] -= 1
            different -= not inside[left]
            oldest += 1
        quality = (different, newest - oldest + 1)
        if quality > best:
            best, chosen = quality, (oldest, newest)
    return spans[chosen[0]][0], spans[chosen[1]][1]


def _densest_of_one_word(spans: Sequence[Span], reach: int) -> Span:
    """The same, of spans that all hold the same: the group is only ever beaten by one with one more of them."""
    most, chosen = 1, 0
    for newest, (_, end) in enumerate(spans):
        if end - spans[newest - most][0] <= reach and newest >= most:
            chosen, most = newest, most + 1
    return spans[chosen - most + 1][0], spans[chosen][1]


def _beginning(text: str, first: int, words: int, reach: int) -> int:
    """The start of the sentence of the first span; if that is far back, some words before the span."""
    earliest = max(0, first - reach // 2)
    sentence = max(_ends_of_sentences(text, earliest, first), default=0 if earliest == 0 else None)
    if sentence is None:
        sentence = _start_of_words(text, earliest, first, max(1, words // 4))
    if sentence >= first:
        return first
    word = _WORD.search(text, sentence)
    return word.start() if word else len(text)


def _start_of_words(text: str, earliest: int, stop: int, words: int) -> int:
    """Where the last words before `stop` begin, but not before the second one from `earliest` on."""
    part = text[earliest:stop]
    head, *last = part.rsplit(None, words) or [""]
    if len(last) == words and max(map(len, last)) <= _LONGEST_WORD:
        return stop - len(part[len(head) :].lstrip())
    starts = [found.start() for found in _WORD.finditer(text, earliest, stop)][1:]
    return starts[-words:][0] if starts else stop


def _ending(text: str, start: int, last: int, words: int) -> Span:
    """Where to end: with the last sentence that ends in the second half, else with the last word."""
    ends = _middle_and_end(text, start, last, words)
    if not ends:
        return 0, 0
    middle, end_of_words = ends
    end = max(end_of_words, last)
    earliest = max(last, middle)
    begin = earliest  # what ends a sentence holds no letter, so none that is sought begins before this one
    while begin > start and not text[begin - 1 : begin].isalnum():
        begin -= 1
    for found in _ends_of_sentences(text, begin, end):
        if found >= earliest:
            end_of_sentence = start + len(text[start:found].rstrip())
            if end_of_sentence <= end_of_words:
                end = end_of_sentence
    return start, end


def _middle_and_end(text: str, start: int, last: int, words: int) -> Span | None:
    """Where the middle one of so many words ends, and the last; of more words, as long as they begin before `last`."""
    part = text[start : start + _ROOM_FOR_A_WORD * (words + 1)]
    half = words // 2 + 1
    first = part.split(None, half)
    rest = first.pop() if words and len(first) > half else ""
    others = rest.split(None, words - half)
    if others and len(others) > words - half and max(map(len, (*first, *others[:-1]))) <= _LONGEST_WORD:
        end = start + len(part.removesuffix(others[-1]).rstrip())
        if end >= last:
            return start + len(part.removesuffix(rest).rstrip()), end
    ends = _ends_of_words(text, start, last, words)
    return (ends[len(ends) // 2], ends[-1]) if ends else None


def _ends_of_words(text: str, start: int, last: int, words: int) -> list[int]:
    """Where `words` words end, and more of them as long as they begin before `last`."""
    found = _WORD.finditer(text, start)
    ends = [word.end() for word in islice(found, words)]
    ends += [word.end() for word in takewhile(lambda word: word.start() < last, found)]
    return ends
