"""A query that was refused, with carets under the part at fault."""

import unicodedata

from newsgrep.errors import QueryError

_WIDTH = 70
_INDENT = "  "


def caret_lines(error: QueryError) -> tuple[str, str] | None:
    """The two lines, the query's and the carets'; None where no part is to blame.

    A long query is cut to what stands around the fault; what cannot be printed is replaced.
    """
    if error.start is None or error.end is None or not error.query:
        return None
    start = min(error.start, len(error.query))
    end = max(start + 1, min(error.end, start + _WIDTH))
    first = max(0, min(start - (_WIDTH - (end - start)) // 2, len(error.query) - _WIDTH))
    shown = [_printable(character) for character in error.query[first : first + _WIDTH]]
    before = sum(map(_columns, shown[: start - first]))
    under = sum(map(_columns, shown[start - first : end - first])) or 1
    head = "…" if first else ""
    tail = "…" if first + _WIDTH < len(error.query) else ""
    return (
        f"{_INDENT}{head}{''.join(shown)}{tail}",
        f"{_INDENT}{' ' * (len(head) + before)}{'^' * under}",
    )


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
