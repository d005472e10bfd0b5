"""Header lines above a text: `Title: ...`, `Date: ...`, closed by a blank line."""

import re

_LINE = re.compile(r"[^\S\n]*([A-Za-z]+(?:[ -][A-Za-z]+){0,2}):(.*)\n?")
_BLANK_LINE = re.compile(r"[^\S\n]*(?:\n+|\Z)")
_NAMES = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("date", "published", "publication date", "published on", "date published"), "date"),
    **dict.fromkeys(("author", "authors", "by", "byline"), "authors"),
    **dict.fromkeys(("source", "publication", "newspaper"), "source"),
    **dict.fromkeys(("section", "category"), "section"),
    **dict.fromkeys(("url", "link"), "url"),
    **dict.fromkeys(("tags", "keywords"), "tags"),
    **dict.fromkeys(("language", "lang"), "language"),
}
_ENOUGH = 2


def is_header(line: str) -> bool:
    """Say whether a line is one of a name that we know, and its value."""
    found = _LINE.fullmatch(line)
    return found is not None and found[1].lower() in _NAMES


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """What the header lines say, by our names, and the text after the blank line that closes them.

    A title or a date must be among them, and every line be one: prose that begins with `Note:` is text. Lines
    of other names are text, and stand only among two or more that we know.
    """
    headers: dict[str, str] = {}
    others: list[str] = []
    place = len(text) - len(text.lstrip())
    while found := _LINE.match(text, place):
        name = _NAMES.get(found[1].lower())
        if name is None:
            others.append(found[0].strip())
        elif name in headers:
            return {}, text
        else:
            headers[name] = " ".join(found[2].split())
        place = found.end()
    blank = _BLANK_LINE.match(text, place)
    if not blank or headers.keys().isdisjoint({"title", "date"}) or (others and len(headers) < _ENOUGH):
        return {}, text
    rest = "\n".join(others) + "\n\n" if others else ""
    return {name: value for name, value in headers.items() if value}, rest + text[blank.end() :]
