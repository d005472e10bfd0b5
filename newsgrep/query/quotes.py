"""Quotation marks of every typography: where a quoted text ends.

A quote is closed by the mark that belongs to it, or by any other mark that cannot be the opening of a quote in it.
So `"crude oil”` and `„crude oil"` are closed, and `"he said «crude oil» today"` is one quote.
"""

import re

_CLOSING = {
    '"': '"',
    "\uff02": "\uff02",  # full width
    "\u2033": "\u2033",  # double prime
    "\u201c": "\u201d",
    "\u201d": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2039": "\u203a",
    "\u203a": "\u2039",
    "\u300c": "\u300d",  # corner brackets
    "\u300e": "\u300f",
    "\uff62": "\uff63",
    "\u3008": "\u3009",  # angle brackets, which mark titles too
    "\u300a": "\u300b",
    "\u301d": "\u301e\u301f",
    "\u275d": "\u275e",
}
"""The marks that open a quote, each with those that close it."""
QUOTES = "".join(dict.fromkeys("".join(map("".join, _CLOSING.items()))))
"""Every mark, opening or closing."""
SINGLE_QUOTES = "'`\u00b4\u2018\u2019\u201a\u201b\u2032\uff07"
_BETWEEN = rf"[^\\()\n{QUOTES}]*?(?<=\S)"


def closing_quote(query: str, place: int) -> int | None:
    """The place of the mark that closes the quote which opens at `place`; None if it is never closed."""
    opened = [query[place]]
    place += 1
    while place < len(query):
        mark = query[place]
        if mark == "\\":
            place += 1
        elif mark in QUOTES:
            if mark in _CLOSING.get(opened[0], ""):
                return place
            if mark not in _CLOSING.get(opened[-1], "") and _opens(query, place):
                opened.append(mark)
            else:
                opened.pop()
            if not opened:
                return place
        place += 1
    return None


def single_quoted(query: str, place: int) -> tuple[str, int] | None:
    """Several words between single quotes, which open at `place`, and where they are closed.

    Two single quotes may stand for a double one. None for an apostrophe, as before `tis` and `80s`.
    """
    if query[place] not in SINGLE_QUOTES:
        return None
    marks = 2 if query[place + 1 : place + 2] in tuple(SINGLE_QUOTES) else 1
    start = place + marks
    if not query[start : start + 1].isalpha():
        return None
    closed = re.compile(rf"{_BETWEEN}[{SINGLE_QUOTES}]{{{marks}}}(?!\w)").match(query, start)
    between = closed[0][:-marks] if closed else ""
    return (between, start + len(between) + marks) if len(between.split()) > 1 else None


def _opens(query: str, place: int) -> bool:
    """Say whether a mark inside a quote opens another: a space or a bracket before it, none behind it."""
    before, behind = query[place - 1], query[place + 1 : place + 2]
    return query[place] in _CLOSING and (before.isspace() or before in "([") and bool(behind.strip())
