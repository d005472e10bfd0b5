"""The text of scanned pages, from the lines of their blocks."""

import re
from collections.abc import Iterable

from newsgrep.readers.divided_words import join_divided

_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d]-)\n(?=[^\W\d])")


def text_of_blocks(blocks: Iterable[Iterable[str]], language: str) -> str:
    """A paragraph for each block of lines; words that are divided at the ends of lines are joined where that is sure.

    `language` is the archive's, by Snowball's name.
    """
    printed = ([line for text in block if (line := " ".join(text.split()))] for block in blocks)
    page = "\n\n".join("\n".join(lines) for lines in printed if lines)
    return "\n\n".join(map(_on_one_line, join_divided(page, language).split("\n\n")))


def _on_one_line(block: str) -> str:
    """The lines of a block as one; a hyphen that is left belongs to a word: long- and term."""
    return _AFTER_HYPHEN.sub("", block).replace("\n", " ")
