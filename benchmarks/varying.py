"""Many articles from few: copies with words varied and dates shifted, the vocabulary growing all the while.

In each copy a fifth of the words are replaced: most by words drawn from all the articles' running text, so that
frequencies stay what they are, and one in forty by an invented word, drawn as in Zipf's law from a million and a
half, so that there are always words never seen before. The same seed gives the same articles.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

REPLACED = 0.2
INVENTED = 0.025
INVENTIONS = 1_500_000
DAYS_BETWEEN_COPIES = 60

_WORD = re.compile(r"(\w+(?:\.?\w+)*)")
_CONSONANTS = "bcdfghjklmnprstvz"
_VOWELS = "aeiou"
_SYLLABLES = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
_SCATTER = 7_368_787
"""Prime to the number of words of four syllables, so that neighbours look nothing alike."""


@dataclass(frozen=True, slots=True)
class Record:
    """An article as every peer gets it; `date` is ISO's."""

    id: str
    date: str
    title: str
    body: str


def varied_copies(records: Sequence[Record], copies: int, seed: int = 1987) -> Iterator[Record]:
    """The records as they are, then `copies` - 1 varied copies of them, one record at a time."""
    yield from records
    draw = random.Random(seed)  # noqa: S311  a repeatable draw
    split = [(_WORD.split(record.title), _WORD.split(record.body)) for record in records]
    running = [word for parts in split for part in parts for word in part[1::2]]
    for copy in range(1, copies):
        for record, (title, body) in zip(records, split, strict=True):
            yield Record(
                f"{copy}-{record.id}",
                shifted(record.date, copy),
                _varied(title, running, draw),
                _varied(body, running, draw),
            )


def shifted(day: str, copy: int) -> str:
    """The date that an article of this date has in a copy."""
    return (date.fromisoformat(day) + timedelta(days=DAYS_BETWEEN_COPIES * copy)).isoformat()


def invented_word(number: int) -> str:
    """A word that could be one, for a number below `INVENTIONS`: no two numbers give the same."""
    base = len(_SYLLABLES)
    code = number * _SCATTER % base**4
    return "".join(_SYLLABLES[code // base**place % base] for place in range(4)) + "k"


def _varied(parts: Sequence[str], running: Sequence[str], draw: random.Random) -> str:
    """The text with some of its words, which are the odd ones of `parts`, replaced."""
    words = len(parts) // 2
    varied = list(parts)
    for _ in range(int(words * REPLACED + draw.random())):
        place = 2 * int(words * draw.random()) + 1
        if draw.random() < INVENTED:
            varied[place] = invented_word(int(INVENTIONS ** draw.random()) - 1)
        else:
            varied[place] = running[int(len(running) * draw.random())]
    return "".join(varied)
