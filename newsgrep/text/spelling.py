"""A query's words that no article holds, spelled as words that articles do hold."""

from collections.abc import Iterable

_SHORTEST = 3
_LONG = 6


def nearest_word(word: str, words: Iterable[tuple[str, int]]) -> str | None:
    """The word nearest to `word`, by edits, then by the number of articles it stands in; None if none is near.

    `words` are (word, number of articles). One edit for short words, two for longer ones (optimal string
    alignment: a swap of neighbours is one).
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only when nothing was found

    if len(word) < _SHORTEST:
        return None
    allowed = 2 if len(word) >= _LONG else 1
    best: tuple[int, int, str] | None = None
    for candidate, articles in words:
        if abs(len(candidate) - len(word)) > allowed or candidate == word:
            continue
        distance = OSA.distance(word, candidate, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, -articles, candidate) < best):
            best = (distance, -articles, candidate)
    return best[2] if best else None
