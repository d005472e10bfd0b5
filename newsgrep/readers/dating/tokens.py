"""A text as a row of the tokens of dates. Each is one character, so that a regular expression finds the dates."""

import re
from functools import cache
from typing import NamedTuple, cast

from newsgrep.readers.dating.calendars import ERAS
from newsgrep.readers.dating.vocabulary import Role, Word, Words, bare, folded

_LETTER = r"[^\s\d!-/:-@\[-`{-~¡-¿‐-‧‰-⁞、。《》「」『』【】〔〕〈〉]"  # noqa: RUF001  signs as they are used
_TOKEN = re.compile(
    rf"""
    (?P<full>(?:\d{{1,2}}\s?(?P<s>[-/.])\s?\d{{1,2}}\s?(?P=s)\s?(?:\d{{4}}|\d{{2}})
        |\d{{4}}\s?(?P<s2>[-/.])\s?\d{{1,2}}\s?(?P=s2)\s?\d{{1,2}})(?!\d|[:.]\d{{2}}(?!\d)))
    |(?P<east>(?:{"|".join(ERAS)})?\s?(?:\d{{1,4}}|元)\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日号號일])?)
    |(?P<time>\d{{1,2}}\s?(?:[:.]|[hH]\s?)\d{{2}}(?:[:.]\d{{2}}(?:[.,]\d+)?)?(?!\d)(?:\s?[aApP]\.?\s?[mM]\b\.?)?
        |\d{{1,2}}\s?[aApP]\.?\s?[mM]\b\.?
        |\d{{1,2}}[hH](?!{_LETTER})
        |\d{{1,2}}\s?[時时시點点](?:\s?\d{{1,2}}\s?[分분](?:\s?\d{{1,2}}\s?[秒초])?)?)
    |(?P<number>\d+)
    |(?P<word>{_LETTER}+(?:[-'’]{_LETTER}+)*)
    |(?P<space>\s+)
    |(?P<sign>.)
    """,  # noqa: RUF001  an apostrophe as it is used
    re.VERBOSE | re.DOTALL,
)
_OFFSET = re.compile(r"\s?[+-]\d{1,2}(?::?\d{2})?(?![0-9:])")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("•·・∙|‧‖", "|") | dict.fromkeys("،、，", ",")  # noqa: RUF001  as used
_UNKNOWN = "?"
_WORDS = 0x100
"""The character of a word is this and its roles."""
_MOST_WORDS = 4
"""No name has more."""
_YEAR, _SHORT = 4, 2
_LONGEST_ZONE = 5


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
def words_that(role: Role) -> str:
    """The class, for a regular expression, of the words that may be this."""
    return "[" + "".join(chr(_WORDS + roles) for roles in range(1, 32) if roles & role) + "]"


def tokens_of(text: str, words: Words) -> Tokens:
    """The tokens of a visible text, with the words of some languages."""
    row = Tokens(text, "", [], [], [])
    signs: list[str] = []
    place = 0
    while place < len(text):
        sign, word, end = _next(text, place, words, after_time=_is_time(signs, row.words))
        if sign:
            signs.append(sign)
            row.texts.append(text[place:end])
            row.places.append(place)
            row.words.append(word)
        place = end
    return row._replace(signs="".join(signs))


def _is_time(signs: list[str], words: list[Word | None]) -> bool:
    """Say whether what was read last is a time or a zone."""
    word = words[-1] if words else None
    return bool(signs) and (signs[-1] == "T" or (word is not None and Role.ZONE in word.roles))


def _next(text: str, place: int, words: Words, *, after_time: bool) -> tuple[str, Word | None, int]:
    """The token at a place: its sign, empty for white space, what it means, and where it ends."""
    if after_time and (offset := _OFFSET.match(text, place)):
        return "O", None, offset.end()
    found = cast("re.Match[str]", _TOKEN.match(text, place))  # any character is a sign
    kind, end = found.lastgroup, found.end()
    match kind:
        case "word" | "number":
            word, end = _name_at(text, found.start(), end, words)
            if word:
                return chr(_WORDS + word.roles), word, end
            if kind == "word":
                return _UNKNOWN, None, found.end()
            digits = end - found.start()
            return ("Y" if digits == _YEAR else "D" if digits <= _SHORT else "N"), None, end
        case "space":
            return "", None, end
        case "sign":
            return _DASHES.get(found[0], found[0]), None, end
        case "full":
            return "F", None, end
        case "east":
            return "E", None, end
        case _:
            return "T", None, end


_AFTER_SPACE = re.compile(rf"[\s.]{{1,2}}({_LETTER}+|\d{{1,2}}(?!\d))")
_AFTER_DOT = re.compile(rf"\.\s?({_LETTER}+)")


def _name_at(text: str, start: int, end: int, words: Words) -> tuple[Word | None, int]:
    """The longest name of several words or letters that begins here, else the word; and where it ends."""
    key = folded(text[start:end])
    best = _looked_up(key, text[start:end], words), end
    for following, between in ((_AFTER_DOT, ""), (_AFTER_SPACE, " ")):
        longer, place = key, end
        for _ in range(_MOST_WORDS if between == "" or f"{key} " in words else 0):
            found = following.match(text, place)
            if not found:
                break
            longer, place = f"{longer}{between}{folded(found[1]).lstrip('0')}", found.end()
            if longer in words:
                best = words[longer], place
    return best


def _looked_up(key: str, text: str, words: Words) -> Word | None:
    word = words.get(key) or words.get(bare(key))
    if word is None and text.isascii() and text.isupper() and _SHORT <= len(text) <= _LONGEST_ZONE:
        return _SOME_ZONE
    return word


_SOME_ZONE = Word(Role.ZONE)
"""Capitals may be the name of a zone."""
