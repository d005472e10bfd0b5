"""The text of scanned pages, from the lines of their blocks."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d])[-\u00ad\u2010\u2e17\u00ac]$")
"""Of the last two one is Fraktur's, and for the other some programs take it."""


def text_of_blocks(blocks: Iterable[Sequence[str]]) -> str:
    """A paragraph for each block of lines; words that are divided at the ends of lines are joined."""
    return "\n\n".join(filter(None, map(_paragraph, blocks)))


def _paragraph(lines: Iterable[str]) -> str:
    printed = [line for text in lines if (line := " ".join(text.split()))]
    return "".join(_with_end(line, following) for line, following in pairwise([*printed, ""])).strip()


def _with_end(line: str, following: str) -> str:
    if not _HYPHEN_AT_END.search(line) or not following[:1].isalpha():
        return f"{line} "
    # A name's own hyphen stays: Anglo- and Saxon on the next line.
    return line[:-1] if following[0].islower() else line
