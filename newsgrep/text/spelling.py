"""A query's words that no article holds, spelled as words that articles do hold."""

from collections.abc import Iterable

from newsgrep.facts import WordCount


def nearest_word(word: str, near: Iterable[WordCount]) -> str | None:
    """The word nearest to `word`: fewest edits (optimal string alignment), then most articles; None for none."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only when nothing was found

    others = [one for one in near if one.word != word]
    nearest = min(
        others, key=lambda one: (OSA.distance(word, one.word), -one.articles, one.word), default=None
    )
    return nearest.word if nearest else None
