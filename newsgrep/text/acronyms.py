"""Acronyms that would read as a common word: distinguished by their capitals or their dots."""

_READ_AS_WORDS = ("us", "it", "who", "is", "am", "or", "in", "me", "no", "on", "as")

DOTTED = {word: "".join(f"{letter}." for letter in word) for word in _READ_AS_WORDS}
"""From the letters, in lower case, to the surface that stands for the acronym: us to u.s."""


def alternatives(surface: str) -> tuple[str, ...]:
    """The surfaces that a query's word finds: typed without capitals or dots, it may be either."""
    dotted = DOTTED.get(surface)
    return (surface, dotted) if dotted else (surface,)
