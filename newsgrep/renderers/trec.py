"""A TREC run: a match a line, as the tools that score rankings read it. No article's text is needed."""

import re
from collections.abc import Iterable
from typing import TextIO

from newsgrep.results import Match

_TAG = "newsgrep"
_SPACE = re.compile(r"\s")


def render_trec(matches: Iterable[Match], stream: TextIO, *, topic: str, first_rank: int = 1) -> None:
    """Write `TOPIC Q0 ID RANK SCORE newsgrep` for each match as it comes; `topic` holds no white space."""
    stream.writelines(
        f"{topic} Q0 {_one_word(match.id)} {rank} {match.score!r} {_TAG}\n"
        for rank, match in enumerate(matches, start=first_rank)
    )


def _one_word(identifier: str) -> str:
    """An id with its spaces percent-encoded, as `%` itself already is: no two ids become one."""
    return _SPACE.sub(lambda space: "".join(f"%{byte:02X}" for byte in space[0].encode()), identifier)
