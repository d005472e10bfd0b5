"""A TREC run: a match a line, as the tools that score rankings read it. No article's text is needed."""

import re
from typing import TextIO

from newsgrep.renderers import Layout, write_each
from newsgrep.results import SearchResults

_TAG = "newsgrep"
_SPACE = re.compile(r"\s")


def render_trec(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write `TOPIC Q0 ID RANK SCORE newsgrep` for each match as it comes."""
    lines = (
        f"{layout.topic} Q0 {_one_word(match.id)} {rank} {match.score!r} {_TAG}\n"
        for rank, match in enumerate(results.matches(), start=layout.first_number)
    )
    return write_each(lines, stream)


def _one_word(identifier: str) -> str:
    """An id with its spaces percent-encoded, as `%` itself already is: no two ids become one."""
    return _SPACE.sub(lambda space: "".join(f"%{byte:02X}" for byte in space[0].encode()), identifier)
