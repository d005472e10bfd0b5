"""A query's words that no article holds, spelled as words that articles do hold."""

from collections.abc import Iterable

from newsgrep.results import WordCount

_SHORTEST = 3
_LONG = 6


def edits_allowed(word: str) -> int:
    """How many edits make another word of it that may have been meant: 1 for short words, 2 for longer ones, 0 for none."""
    if len(word) < _SHORTEST:
        return 0
    return 2 if len(word) >= _LONG else 1


def nearest_word(word: str, near: Iterable[WordCount]) -> str | None:
    """The word nearest to `word`, by edits (optimal string alignment), then by its articles; None if there is none."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only when nothing was found

    others = [one for one in near if one.word != word]
    nearest = min(
        others, key=lambda one: (OSA.distance(word, one.word), -one.articles, one.word), default=None
    )
    return nearest.word if nearest else None
