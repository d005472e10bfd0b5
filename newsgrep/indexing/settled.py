"""What a file has given that stays as it is when more is appended to it; kept in the manifest as JSON."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from newsgrep.readers.growing import Place


class Settled(NamedTuple):
    """The settled parts of a file, see `readers.growing`: the first `articles` and the first `skipped` parts of its row.

    The row's digest is that of the file's first `size` bytes. Of the articles `replaced` have replaced characters; `refused`
    are keys that no article has, nor may have.
    """

    size: int
    place: Place
    articles: int
    skipped: int
    replaced: int
    refused: Sequence[str] = ()

    def to_text(self) -> str:
        """As a row of the manifest has it."""
        return json.dumps(self)


def settled_from_text(text: str) -> Settled | None:
    """Out of a row; None for none, and for what only another program can have written."""
    if not text:
        return None
    try:
        size, place, articles, skipped, replaced, refused = json.loads(text)
        found = Settled(size, Place(*place), articles, skipped, replaced, refused)
    except (ValueError, TypeError, RecursionError):
        return None
    return found if _is_valid(found) else None


def _is_valid(found: Settled) -> bool:
    offset, number, suspects = found.place
    numbers = (found.size, offset, number, found.articles, found.skipped, found.replaced)
    return (
        all(isinstance(one, int) and one >= 0 for one in numbers)
        and 0 < offset <= found.size
        and _are_texts(found.refused)
        and (suspects is None or (isinstance(suspects, dict) and all(map(_are_texts, suspects.values()))))
    )


def _are_texts(values: Any) -> bool:  # noqa: ANN401  any value JSON has
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
