"""Characters to what they are compared as: accents, ligatures, widths, typographic signs; case is kept here.

A token's surface is `fold` of its characters, without the joints that the tokens' rules take out.
"""

import unicodedata
from functools import lru_cache

APOSTROPHE = "'"
DASH = "-"

_ACCENTED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_LIGATURES = {
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ß": "ss",
    "ẞ": "SS",
    "þ": "th",
    "Þ": "TH",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "ħ": "h",
    "Ħ": "H",
    "ŧ": "t",
    "Ŧ": "T",
    "\u0131": "i",  # the dotless i
    "\u03c2": "\u03c3",  # sigma at a word's end
}
_APOSTROPHES = frozenset("'\u2018\u2019\u201b\u2032\u02bc\uff07`\u00b4")
# What a reader does not see: soft hyphen, joiners, the byte order mark, variation selectors.
_VANISHING = frozenset("\u00ad\u200c\u200d\u2060\ufeff") | {chr(code) for code in range(0xFE00, 0xFE10)}


@lru_cache(maxsize=1 << 14)
def fold_character(character: str) -> str:
    """What one character stands for, in its own case: none, one or more characters."""
    if character.isascii():
        return APOSTROPHE if character == "`" else character
    if character in _VANISHING:
        return ""
    if character in _APOSTROPHES:
        return APOSTROPHE
    category = unicodedata.category(character)
    if category == "Pd" or character == "\u2212":
        return DASH
    # Signs such as the trade mark, and fractions, have letters or digits in their compatibility forms alone.
    if category[0] not in "LM" and category != "Nd" and not _is_small_digit(character):
        return unicodedata.normalize("NFKC", character) if "\uff00" <= character <= "\uffef" else character
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) > 1 and not plain.isalnum():
        return (
            character  # one letter that would come apart into several tokens: a phrase's ligature, Thai's am
        )
    return "".join(map(_fold_letter, plain))


def fold(text: str) -> str:
    """A text as it is compared: folded, in lower case."""
    if text.isascii() and "`" not in text:
        return text.lower()
    return "".join(map(fold_character, text)).casefold()


def is_accent(character: str) -> bool:
    """Say whether a character is a mark that folding takes off a Latin, Greek or Cyrillic letter."""
    return unicodedata.category(character) == "Mn" and unicodedata.name(character, "").startswith("COMBINING")


def _fold_letter(letter: str) -> str:
    if letter in _LIGATURES:
        return _LIGATURES[letter]
    if is_accent(letter):
        return ""
    if unicodedata.name(letter, "").startswith(_ACCENTED_SCRIPTS):
        parts = unicodedata.normalize("NFD", letter)
        return "".join(_LIGATURES.get(part, part) for part in parts if unicodedata.category(part) != "Mn")
    return letter


def _is_small_digit(character: str) -> bool:
    """Superscripts and subscripts, Roman numerals: numbers whose compatibility form is a plain one."""
    if unicodedata.category(character) not in {"No", "Nl"}:
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isalnum() and "CIRCLED" not in unicodedata.name(character, "")
