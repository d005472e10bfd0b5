"""A text as a row of the tokens of dates. Each is one character, so that a regular expression finds the dates."""

import re
from functools import cache
from typing import NamedTuple

from newsgrep.readers.dating.calendars import ERAS
from newsgrep.readers.dating.vocabulary import ZONE, Word, Words, bare, folded

_LETTER = r"[^\s\d!-/:-@\[-`{-~¡-¿‐-‧‰-⁞、。،؛؟۔፡-፨《》「」『』【】〔〕〈〉]"  # noqa: RUF001  signs as they are used
_NAME = rf"{_LETTER}+(?:[-'’]{_LETTER}+)*"  # noqa: RUF001  an apostrophe as it is used
_TOKEN = re.compile(
    rf"""
    (?P<full>(?:\d{{1,2}}\s?(?P<s>[-/.])\s?\d{{1,2}}\s?(?P=s)\s?(?:\d{{4}}|\d{{2}})
        |\d{{4}}\s?(?P<s2>[-/.])\s?\d{{1,2}}\s?(?P=s2)\s?\d{{1,2}})(?!\d|[:.]\d{{2}}(?!\d)))
    |(?P<east>(?:{"|".join(ERAS)})?\s?(?:\d{{1,4}}|元)\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日号號일])?)
    |(?P<time>\d{{1,2}}\s?(?:[:.]|[hH]\s?)\d{{2}}(?:[:.]\d{{2}}(?:[.,]\d+)?)?(?!\d)(?:\s?[aApP]\.?\s?[mM]\b\.?)?
        |(?:1[0-2]|0?[1-9])\s?[aApP]\.?\s?[mM]\b\.?
        |\d{{1,2}}[hH](?!{_LETTER})
        |\d{{1,2}}\s?[時时시點点](?:\s?\d{{1,2}}\s?[分분](?:\s?\d{{1,2}}\s?[秒초])?)?)
    |(?P<number>\d+)
    |(?P<word>{_NAME}(?:['’](?=\s))?)
    |(?P<space>\s+)
    |(?P<sign>.)
    """,  # noqa: RUF001  an apostrophe as it is used
    re.VERBOSE | re.DOTALL,
)
_OFFSET = re.compile(r"\s?[+-]\d{1,2}(?::?\d{2})?(?![0-9:])")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("•·・∙|‧‖", "|") | dict.fromkeys("،、，፣", ",")  # noqa: RUF001  as used
_SIGNS = {"word": "?", "full": "F", "east": "E", "time": "T"}
_NUMBERS = {1: "D", 2: "D", 4: "Y"}
_WORDS = 0x100
"""The character of a word is this and its roles."""
_AFTER_SPACE = re.compile(rf"[\s.-]{{1,2}}({_NAME}|\d{{1,2}}(?!\d))")
_AFTER_DOT = re.compile(rf"\.\s?({_LETTER}+)")
_MOST_WORDS = 9
"""No name has more."""
_SHORT, _LONGEST_ZONE = 2, 5


class Tokens(NamedTuple):
    """The tokens of a text.

    `signs` has a character for each: `Y` a number of four digits, `D` of one or two, `N` any other; `F` a date
    in digits, `E` one in East Asian writing, `T` a time, `O` an offset; a word of roles is what `words_that`
    gives, any other `?`; a punctuation mark itself. `texts` are as they stand, `places` where they begin.
    """

    text: str
    signs: str
    texts: list[str]
    places: list[int]
    words: list[Word | None]

    def end(self, number: int) -> int:
        """Where a token ends."""
        return self.places[number] + len(self.texts[number])


@cache
def words_that(role: int) -> str:
    """The class, for a regular expression, of the words that may be this."""
    return "[" + "".join(chr(_WORDS + roles) for roles in range(1, 32) if roles & role) + "]"


def tokens_of(text: str, words: Words) -> Tokens:
    """The tokens of a visible text, with the words of some languages."""
    row = Tokens(text, "", [], [], [])
    signs: list[str] = []
    place = 0
    while found := _TOKEN.match(text, place):
        kind, start, end, word = found.lastgroup or "", place, found.end(), None
        if kind in {"word", "number"}:
            word, end = _name_at(text, start, end, words)
        if kind != "space":
            signs.append(_sign(kind, text[start:end], word))
            row.texts.append(text[start:end])
            row.places.append(start)
            row.words.append(word)
        place = end
        if (kind == "time" or (word and word.roles & ZONE)) and (offset := _OFFSET.match(text, end)):
            place = offset.end()
            signs.append("O")
            row.texts.append(offset[0])
            row.places.append(end)
            row.words.append(None)
    return row._replace(signs="".join(signs))


def _sign(kind: str, text: str, word: Word | None) -> str:
    if word:
        return chr(_WORDS + word.roles)
    if kind == "number":
        return _NUMBERS.get(len(text), "N")
    return _DASHES.get(text, text) if kind == "sign" else _SIGNS[kind]


def _name_at(text: str, start: int, end: int, words: Words) -> tuple[Word | None, int]:
    """The longest name of several words or letters that begins here, else the word; and where it ends."""
    key = folded(text[start:end])
    best = _looked_up(key, text[start:end], words), end
    if text[end : end + 1] == ".":
        best = _longest(text, key, end, words, _AFTER_DOT, "") or best
    if f"{key} " in words:
        best = _longest(text, key, end, words, _AFTER_SPACE, " ") or best
    return best


def _longest(
    text: str, key: str, end: int, words: Words, following: re.Pattern[str], between: str
) -> tuple[Word, int] | None:
    best = None
    for _ in range(_MOST_WORDS):
        found = following.match(text, end)
        if not found:
            break
        key, end = f"{key}{between}{folded(found[1]).lstrip('0')}", found.end()
        if key in words:
            best = words[key], end
    return best


def _looked_up(key: str, text: str, words: Words) -> Word | None:
    word = words.get(key)
    if word is None and not text.isascii():
        word = words.get(bare(key))
    elif word is None and _SHORT <= len(text) <= _LONGEST_ZONE and text.isupper():
        return _SOME_ZONE
    return word


_SOME_ZONE = Word(ZONE)
"""Capitals may be the name of a zone."""
