"""Words that a line's end divides, in text set in columns: joined where that is sure, else left as they are.

A word is joined if the whole of it stands elsewhere in the article, or in the word list of the archive's
language (simplemma's), and if its form with the hyphen does not: `commit-` and `tee` are one word,
`long-` and `term` may be two. A sign that can mean nothing else, such as a soft hyphen, always joins.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

_SURE = "\u00ad\u00ac\u2e17"
"""Soft hyphen; the negation sign, which programs for scanned pages write; the double hyphen of blackletter."""
_HYPHENS = f"-\u2010{_SURE}\ufffe\x02"
_AT_LINE_END = re.compile(rf"[{_HYPHENS}][^\S\n]*+\n")
_DIVIDED = re.compile(
    rf"(?<![^\W\d_])(?P<first>[^\W\d_]++)(?P<hyphen>[{_HYPHENS}])[^\S\n]*\n[^\S\n]*"
    r"(?P<second>[^\W\d_]+)(?P<rest>\S*)(?P<end>[^\S\n]+|\n?)"
)
_WORD = re.compile(
    rf"(?<![^\W\d_])(?<![^\W\d_][-\u2010])[^\W\d_]++(?:[-\u2010][^\W\d_]++)*+(?![{_HYPHENS}]\s)"
)
"""Both are tried only where a word begins, else one of a million letters would take hours."""
_SHORTEST = 4
_LANGUAGES = {
    "arabic": "ar",
    "armenian": "hy",
    "catalan": "ca",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "dutch_porter": "nl",
    "english": "en",
    "esperanto": "eo",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "lithuanian": "lt",
    "norwegian": "nb",
    "persian": "fa",
    "polish": "pl",
    "porter": "en",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "hbs",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
}
"""From Snowball's names of languages to simplemma's; it has no words of the others."""


def join_divided(text: str, language: str) -> str:
    """The text with divided words joined; each stands whole on the first of its two lines.

    `language` is the archive's, by Snowball's name.
    """
    if text.isascii() and "-\n" not in text and "- \n" not in text:  # most texts
        return text
    if not _AT_LINE_END.search(text):
        return text
    words = {word.lower() for word in _WORD.findall(text)}

    def joined(found: re.Match[str]) -> str:
        first, second = found["first"], found["second"]
        if not _is_one_word(first, second, found["hyphen"], words, language):
            return found[0]
        return f"{first}{second}{found['rest']}" + ("\n" if found["end"] else "")

    return _DIVIDED.sub(joined, text)


def _is_one_word(first: str, second: str, hyphen: str, words: set[str], language: str) -> bool:
    if not second[0].islower() and second[0].isupper() and not first.isupper():
        return False  # a name's own hyphen: Anglo- and Saxon
    if hyphen in _SURE:
        return True
    whole, hyphened = f"{first}{second}".lower(), f"{first}-{second}".lower()
    if (whole in words) != (hyphened in words):
        return whole in words
    return len(whole) >= _SHORTEST and _is_word(whole, language) and not _is_word(hyphened, language)


@lru_cache(1 << 16)
def _is_word(word: str, language: str) -> bool:
    """Say whether the language's word list has the word, its case apart."""
    code = _LANGUAGES.get(language)
    return code is not None and _lookup()(word, code) is not None


@cache
def _lookup() -> Callable[[str, str], str | None]:
    from simplemma.strategies import (  # noqa: PLC0415  only divided words need it
        LOW_MEMORY_DICTIONARY_FACTORY,
        DictionaryLookupStrategy,
    )

    # A word takes 12 microseconds instead of one half. But the list is there in two thirds of the time, and
    # takes 3 MB instead of 25 for English, 55 instead of 399 for Finnish: few words of a text are divided.
    return DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY).get_lemma
