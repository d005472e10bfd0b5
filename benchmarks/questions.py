"""The questions: sixteen kinds, three of each, drawn from the articles by rules, with a seed, never chosen by hand.

A word's rule is a band: in how great a part of the articles it stands. The words of one question come from one
article, so that there is something to find. Questions come from the small corpus, which begins the large one too, and
are the same for both, but for their dates: these span a tenth of the articles at hand.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from benchmarks.corpora import Size, dates, reuters
from benchmarks.varying import Record

OF_EACH_KIND = 3
MORE_OF_EACH_KIND = 30
OFFSET = 10_000
TOP = 10
SEED = 21_578

_WORD = re.compile(r"[a-z]+")
_SHORTEST = 4
_PREFIX = 4
_NEAR = 5


class Kind(StrEnum):
    RARE = "a rare word"
    COMMON = "a common word"
    TWO = "two words"
    THREE = "three words"
    PHRASE = "a phrase"
    OR = "OR of five words"
    NOT = "a word, NOT another"
    PREFIX = "a prefix"
    INFIX = "a wildcard inside"
    FUZZY = "a fuzzy word"
    NEAR = "NEAR/5"
    DATES = "a word, in a range of dates"
    NEWEST = "a word, newest first"
    TITLE = "a word in titles"
    FILTER = "a range of dates alone"
    DEEP = "hits from the 10,000th on"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in no one's language. `words` are, for a wildcard inside, what stands before and after it;
    `days` the first and the last, YYYYMMDD."""

    kind: Kind
    words: tuple[str, ...] = ()
    days: tuple[int, int] = (0, 0)

    @property
    def offset(self) -> int:
        return OFFSET if self.kind is Kind.DEEP else 0


@dataclass(frozen=True, slots=True)
class Band:
    """Words by how great a part of the articles they stand in."""

    least: float
    most: float


RARE, FEW, MANY, COMMON, MOST = (
    Band(0.0002, 0.002),
    Band(0.005, 0.02),
    Band(0.02, 0.1),
    Band(0.2, 0.9),
    Band(0.55, 1.0),
)
MIDDLE = Band(FEW.least, MANY.most)


class Vocabulary:
    """The words of the small corpus: lower-case, of four letters or more unless said."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._frequencies = Counter(word for record in records for word in set(running_words(record)))
        titles = (set(_WORD.findall(record.title.lower())) for record in records)
        self._in_titles = Counter(word for words in titles for word in words)

    def holds(self, word: str, band: Band, shortest: int = _SHORTEST) -> bool:
        return len(word) >= shortest and self._within(self._frequencies[word], band)

    def words(self, band: Band, shortest: int = _SHORTEST) -> list[str]:
        return sorted(word for word in self._frequencies if self.holds(word, band, shortest))

    def title_words(self, band: Band) -> list[str]:
        long = (word for word in self._in_titles if len(word) >= _SHORTEST)
        return sorted(word for word in long if self._within(self._in_titles[word], band))

    def article(self, draw: random.Random) -> list[str]:
        """The running words of one article."""
        return running_words(draw.choice(self._records))

    def _within(self, frequency: int, band: Band) -> bool:
        return band.least * len(self._records) <= frequency < band.most * len(self._records)


def running_words(record: Record) -> list[str]:
    return _WORD.findall(f"{record.title} {record.body}".lower())


def questions(size: Size) -> list[Question]:
    """All of them, in the order of their kinds."""
    vocabulary, days = Vocabulary(reuters()), dates(size)
    drawn: list[Question] = []
    for kind in Kind:
        draw = random.Random(f"{SEED} {kind}")  # noqa: S311  a repeatable draw
        found = dict.fromkeys(next(_questions(kind, vocabulary, days, draw)) for _ in range(OF_EACH_KIND))
        while len(found) < OF_EACH_KIND:
            found[next(_questions(kind, vocabulary, days, draw))] = None
        drawn += found
    return drawn


def more_questions(size: Size) -> dict[Kind, list[Question]]:
    """Others by the same rules, up to thirty of a kind: of some kinds there are fewer."""
    vocabulary, days = Vocabulary(reuters()), dates(size)
    known = set(questions(size))
    more = {}
    for kind in Kind:
        draw = random.Random(f"{SEED} more {kind}")  # noqa: S311  a repeatable draw
        drawn = islice(_questions(kind, vocabulary, days, draw), 2 * MORE_OF_EACH_KIND)
        more[kind] = [one for one in dict.fromkeys(drawn) if one not in known][:MORE_OF_EACH_KIND]
    return more


def _questions(
    kind: Kind, vocabulary: Vocabulary, days: Sequence[int], draw: random.Random
) -> Iterator[Question]:
    """Questions of a kind, without end."""
    words = _WORDS_OF[kind]
    while True:
        found = words(vocabulary, draw)
        if found is not None:
            dated = kind in {Kind.DATES, Kind.FILTER}
            yield Question(kind, found, _a_tenth_of(days, draw) if dated else (0, 0))


Draw = Callable[[Vocabulary, random.Random], tuple[str, ...] | None]
"""Words for a question; None: drawn in vain, draw again."""


def _one(band: Band, shortest: int = _SHORTEST) -> Draw:
    return lambda vocabulary, draw: (draw.choice(vocabulary.words(band, shortest)),)


def _of_one_article(*bands: Band) -> Draw:
    """A word of each band, all different, all in one article."""

    def words(vocabulary: Vocabulary, draw: random.Random) -> tuple[str, ...] | None:
        running = vocabulary.article(draw)
        found = tuple(
            draw.choice([word for word in running if vocabulary.holds(word, band)] or [""]) for band in bands
        )
        return found if all(found) and len(set(found)) == len(found) else None

    return words


def _close_by(most_between: int) -> Draw:
    """Two words that stand in one article with at most so many between them."""

    def words(vocabulary: Vocabulary, draw: random.Random) -> tuple[str, ...] | None:
        running = vocabulary.article(draw)
        if len(running) < 2:
            return None
        first = draw.randrange(len(running) - 1)
        second = min(first + 1 + draw.randint(0, most_between), len(running) - 1)
        pair = (running[first], running[second])
        return pair if pair[0] != pair[1] and all(vocabulary.holds(word, MIDDLE) for word in pair) else None

    return words


def _prefix(vocabulary: Vocabulary, draw: random.Random) -> tuple[str, ...]:
    return (draw.choice(vocabulary.words(MANY, _PREFIX + 2))[:_PREFIX],)


def _infix(vocabulary: Vocabulary, draw: random.Random) -> tuple[str, ...]:
    word = draw.choice(vocabulary.words(MANY, _PREFIX + 2))
    return word[:2], word[-2:]


_WORDS_OF: dict[Kind, Draw] = {
    Kind.RARE: _one(RARE),
    Kind.COMMON: _one(COMMON),
    Kind.TWO: _of_one_article(MANY, MANY),
    Kind.THREE: _of_one_article(MANY, MANY, FEW),
    Kind.PHRASE: _close_by(0),
    Kind.OR: _of_one_article(MANY, MANY, MANY, FEW, FEW),
    Kind.NOT: _of_one_article(COMMON, MANY),
    Kind.PREFIX: _prefix,
    Kind.INFIX: _infix,
    Kind.FUZZY: _one(FEW, 6),
    Kind.NEAR: _close_by(_NEAR),
    Kind.DATES: _one(MANY),
    Kind.NEWEST: _one(MANY),
    Kind.TITLE: lambda vocabulary, draw: (draw.choice(vocabulary.title_words(FEW)),),
    Kind.FILTER: lambda _vocabulary, _draw: (),
    Kind.DEEP: _one(MOST, 1),
}


def _a_tenth_of(days: Sequence[int], draw: random.Random) -> tuple[int, int]:
    """The first and the last day of a tenth of the articles, as nearly as whole days allow."""
    first = int(draw.random() * len(days) * 0.9)
    return days[first], days[first + len(days) // 10]
