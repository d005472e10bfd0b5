"""A surface to its stem: Snowball's, but for what Snowball conflates badly."""

from collections.abc import Callable

from newsgrep.errors import UsageError

_ENGLISH_AS_THEY_ARE = (
    *("aids", "emergency", "hamas", "important", "isis", "mars", "mers", "organisation", "organization"),
    *("paris", "sars", "several", "texas", "university", "vegas", "wales"),
)
_ENGLISH = {
    **{surface: surface for surface in _ENGLISH_AS_THEY_ARE},
    "emergencies": "emergency",
    "organisations": "organisation",
    "organizations": "organization",
    "universities": "university",
    "importance": "important",
    "importantly": "important",
}

_KEEPING_BEGINNINGS = frozenset({"english"})
"""Languages whose stems begin like their surfaces: some other stemmers of Snowball remove prefixes."""
_LENGTH_OF_DIE = 3


def kept_beginning(stem: str, language: str) -> str:
    """One or two characters with which every surface with this stem begins, not counting full stops.

    Empty where that is not known.
    """
    if language not in _KEEPING_BEGINNINGS:
        return ""
    # Of all English words only dying, lying and tying change the second letter.
    changes = len(stem) == _LENGTH_OF_DIE and stem.endswith("ie")
    return stem[:1] if changes else stem.replace(".", "")[:2]


def stemmer(language: str) -> Callable[[str], str]:
    """Give the function from surface to stem in a language of Snowball's list.

    Raises UsageError, naming the list, for any other language.
    """
    import Stemmer  # noqa: PLC0415  an extension module: not for commands that stem nothing

    if language not in Stemmer.algorithms():
        known = ", ".join(sorted(set(Stemmer.algorithms()) - {"porter"}))
        raise UsageError(f'no stemmer for language "{language}"; there is one for: {known}')
    # Without a memo of its own: the analyzer has one, and to keep both takes longer than to stem.
    snowball = Stemmer.Stemmer(language, maxCacheSize=0).stemWord
    exceptions = _ENGLISH if language == "english" else {}

    def stem(surface: str) -> str:
        if surface in exceptions:
            return exceptions[surface]
        # Most are letters alone, which is told at once; to look for the others takes longer.
        if not surface.isalpha() and ("." in surface or "&" in surface or any(map(str.isdigit, surface))):
            return surface
        return str(snowball(surface))

    return stem
