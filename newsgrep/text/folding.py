"""Characters to what they are compared as: accents, ligatures, widths, typographic signs; case is kept here.

What is folded is a cluster: a character with the marks and the vowels behind it that may make one letter with
it. So texts that are canonically equivalent fold to the same. A token's surface is `fold` of its characters,
without the joints that the tokens' rules take out.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

APOSTROPHE = "'"
DASH = "-"

_SCRIPTS_WITH_ACCENTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
"""Scripts whose marks are taken off: accents, and the vowels of Arabic and Hebrew, which few texts print."""
_ACCENTS = ("COMBINING", "ARABIC", "HEBREW")
_LETTERS = {
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
    "\u06a9": "\u0643",  # the Persian kaf
    "\u06cc": "\u064a",  # the Persian yeh
    "\u06d5": "\u0647",  # what is left of the Persian heh with a yeh above
}
_APOSTROPHES = frozenset(
    "'`\u00b4\u2018\u2019\u201b\u2032\uff07\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78b\ua78c\u05f3"
)
"""Signs, and letters that stand for one: the okina, the modifier letters of transcriptions, the geresh."""
_ARABIC_SEPARATORS = {"\u066b": ".", "\u066c": ","}
"""Between the whole and the decimals of a number, and between its thousands."""
# What a reader does not see: soft hyphen, joiners, the byte order mark, variation selectors; and the tatweel, which only
# makes a word longer.
_VANISHING = frozenset("\u00ad\u200c\u200d\u2060\ufeff\u0640") | {chr(code) for code in range(0xFE00, 0xFE10)}


def fold(text: str) -> str:
    """A text as it is compared: folded, in lower case."""
    if text.isascii() and "`" not in text:
        return text.lower()
    return "".join(fold_cluster(text[start:end]) for start, end in clusters(text)).casefold()


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where each cluster of a text begins and ends."""
    start = 0
    for place in range(1, len(text)):
        if not _continues(text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


@lru_cache(maxsize=1 << 12)
def _continues(character: str) -> bool:
    """Say whether a character may make one letter with what stands before it."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"  # vowels and last consonants of Hangul
        or character in "\uff9e\uff9f"  # the voice marks of half-width kana
    )


@lru_cache(maxsize=1 << 14)
def fold_cluster(cluster: str) -> str:
    """What a cluster stands for, in its own case: none, one or more characters."""
    if cluster.isascii():
        return APOSTROPHE if cluster == "`" else cluster
    full_width = "".join(
        unicodedata.normalize("NFKC", one) if "\uff61" <= one <= "\uff9f" else one for one in cluster
    )
    return "".join(map(_fold_character, unicodedata.normalize("NFC", full_width)))


def _fold_character(character: str) -> str:
    if character in _VANISHING:
        return ""
    if character in _APOSTROPHES:
        return APOSTROPHE
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return DASH
    # Signs such as the trade mark, and fractions, have letters or digits in their compatibility forms alone.
    if category[0] not in "LM" and not _is_small_digit(character):
        plain = unicodedata.normalize("NFKC", character) if "\uff00" <= character <= "\uffef" else character
        return _ARABIC_SEPARATORS.get(plain, plain)
    folded = "".join(map(_fold_letter, unicodedata.normalize("NFKC", character)))
    if len(folded) > 1 and not folded.isalnum():
        # One letter that would come apart into several tokens: a phrase's ligature, Thai's am.
        return character
    return folded


def _fold_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if letter in _APOSTROPHES:
        return APOSTROPHE
    if letter in _VANISHING or _is_accent(letter):
        return ""
    if unicodedata.name(letter, "").startswith(_SCRIPTS_WITH_ACCENTS):
        parts = unicodedata.normalize("NFD", letter)
        return "".join(_LETTERS.get(part, part) for part in parts if unicodedata.category(part) != "Mn")
    return letter


def _is_accent(character: str) -> bool:
    return unicodedata.category(character) == "Mn" and unicodedata.name(character, "").startswith(_ACCENTS)


def _is_small_digit(character: str) -> bool:
    """Superscripts and subscripts, Roman numerals: numbers whose compatibility form is a plain one."""
    if unicodedata.category(character) not in {"No", "Nl"}:
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isalnum() and "CIRCLED" not in unicodedata.name(character, "")
