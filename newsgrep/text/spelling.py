"""A query's words that no article holds, spelled as words that articles do hold."""

from collections.abc import Iterable

from newsgrep.results import WordCount

_SHORTEST = 3
_LONG = 6


def edits_allowed(word: str) -> int:
    """How many edits a word that was meant may be away: 1 for short words, 2 for longer ones, 0 for none."""
    if len(word) < _SHORTEST:
        return 0
    return 2 if len(word) >= _LONG else 1


def nearest_word(word: str, near: Iterable[WordCount]) -> str | None:
    """The word nearest to `word`: fewest edits (optimal string alignment), then most articles; None for none."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only when nothing was found

    others = [one for one in near if one.word != word]
    nearest = min(
        others, key=lambda one: (OSA.distance(word, one.word), -one.articles, one.word), default=None
    )
    return nearest.word if nearest else None
